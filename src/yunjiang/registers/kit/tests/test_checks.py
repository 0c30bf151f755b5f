from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from yunjiang.access import masking
from yunjiang.access.models import User
from yunjiang.registers.kit import checks, registry
from yunjiang.registers.kit.declaration import Count, Mask, Register, Search
from yunjiang.registers.kit.flows import Clock, Flow, Move
from yunjiang.registers.kit.models import Record

from .sample.models import Place, State
from .sample.register import Places


@pytest.fixture(autouse=True)
def _nothing_stays_registered() -> Iterator[None]:
    before = registry.every()
    yield
    assert registry.every() == before


def bad(**changes: Any) -> type[Register]:
    """Return the sample's declaration with something changed, known to nobody."""
    said = {name: value for name, value in vars(Places).items() if not name.startswith("__")}
    return type("Bad", (Register,), said | {"code": "bad"} | changes)


def found(**changes: Any) -> list[str]:
    return sorted({each.id for each in checks.problems(bad(**changes))})


def test_it_works() -> None:
    assert found() == []


def test_the_registers_of_this_site_pass() -> None:
    assert [str(each) for each in checks.check_registers()] == []
    assert not [each for each in run_checks() if each.id.startswith("kit.")]


def test_every_finding_says_what_to_do() -> None:
    for each in checks.problems(bad(filters=["seats"], natural_key=["name"], order=["seats"], masked={})):
        assert "Bad" in each.msg
        assert each.hint


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"model": User}, "kit.E001"),
        ({"code": "Not a word"}, "kit.E002"),
        ({"columns": ()}, "kit.E003"),
        ({"columns": ("number", "nothing")}, "kit.E004"),
        ({"filters": ("nothing",)}, "kit.E004"),
        ({"sections": {"": ("person__name",)}}, "kit.E004"),
        ({"related": ("nothing",)}, "kit.E004"),
        ({"filters": ("seats",)}, "kit.E010"),
        ({"filters": ("seats",), "is_large": True}, "kit.E010"),
        ({"filters": ("is_free",), "is_large": True}, "kit.E010"),
        ({"filters": ("number", "keeper_phone")}, "kit.E012"),
        ({"search": ("note",)}, "kit.E013"),
        ({"search": ("number__startswith",), "is_large": True}, "kit.E013"),
        ({"search": ("number",), "masked": {"number": Mask(masking.phone)} | Places.masked}, "kit.E014"),
        (
            {
                "search": (Search("number__startswith", is_identifying=True),),
                "masked": {"number": Mask(masking.phone)} | Places.masked,
            },
            "kit.E014",
        ),
        ({"order": ("path",)}, "kit.E015"),
        ({"order": ("opened_on", "pk")}, "kit.E016"),
        ({"order": ("-seats", "pk"), "is_large": True}, "kit.E017"),
        ({"natural_key": ("name",)}, "kit.E018"),
        ({"masked": {}}, "kit.E020"),
        ({"masked": {"keeper_phone": Mask()}}, "kit.E021"),
        ({"masked": {"keeper_phone": Mask(masking.phone, purposes=["curiosity"])}}, "kit.E022"),
        ({"masked": {"keeper_phone": Mask(masking.phone, purposes=["aid"])}}, "kit.E022"),
        ({"sections": {"": ("number", "name")}}, "kit.E025"),
        ({"sections": {"": ("number", "name")}, "lies_with": "name"}, "kit.E025"),
        ({"counts": [Count("c", "数", "m", "", "balance", (), lambda row: [])]}, "kit.E030"),
        ({"counts": [Count("c", "数", "m", "人", "rate", (), lambda row: [])]}, "kit.E030"),
        ({"counts": [Count("c", "数", "m", "人", "flow", (), lambda row: [])] * 2}, "kit.E031"),
        ({"flow": Flow([Move("go", "去", ["nowhere"], State.OPEN)])}, "kit.E032"),
        ({"flow": Flow([Move("go", "去", [State.DRAFT], State.OPEN)] * 2)}, "kit.E032"),
        ({"flow": Flow([], clocks={State.OPEN: Clock(3, is_working=True, then="go")})}, "kit.E032"),
    ],
)
def test_what_is_slow_or_unsafe_is_refused(changes: dict[str, Any], finding: str) -> None:
    assert found(**changes) == [finding]


def test_a_sealed_field_needs_a_key_and_a_mask_of_its_own() -> None:
    with isolate_apps("yunjiang.registers.kit.tests.sample"):

        class Sealed(Record):
            number = models.BinaryField("证件号码", null=True)
            secret_bank_account = models.CharField("账号", max_length=30)

            class Meta:
                app_label = "sample"

        simple: Any = {
            "natural_key": (),
            "search": (),
            "filters": (),
            "intake": None,
            "counts": (),
            "flow": None,
            "dated": None,
            "can_be_added": False,
        }
        simple |= {"model": Sealed, "title": "", "guarded": (), "more_columns": (), "columns": ("path",)}
        shown = {"证件": ("number", "secret_bank_account")}
        assert found(**simple, sections=shown, masked={}) == ["kit.E020"]
        hidden = {"number": Mask(), "secret_bank_account": Mask(masking.bank_account)}
        assert found(**simple, sections=shown, masked=hidden) == ["kit.E021"]


def test_a_large_register_keeps_the_rows_of_a_filter_together() -> None:
    with isolate_apps("yunjiang.registers.kit.tests.sample"):

        class Loose(Record):
            number = models.CharField("编号", max_length=20, unique=True)
            sort = models.CharField("类别", max_length=10, choices=[("a", "甲")], db_index=True)
            keeper = models.ForeignKey(User, models.PROTECT, null=True)

            class Meta:
                app_label = "sample"

        simple: Any = {
            "search": (),
            "intake": None,
            "counts": (),
            "flow": None,
            "masked": {},
            "title": "",
            "dated": None,
            "can_be_added": False,
        }
        simple |= {
            "model": Loose,
            "guarded": (),
            "more_columns": (),
            "columns": ("number",),
            "natural_key": ("number",),
        }
        assert found(**simple, filters=("sort",), sections={"": ("sort",)}, is_large=False) == []
        assert found(**simple, filters=("sort",), sections={"": ("sort",)}, is_large=True) == [
            "kit.E011",
            "kit.E017",
        ]
        assert found(**simple, filters=("keeper",), sections={"": ("sort",)}) == ["kit.E023"]


def test_two_registers_of_one_code_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_found", [Places, bad(code=Places.code)])
    assert [each.id for each in checks.check_registers()] == ["kit.E002"]
    assert Place._meta.label == "sample.Place"
