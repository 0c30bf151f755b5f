"""One sentence being read: its quantities, which of them are promises, and what each promise says."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from . import past, refusing, sharing, signs
from .calling import called, unchanged
from .comparing import FALLS, basis_of, compared, is_wanted_low, nature
from .context import Context
from .coverage import covered, whole_coverage
from .periods import By, Cadence, Mention, by_of, is_ongoing
from .promises import Found, Passed, Target
from .quantities import Quantity, quantities
from .respectively import are_again, paired, years_of
from .roles import Role
from .row_reading import with_unit_of_name
from .stretches import Stretches
from .structure import Part
from .units import SHARES
from .weighing import Scales

_POPULATION = re.compile(r"(?:以上|左右)?[\u4e00-\u9fff]{0,4}人口")  # 实现(1亿)农业转移人口落户
# What joins a number to the next of its list: 10%以上(和)12%以上.
_AND = re.compile(r"(?:和|与|及|以及)$")


class Sentence:
    """One sentence being read."""

    def __init__(
        self,
        text: str,
        offset: int,
        part: Part,
        known: Sequence[Mention],
        inherited: By,
        now: int,
        found: Found,
        scales: Scales,
        *,
        is_cell: bool = False,
        is_note: bool = False,
        is_past: bool = False,
        subject: str = "",
        names: Sequence[str] = (),
    ) -> None:
        self.is_note = is_note
        self.is_past = is_past
        self.text = text
        self.offset = offset
        self.part = part
        self.known = list(known)
        self.inherited = inherited
        self.now = now
        self.found = found
        self.scales = scales
        self.is_cell = is_cell
        self.quantities = [
            with_unit_of_name(each, text) for each in quantities(text) if not self._is_year(each)
        ]
        for number in range(
            len(self.quantities) - 2, -1, -1
        ):  # 40万、50万、60万平方米: one unit for all of a list
            one, two = self.quantities[number], self.quantities[number + 1]
            if one.multiple and not one.unit and text[one.end : two.start] in ("、", "和", "与"):
                self.quantities[number] = replace(one, unit=two.unit)
        self.year_of: dict[int, int] = {}  # 2024年、2025年分别完成300亿元和350亿元
        self.lead = ""  # what stands before the first of these
        self.subject = subject  # of the clause before, for those that leave it out
        self.names = list(names)  # of the last list in which names and numbers pair
        self.stretches = Stretches(text, self.quantities)
        self.reasons = self.stretches.reasons
        self.context: Context | None = None  # of the quantity being read, as far as it was looked at

    def read(self) -> None:
        place = 0
        while place < len(self.quantities):
            run = self.stretches.run(place)
            if len(run) > 1 and place not in self.year_of:
                before = self.text[: self.quantities[place].start]
                years = years_of(before, len(run), self.known, self.inherited, self.now)
                if self._paired(run, before, has_years=bool(years)):
                    place += len(run)
                    continue
                self.year_of |= dict(zip(run, years, strict=False))
                self.lead = self.stretches.around(place)[0]
            self._one(place)
            place += 1
        if self.is_past:
            return
        for each in whole_coverage(self.text, self.offset, self.part, self.known, self.inherited, self.now):
            speaking = (*signs.of_reading(each.rule, each.name, each.by), *self.signs)
            confidence = self.scales.confidence(speaking)
            self.found.targets.append(replace(each, confidence=confidence, signs=speaking))

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """What all quantities of the sentence share that speaks for them or against."""
        end = self.offset + len(self.text)
        return self.scales.of_document + signs.of_sentence(
            self.offset, end, self.part, self.known, self.scales.tones, is_cell=self.is_cell
        )

    def tells_past(self, before: bool) -> bool:
        """Say whether the sentence told only of what has been reached; one without numbers says no more than the one before."""
        reasons = [each for each in self.reasons.values() if each in ("", *past.NO_PROMISE)]
        return all(reasons) if reasons else before

    def _is_year(self, quantity: Quantity) -> bool:
        return any(each.start <= quantity.start < each.end for each in self.known)

    def _one(self, place: int) -> None:
        quantity, self.context = self.quantities[place], None
        left, right = self.stretches.around(place)
        begun = self.stretches.begun(place, left)
        left = self.lead if place in self.year_of and not left else self.stretches.verb(place, left) + left
        if quantity.unit in SHARES and (
            name := covered(self.text[: quantity.start], self.text[quantity.end :])
        ):
            end = quantity.end + len("以上") + len(name.rpartition("覆盖")[2])
            self.reasons[place] = ""
            self._add(place, name, "covered", quantity.start, end, left, right)
            return
        self.context = self._context(place, left, right)
        reason = self.reasons[place] = refusing.why(self.context)
        if reason:
            self.found.passed.append(Passed(quantity, reason, self.part, self.offset))
            return
        name, rule, start, end = called(self.text, quantity, left, right, self.subject, begun)
        if not name or re.fullmatch(r"(?:同比|环比|较?上年|后移|上升|下降|增长|其中)+", name):
            self.found.passed.append(Passed(quantity, "nameless", self.part, self.offset))
            return
        if rule == "share-of":
            self.stretches.shares_of.add(place)
        names = [name]
        if rule.startswith("before"):
            is_one = len(self.stretches.run(place)) == 1  # otherwise 分别 is of several numbers
            said = left if is_one else left.replace("分别", "")
            names = sharing.names_of(name, said, is_change=quantity.unit in SHARES)
        elif rule == "share-of-whole":
            told, whole = name.split("占", 1)
            names = [f"{each}占{whole}" for each in sharing.names_of(told, left)]
        for each in names:
            self._add(place, each, rule, start, end, left, right)
        self.subject = unchanged(names[-1])

    def _add(self, place: int, name: str, rule: str, start: int, end: int, left: str, right: str) -> None:
        quantity = self.quantities[place]
        if not quantity.unit and (told := re.search(r"人次$|(?<=人)数$", name)):
            quantity = replace(quantity, unit={"数": "人"}.get(told.group(), told.group()))
        elif not quantity.unit and quantity.multiple and _POPULATION.match(right):
            quantity = replace(quantity, unit="人")
        is_share = quantity.unit in SHARES
        by = by_of(self.text, quantity.start, self.known, self.inherited, self.now, is_share=is_share)
        stretch = left + right[:6]
        if not by.is_stated and (rule == "share-taken" or is_ongoing(stretch)):
            by = By(Cadence.ONGOING, None, True)
        if place in self.year_of:
            by = By(Cadence.DEADLINE, self.year_of[place])
        falls = bool(FALLS.search(left))
        comparator = compared(quantity, left, right, name)
        is_down = falls or comparator in ("<=", "<") or (comparator == "=" and is_wanted_low(name))
        baseline, year = self._baseline(place)
        before = self.reasons.get(place - 1, "") if place else None
        speaking = (
            *signs.of_reading(rule, name, by),
            *signs.of_quantity(self.context or self._context(place, left, right), before),
            *self.signs,
        )
        self.found.targets.append(
            Target(
                name=name,
                comparator=comparator,
                value=quantity.value,
                value_max=quantity.value_max,
                unit=quantity.unit,
                by=by,
                basis="ratio" if rule == "share-taken" else basis_of(name, quantity, left, by),
                direction=-1 if is_down else 1,
                start=self.offset + start,
                end=self.offset + end,
                confidence=self.scales.confidence(speaking),
                rule=rule,
                part=self.part,
                is_about=quantity.is_about or right.startswith("左右") or left.endswith("约"),
                nature=nature(right),
                baseline=baseline,
                baseline_year=year,
                signs=speaking,
            )
        )

    def _context(self, place: int, left: str, right: str) -> Context:
        quantity = self.quantities[place]
        following = self.quantities[place + 1] if place + 1 < len(self.quantities) else None
        return Context(
            sentence=self.text,
            quantity=quantity,
            left=left,
            right=right,
            before=self.text[: quantity.start],
            after=self.text[quantity.end :],
            following=following,
            known=self.known,
            now=self.now,
            is_background=self.part.role == Role.BACKGROUND,
            is_principle=self.part.role == Role.PRINCIPLE,
            is_note=self.is_note,
            follows_past=self.is_past,
            follows_norm=self.stretches.follows_norm(place),
            ends_in_share=self.stretches.ends_in_share(place),
            follows_reached=self.stretches.follows_reached(place),
            is_within=self.stretches.is_within(place),
        )

    def _paired(self, run: Sequence[int], before: str, *, has_years: bool) -> bool:
        """Read “A、B分别达到95%和85%”; False where names and numbers do not pair."""
        pairs = paired(before, len(run), has_years=has_years)
        if pairs:
            self.names = [name for name, _start in pairs]
        elif len(self.names) == len(run) and (
            are_again(before) or self.reasons.get(run[0] - 1) == "starting-point"
        ):
            pairs = [(name, before.rfind("分别")) for name in self.names]
        is_first = pairs and past.FROM.search(before) and run[-1] + 1 < len(self.quantities)
        if is_first and past.TO.search(self.stretches.gap(run[-1] + 1)):
            self.reasons |= dict.fromkeys(run, "starting-point")  # 分别由60%、70%(提高到80%、85%)
            return True
        last_right = self.stretches.around(run[-1])[1]
        left = before[max(before.rfind(each) for each in "；。：\n") + 1 :]
        for each, (name, start) in zip(run, pairs, strict=False):
            right = _AND.sub("", self.stretches.around(each)[1])
            told = left if name in left else name + left
            self.context = self._context(each, told, right or last_right)
            reason = self.reasons[each] = refusing.why(self.context)
            if reason:
                self.found.passed.append(Passed(self.quantities[each], reason, self.part, self.offset))
                continue
            told_right = right if right[:2] in ("以上", "以下", "以内", "左右") else last_right
            self._add(each, name, "respectively", start, self.quantities[each].end, left, told_right)
        return bool(pairs)

    def _baseline(self, place: int) -> tuple[Decimal | None, int | None]:
        """Return the value from which a promise starts: 由2020年的45%提高到60%."""
        if not place:
            return None, None
        before, this = self.quantities[place - 1], self.quantities[place]
        gap = self.text[before.end : this.start]
        lead = self.text[max(0, before.start - 14) : before.start]
        if not past.FROM.search(lead) or not past.TO.search(gap):
            return None, None
        year = re.search(r"(20\d\d)年", lead)
        return before.value, int(year[1]) if year else None
