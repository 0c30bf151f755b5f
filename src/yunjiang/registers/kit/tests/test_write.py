"""Adding, changing, voiding and restoring a record: what is kept, what is refused, what history says."""

from decimal import Decimal
from typing import Any

import pytest
from tests import trails

from yunjiang.registers.kit import contents
from yunjiang.registers.kit.models import ChangeSet, Deed, Difference
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def differences(place: Place) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    rows = Difference.objects.filter(register="sample-places", record=place.pk).order_by("id")
    return [(contents.read(each.before), contents.read(each.after)) for each in rows]


def test_it_works(desk: Desk) -> None:
    place = desk.create(number="1", name="书屋", seats=3, cost="12.5", keeper_phone="13812345678")
    assert (place.path, place.revision, place.cost) == (desk.path("wuhua"), 1, Decimal("12.50"))
    change_set = ChangeSet.objects.get()
    assert (change_set.deed, change_set.by) == (Deed.CREATE, desk.clerk)
    [(before, after)] = differences(place)
    assert before == {}
    assert (after["cost"], after["seats"], after["keeper_phone"]) == ("12.50", 3, "138****5678")
    [record] = trails.records("registers.create")
    assert record.subject == f"sample-places:{place.pk}"
    assert "13812345678" not in record.after
    changed = desk.change(place, name="新书屋", seats=3, cost=Decimal("12.50"))
    assert changed.revision == 2
    assert differences(place)[1] == ({"name": "书屋"}, {"name": "新书屋"})
    assert Place.objects.get().name == "新书屋"
    assert place.name == "新书屋"
