"""Acts that are only there to be recorded."""

import pytest
from django.utils.translation import gettext_lazy as _

from yunjiang.access import trail
from yunjiang.access.trail import names

KNOWN = {"test.change": _("Change"), "test.read": _("Read")}


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_named", dict(names._named))
    monkeypatch.setattr(names, "_without_figures", set(names._without_figures))
    trail.register(KNOWN)
