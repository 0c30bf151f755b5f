"""Declaring measures: again and again without harm, never changing what posted quantities mean."""

from dataclasses import replace

import pytest
from tests import journal
from tests.journal import Declared, DeclaredDimension

from yunjiang.ledger import measures
from yunjiang.ledger.models import Dimension, Measure
from yunjiang.ledger.refusals import BadDeclaration, DimensionValueInUse, MeasureInUse, UnknownDimension

pytestmark = pytest.mark.django_db

SEX = DeclaredDimension("sex", (("F", "女"), ("M", "男")), "性别")
TRAINED = Declared("trained", "flow", "人次", dimensions=("sex",), name="培训")


@pytest.fixture
def posted() -> None:
    journal.tree("云南")
    measures.declare([TRAINED], dimensions=[SEX])
    journal.post("2024-03-31 · 云南 · trained · 1 · sex=F")


def test_it_works() -> None:
    measures.declare([TRAINED], dimensions=[SEX])
    measure = Measure.objects.get()
    assert (measure.code, measure.unit, measure.kind, measure.dimensions) == (
        "trained",
        "人次",
        "flow",
        ["sex"],
    )
    assert Dimension.objects.get().values == {"F": "女", "M": "男"}


def test_declaring_the_same_twice_changes_nothing(django_assert_num_queries: object) -> None:
    measures.declare([TRAINED], dimensions=[SEX])
    number = Measure.objects.get().pk
    measures.declare([TRAINED], dimensions=[SEX])
    assert Measure.objects.get().pk == number


def test_anything_may_change_before_the_first_entry() -> None:
    measures.declare([TRAINED], dimensions=[SEX])
    measures.declare([replace(TRAINED, unit="人", kind="level", scale=2, dimensions=())])
    measure = Measure.objects.get()
    assert (measure.unit, measure.kind, measure.scale, measure.dimensions) == ("人", "level", 2, [])


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("unit", "人"),
        ("kind", "level"),
        ("scale", 2),
        ("counts_persons", True),
        ("is_additive", False),
        ("dimensions", ()),
    ],
)
def test_what_posted_quantities_mean_does_not_change(attribute: str, value: object) -> None:
    with pytest.raises(MeasureInUse, match="trained"):
        measures.declare([replace(TRAINED, **{attribute: value})])  # type: ignore[arg-type]
    assert getattr(Measure.objects.get(), attribute) != value


@pytest.mark.usefixtures("posted")
def test_names_definitions_and_further_dimensions_may_change_at_any_time() -> None:
    age = DeclaredDimension("age", (("young", "青年"),), "年龄")
    wider = replace(TRAINED, name="职工培训", definition="每参加一次计一人次", dimensions=("sex", "age"))
    measures.declare([wider], dimensions=[age])
    measure = Measure.objects.get()
    assert (measure.name, measure.dimensions) == ("职工培训", ["age", "sex"])


def test_a_dimension_must_be_declared_first() -> None:
    with pytest.raises(UnknownDimension, match="sex"):
        measures.declare([TRAINED])
    assert not Measure.objects.exists()


@pytest.mark.usefixtures("posted")
def test_a_value_that_entries_carry_cannot_be_dropped() -> None:
    with pytest.raises(DimensionValueInUse, match="F"):
        measures.declare([], dimensions=[replace(SEX, values=(("M", "男"),))])
    measures.declare([], dimensions=[replace(SEX, values=(("F", "女性"),))])
    assert Dimension.objects.get().values == {"F": "女性"}


@pytest.mark.parametrize(
    "declaration",
    [
        replace(TRAINED, code="a b"),
        replace(TRAINED, code=""),
        replace(TRAINED, kind="sum"),
        replace(TRAINED, scale=10),
        replace(TRAINED, scale=-1),
        replace(TRAINED, unit=""),
    ],
)
def test_impossible_measures_are_refused(declaration: Declared) -> None:
    with pytest.raises(BadDeclaration):
        measures.declare([declaration], dimensions=[SEX])


@pytest.mark.parametrize("value", ["a;b", "a=b", "", "a b"])
def test_dimension_values_must_fit_into_a_key(value: str) -> None:
    with pytest.raises(BadDeclaration):
        measures.declare([], dimensions=[DeclaredDimension("sex", ((value, "x"),))])
