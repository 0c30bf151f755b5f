"""A written document is on the audit trail, or there is none."""

import json

import pytest
from tests import trails

from yunjiang.access import trail
from yunjiang.documents.models import Document
from yunjiang.documents.tests.test_writing import write


def test_a_document_is_recorded_once(small):
    document = write(small)
    write(small)
    (record,) = trails.records("documents.write")
    assert (record.subject, record.organization_id) == (
        f"document:{document.number}",
        document.organization_id,
    )
    assert json.loads(record.facts)["title"] == document.title
    assert json.loads(record.after)["digest"] == bytes(document.file_digest).hex()


def test_a_document_that_cannot_be_recorded_is_not_there(small):
    with trails.unwritable(), pytest.raises(trail.TrailUnwritable):
        write(small)
    assert not Document.objects.exists()
