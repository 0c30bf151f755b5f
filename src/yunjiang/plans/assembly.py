"""From content that the schema has accepted to a plan document.

Parts of the content may be None: they were found wrong and taken out, so that the rest can be looked through all the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from yunjiang.plans.document import (
    Action,
    Actual,
    Baseline,
    Basis,
    Cadence,
    Choice,
    Comparator,
    DimensionDeclaration,
    Duty,
    Formula,
    Indicator,
    Initiative,
    MeasureDeclaration,
    Milestone,
    Nature,
    PlanDocument,
    Relation,
    Safeguard,
    Term,
    Trajectory,
    TrajectoryKind,
)
from yunjiang.plans.syntax import Parsed, Path

NOT_GIVEN = "not_given"
PARTS_OF_A_WHOLE = ("%", "‰")
_FALLING = (Comparator.AT_MOST, Comparator.LESS_THAN)


def document_of(parsed: Parsed) -> PlanDocument:
    """Return the document of content without violations."""
    return _Plan(parsed).document()


def sound(parts: Sequence[Any] | None) -> Iterator[tuple[int, Any]]:
    """Yield the parts that were not taken out, with their numbers in the file."""
    return ((number, part) for number, part in enumerate(parts or ()) if part is not None)


def _sound_items(parts: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    return ((code, part) for code, part in (parts or {}).items() if part is not None)


class _Plan:
    """Builds the document from content that the schema has accepted."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.content: dict[str, Any] = parsed.content
        self.code: str = self.content["plan"]["code"]
        self.open_fields = [
            each["field"] for _, each in sound(self.content.get("not_given")) if "field" in each
        ]

    def document(self) -> PlanDocument:
        plan = self.content["plan"]
        initiatives: list[Initiative] = []
        self.actions: list[Action] = []
        self.indicators: list[Indicator] = []
        self.milestones: list[Milestone] = []
        self.relations: list[Relation] = []
        for i, initiative in sound(self.content["initiatives"]):
            path: Path = ("initiatives", i)
            initiatives.append(Initiative(initiative["code"], initiative["name"], self.parsed.line(path)))
            for a, action in sound(initiative.get("actions")):
                self._take_action(action, initiative["code"], (*path, "actions", a))
        return PlanDocument(
            code=plan["code"],
            name=plan["name"],
            document_number=plan.get("document_number", ""),
            source=plan.get("source", ""),
            issued_on=_date(plan.get("issued_on")),
            valid_from=_date(plan.get("valid_from")),
            valid_until=_date(plan.get("valid_until")),
            actuals=tuple(
                Actual(each["name"], Decimal(each["value"]), each["unit"], each.get("year"))
                for _, each in sound(self.content.get("actuals"))
            ),
            first_day=date.fromisoformat(plan["first_day"]),
            last_day=date.fromisoformat(plan["last_day"]),
            owner=plan["owner"],
            goal=plan.get("goal", ""),
            initiatives=tuple(initiatives),
            actions=tuple(self.actions),
            indicators=tuple(self.indicators),
            milestones=tuple(self.milestones),
            relations=tuple(self.relations),
            safeguards=tuple(
                Safeguard(each["code"], each["name"], self.parsed.line(("safeguards", n)))
                for n, each in sound(self.content.get("safeguards"))
            ),
            duties=tuple(self._duty(each, n) for n, each in sound(self.content.get("duties"))),
            measures=tuple(
                self._measure(code, each) for code, each in _sound_items(self.content["measures"])
            ),
            dimensions=tuple(
                DimensionDeclaration(
                    code, each["name"], tuple(each["values"].items()), self.parsed.line(("dimensions", code))
                )
                for code, each in _sound_items(self.content.get("dimensions"))
            ),
            not_given=tuple(
                (each["what"], each.get("note", "")) for _, each in sound(self.content.get("not_given"))
            ),
        )

    def _take_action(self, action: Mapping[str, Any], initiative: str, path: Path) -> None:
        code, line = action["code"], self.parsed.line(path)
        lead, support = _organizations(action, "lead"), _organizations(action, "support")
        self.actions.append(Action(code, action["name"], initiative, lead, support, line))
        for n, each in sound(action.get("indicators")):
            self.indicators.append(self._indicator(each, code, (*path, "indicators", n)))
        for n, each in sound(action.get("milestones")):
            due_on = _date(each.get("due_on"))
            line = self.parsed.line((*path, "milestones", n))
            self.milestones.append(
                Milestone(each["code"], each["name"], code, due_on, each.get("quote", ""), line)
            )
        for n, each in sound(action.get("relations")):
            line = self.parsed.line((*path, "relations", n))
            self.relations.append(Relation(each["code"], each["name"], code, each.get("quote", ""), line))

    def _indicator(self, written: Mapping[str, Any], action: str, path: Path) -> Indicator:
        given = _as_chosen(written)
        basis, formula = Basis(given["basis"]), _formula(given["formula"])
        comparator = Comparator[given["comparator"].upper()]
        direction = given.get("direction") or ("falling" if comparator in _FALLING else "rising")
        return Indicator(
            code=given["code"],
            name=given["name"],
            action=action,
            basis=basis,
            comparator=comparator,
            target=Decimal(given["target"]),
            target_max=_decimal(given.get("target_max")),
            unit=given["unit"],
            cadence=Cadence(given.get("cadence", "deadline")),
            deadline=_date(given.get("deadline")),
            nature=Nature(given.get("nature", NOT_GIVEN)),
            formula=formula,
            channel=given.get("channel", "reported"),
            direction=-1 if direction == "falling" else 1,
            baseline=_baseline(given.get("baseline")),
            trajectory=_trajectory(given.get("trajectory")),
            milestones=tuple(
                (date.fromisoformat(each["on"]), Decimal(each["value"]))
                for each in given.get("milestones", ())
            ),
            lead=_organizations(given, "lead"),
            support=_organizations(given, "support"),
            reporters=tuple(dict.fromkeys(given.get("reporters", ()))),
            age_limit_days=given.get("age_limit_days"),
            report_by=given.get("report_by", "annual"),
            choices=tuple(
                Choice(
                    question=each["question"],
                    readings=tuple((key, reading["means"]) for key, reading in each["readings"].items()),
                    chosen=each["chosen"],
                    note=each.get("note", ""),
                    line=self.parsed.line((*path, "choices", n)),
                )
                for n, each in enumerate(given.get("choices", ()))
            ),
            quote=given.get("quote", ""),
            note=given.get("note", ""),
            not_given=self._fields_not_given(given),
            adds_up=self._adds_up(basis, formula, given["unit"]),
            plan=self.code,
            line=self.parsed.line(path),
        )

    def _fields_not_given(self, given: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the fields said to be open, by the indicator itself or by the plan for all that do not give them."""
        said = [field for field, value in given.items() if value == NOT_GIVEN]
        return tuple(sorted({*said, *(field for field in self.open_fields if field not in given)}))

    def _adds_up(self, basis: Basis, formula: Formula, unit: str) -> bool:
        if basis in (Basis.RATIO, Basis.SHARE) or unit in PARTS_OF_A_WHOLE:
            return False
        measures = dict(_sound_items(self.content["measures"]))
        return all(measures.get(term.measure, {}).get("additive", True) for term in formula.numerator)

    def _measure(self, code: str, given: Mapping[str, Any]) -> MeasureDeclaration:
        return MeasureDeclaration(
            code=code,
            name=given["name"],
            unit=given["unit"],
            kind=given["kind"],
            scale=given.get("scale", 0),
            counts_persons=given.get("persons", False),
            is_additive=given.get("additive", True),
            dimensions=tuple(dict.fromkeys(given.get("dimensions", ()))),
            definition=given.get("definition", ""),
            part_of=given.get("part_of", ""),
            line=self.parsed.line(("measures", code)),
        )

    def _duty(self, given: Mapping[str, Any], number: int) -> Duty:
        return Duty(
            code=given["code"],
            name=given["name"],
            kind=given["kind"],
            every=given["every"],
            due=given.get("due", ""),
            owed_by=tuple(dict.fromkeys(given.get("owed_by", ()))),
            owed_to=given.get("owed_to", ""),
            quote=given.get("quote", ""),
            line=self.parsed.line(("duties", number)),
        )


def _as_chosen(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the indicator with what its chosen readings set; null takes a field away."""
    given = dict(written)
    for choice in written.get("choices", ()):
        given.update(choice["readings"][choice["chosen"]].get("sets", {}))
    return {field: value for field, value in given.items() if value is not None}


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _organizations(given: Mapping[str, Any], field: str) -> tuple[str, ...] | None:
    keys = given.get(field, NOT_GIVEN)
    return None if keys == NOT_GIVEN else tuple(dict.fromkeys(keys))


def _baseline(given: Any) -> Baseline | None:
    if given in (None, NOT_GIVEN):
        return None
    return Baseline(Decimal(given["value"]), date.fromisoformat(given["on"]), given.get("source", ""))


def _trajectory(given: Any) -> Trajectory | None:
    if given in (None, NOT_GIVEN):
        return None
    if isinstance(given, str):
        return Trajectory(TrajectoryKind(given))
    return Trajectory(TrajectoryKind.PROFILE, tuple(Decimal(each) for each in given["profile"]))


def _formula(given: Any) -> Formula:
    if isinstance(given, str):
        return Formula(_terms(given))
    return Formula(_terms(given["numerator"]), _terms(given.get("denominator", ())))


def _terms(given: Any) -> tuple[Term, ...]:
    if isinstance(given, str):
        return (Term(given),)
    return tuple(
        Term(
            measure=each["measure"],
            factor=Decimal(each.get("factor", 1)),
            breakdown=tuple(sorted(each.get("where", {}).items())),
            counts=each.get("counts", "quantity"),
        )
        for each in given
    )
