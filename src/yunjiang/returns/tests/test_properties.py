"""What must hold whatever is reported: the ledger is the accepted cells, taking back restores, order does not matter."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from yunjiang.returns import checking, posting, workflow
from yunjiang.returns.models import Cell, Section
from yunjiang.returns.tests import world as worlds
from yunjiang.returns.tests.test_way import standing

UNITS = ("wuhua", "panlong", "qilin")
INDICATORS = ("1.1.1", "1.1.3", "1.2.1")
MEASURES = ("proposals", "funds", "unions", "enterprises")

values = some.one_of(some.none(), some.integers(0, 10**9))
answers = some.fixed_dictionaries(dict.fromkeys(MEASURES, values))
sheets = some.fixed_dictionaries(dict.fromkeys(UNITS, answers))
acceptances = some.permutations([(unit, indicator) for unit in UNITS for indicator in INDICATORS])


class Reported(TestCase):
    """A province in which three counties have handed in, made once."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = worlds.build()
        cls.world.open("2024")

    def hand_in(self, sheets: dict[str, dict[str, int | None]]) -> None:
        # The rules have tests of their own; here anything goes.
        asked, checking.findings_of_many = (
            checking.findings_of_many,
            lambda reports: {each.pk: [] for each in reports},
        )
        try:
            for unit, said in sheets.items():
                self.world.fill(unit, **said)
                self.world.submit(unit)
                self.world.approve(unit, by="office")
        finally:
            checking.findings_of_many = asked

    def expected(self) -> dict[tuple[str, str], Decimal]:
        names = {each.pk: name for name, each in self.world.units.items()}
        cells = Cell.objects.filter(section__is_accepted=True, value__isnull=False).select_related(
            "question", "report"
        )
        return {(names[each.report.organization_id], each.question.measure): each.value for each in cells}

    @settings(max_examples=15)
    @given(sheets, acceptances, some.integers(0, 9))
    def test_the_ledger_is_what_was_accepted(self, sheets: Any, order: Any, count: int) -> None:
        self.hand_in(sheets)
        for unit, indicator in order[:count]:
            self.world.accept(unit, indicator)
        assert standing(self.world) == self.expected()

    @settings(max_examples=15)
    @given(sheets, acceptances)
    def test_together_or_one_by_one_is_the_same(self, sheets: Any, order: Any) -> None:
        self.hand_in(sheets)
        with transaction.atomic():
            for unit, indicator in order:
                self.world.accept(unit, indicator)
            one_by_one = standing(self.world)
            transaction.set_rollback(True)
        workflow.accept_many({self.world.report(unit): None for unit in UNITS}, self.world.people["office"])
        assert standing(self.world) == one_by_one

    @settings(max_examples=15)
    @given(
        sheets,
        some.sampled_from(UNITS),
        some.sets(some.sampled_from(INDICATORS), min_size=1),
        some.booleans(),
    )
    def test_taking_back_and_accepting_again_restores_every_figure(
        self, sheets: Any, unit: str, indicators: set[str], takes_back: bool
    ) -> None:
        self.hand_in(sheets)
        for each in UNITS:
            self.world.accept(each)
        before = standing(self.world)
        workflow.reopen(self.world.report(unit), indicators, self.world.people["office"], "核对", takes_back)
        between = {key: value for key, value in standing(self.world).items() if value}
        if takes_back:
            assert between == {key: value for key, value in self.expected().items() if value}
        else:
            assert between == {key: value for key, value in before.items() if value}
        self.hand_in({unit: {}})
        self.world.accept(unit)
        assert standing(self.world) == before

    @settings(max_examples=15)
    @given(some.lists(some.integers(0, 1000), min_size=3, max_size=3), some.booleans())
    def test_a_whole_and_its_parts_add_up_to_the_whole(
        self, amounts: list[int], is_whole_known: bool
    ) -> None:
        female, male, other = amounts
        whole = female + male + other
        section = Section.objects.filter(report=self.world.report("wuhua"), indicator="1.1.1").get()
        section.report = self.world.report("wuhua")
        cells = [
            _cell("trained", {}, whole if is_whole_known else None),
            _cell("trained;sex=female", {"sex": "female"}, female),
            _cell("trained;sex=male", {"sex": "male"}, male),
        ]
        posted = {
            cell.question.code: amount.quantity for cell, amount in posting._amounts(section, cells, {})
        }
        if is_whole_known:
            assert sum(posted.values()) == whole
            assert posted["trained"] == other
        else:
            assert posted == {}  # parts alone would be read as the whole


def _cell(code: str, breakdown: dict[str, str], value: int | None) -> Cell:
    from yunjiang.returns.models import Question

    question = Question(code=code, measure=code.split(";")[0], breakdown=breakdown, kind="flow")
    return Cell(pk=len(code), question=question, value=None if value is None else Decimal(value))
