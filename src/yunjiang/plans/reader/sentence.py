"""One sentence being read: its quantities, which of them are promises, and what each promise says."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from . import naming, past, refusing
from .calling import called, unchanged
from .clauses import COMMAS, listed, parted
from .comparing import FALLS, basis_of, compared, nature
from .confidence import confidence
from .context import Context
from .coverage import covered, whole_coverage
from .periods import By, Cadence, Mention, by_of, is_ongoing
from .promises import Found, Passed, Target
from .quantities import Quantity, quantities
from .row_reading import with_unit_of_name
from .structure import Part, Role
from .units import SHARES

# Numbers that belong to the name of what follows: 65岁以上老年人健康管理率, 一次能源消费比重, 三级及以上公路.
_ATTRIBUTES = ("scope", "age", "name", "technical", "single", "own-part", "date", "no-unit", "term")


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
        *,
        is_note: bool = False,
        is_past: bool = False,
        subject: str = "",
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
        self.subject = subject  # of the clause before, for those that leave it out
        self.reasons: dict[int, str] = {}
        self.shares_of: set[int] = set()  # 90%以上的行政村…: what follows in the clause says of which

    def read(self) -> None:
        place = 0
        while place < len(self.quantities):
            run = self._run(place)
            if len(run) > 1 and self._paired(run):
                place += len(run)
                continue
            if len(run) > 1 and (years := self._years_of(run)):
                self.year_of |= dict(zip(run, years, strict=True))
            self._one(place)
            place += 1
        self.found.targets += whole_coverage(
            self.text, self.offset, self.part, self.known, self.inherited, self.now
        )

    def tells_past(self, before: bool) -> bool:
        """Say whether the sentence told only of what has been reached; one without numbers says no more than the one before."""
        reasons = [each for each in self.reasons.values() if each in ("", "reached")]
        return all(each == "reached" for each in reasons) if reasons else before

    def _is_year(self, quantity: Quantity) -> bool:
        return any(each.start <= quantity.start < each.end for each in self.known)

    def _one(self, place: int) -> None:
        quantity = self.quantities[place]
        left, right = self._around(place)
        if quantity.unit in SHARES and (
            name := covered(self.text[: quantity.start], self.text[quantity.end :])
        ):
            end = quantity.end + len("以上") + len(name.rpartition("覆盖")[2])
            self.reasons[place] = ""
            self._add(place, name, "covered", quantity.start, end, left, right)
            return
        reason = self.reasons[place] = refusing.why(self._context(place, left, right))
        if reason:
            self.found.passed.append(Passed(quantity, reason, self.part))
            return
        name, rule, start, end = called(
            self.text, quantity, left, right, self.subject, self._begun(place, left)
        )
        if not name or re.fullmatch(r"(?:同比|环比|较?上年|后移|上升|下降|增长|其中)+", name):
            self.found.passed.append(Passed(quantity, "nameless", self.part))
            return
        if rule == "share-of":
            self.shares_of.add(place)
        is_of_each = bool(re.search(r"(?:均|都)(?:[比较]20\d\d年)?[^，；、]{0,6}$", left))
        names = [name]
        if rule.startswith("before"):
            names = naming.of_each(name) if is_of_each or quantity.unit in SHARES else []
            names = names or naming.siblings(name, is_of_each=is_of_each)
        for each in names:
            self._add(place, each, rule, start, end, left, right)
        self.subject = unchanged(names[-1])

    def _add(self, place: int, name: str, rule: str, start: int, end: int, left: str, right: str) -> None:
        quantity = self.quantities[place]
        if not quantity.unit and (told := re.search(r"人次$|(?<=人)数$", name)):
            quantity = replace(quantity, unit={"数": "人"}.get(told.group(), told.group()))
        is_share = quantity.unit in SHARES
        by = by_of(self.text, quantity.start, self.known, self.inherited, self.now, is_share=is_share)
        stretch = left + right[:6]
        if not by.is_stated and (rule == "share-taken" or is_ongoing(stretch)):
            by = By(Cadence.ONGOING, None, True)
        if place in self.year_of:
            by = By(Cadence.DEADLINE, self.year_of[place])
        falls = bool(FALLS.search(left))
        comparator = compared(quantity, left, right, name)
        baseline, year = self._baseline(place)
        self.found.targets.append(
            Target(
                name=name,
                comparator=comparator,
                value=quantity.value,
                value_max=quantity.value_max,
                unit=quantity.unit,
                by=by,
                basis="ratio" if rule == "share-taken" else basis_of(name, quantity, left, by),
                direction=-1 if falls or comparator in ("<=", "<") else 1,
                start=self.offset + start,
                end=self.offset + end,
                confidence=confidence(quantity, rule, by, self.part.role, self.text[start:end]),
                rule=rule,
                part=self.part,
                is_about=quantity.is_about or right.startswith("左右") or left.endswith("约"),
                nature=nature(right),
                baseline=baseline,
                baseline_year=year,
            )
        )

    def _around(self, place: int) -> tuple[str, str]:
        """Return what stands before and after a quantity, each to the end of its clause or to the neighbour quantity's clause."""
        quantity = self.quantities[place]
        first = 0
        for position in range(quantity.start - 1, -1, -1):
            if self.text[position] in COMMAS:
                first = position + 1
                break
        if place:
            before = self.quantities[place - 1]
            gap = self.text[before.end : quantity.start]
            if before.end > first and self.reasons.get(place - 1) == "starting-point":
                # 床位数由2020年的6.1张提高到7.2张: the name stands before the number it starts from.
                lead = past.FROM.search(self.text[first : before.start])
                if lead is None and past.MOVED.match(gap):
                    return gap[1:], self._right(place)
                return self.text[first : first + lead.start() if lead else before.start] + gap, self._right(
                    place
                )
            belongs = self.reasons.get(place - 1) in _ATTRIBUTES and "、" not in gap
            if before.end > first and not belongs:
                first = before.end + parted(gap)
        return self.text[first : quantity.start], self._right(place)

    def _right(self, place: int) -> str:
        quantity = self.quantities[place]
        last = len(self.text)
        for position in range(quantity.end, len(self.text)):
            if self.text[position] in COMMAS:
                last = position
                break
        whole = self.text[quantity.end : last]
        if any(each.match(whole) for each in (naming.SIZED, naming.AGED, naming.QUALIFIED)):
            return whole
        if place + 1 < len(self.quantities) and self.quantities[place + 1].start < last:
            gap_end = self.quantities[place + 1].start
            comma = self.text.find("、", quantity.end, gap_end)
            is_quoted = (
                "“" in self.text[quantity.end : gap_end] and "”" not in self.text[quantity.end : gap_end]
            )
            if comma >= 0 or not is_quoted:
                last = comma if comma >= 0 else gap_end
        return self.text[quantity.end : last]

    def _context(self, place: int, left: str, right: str) -> Context:
        quantity = self.quantities[place]
        following = self.quantities[place + 1] if place + 1 < len(self.quantities) else None
        within = place - 1 in self.shares_of and not re.search(
            r"[，、。；]|[和与及]$", self.text[self.quantities[place - 1].end : quantity.start]
        )
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
            follows_norm=self._follows_norm(place),
            ends_in_share=self._ends_in_share(place),
            follows_reached=self.reasons.get(place - 1) == "reached"
            and "）" not in self.text[self.quantities[place - 1].end : quantity.start],
            is_within=within,
        )

    def _follows_norm(self, place: int) -> bool:
        if not place or self.reasons.get(place - 1) != "standard":
            return False
        before, this = self.quantities[place - 1], self.quantities[place]
        gap = self.text[before.end : this.start]
        return before.unit == this.unit and bool(re.fullmatch(r"(?:以上|以下)?[、，][^，。；]{0,12}", gap))

    def _ends_in_share(self, place: int) -> bool:
        last = place
        while last + 1 < len(self.quantities) and not re.search(
            r"[，。；：]", self.text[self.quantities[last].end : self.quantities[last + 1].start]
        ):
            last += 1
        return last > place and self.quantities[last].unit in SHARES

    def _begun(self, place: int, left: str) -> int:
        """Return where the words begin that stand before a quantity."""
        if place and self.reasons.get(place - 1) == "starting-point":
            return max(self.text.rfind(left[:4], 0, self.quantities[place - 1].start), 0) if left[:4] else 0
        return self.quantities[place].start - len(left)

    def _run(self, place: int) -> list[int]:
        """Return the numbers of quantities that follow each other as one list: 95%、85%和80%以上."""
        run = [place]
        while run[-1] + 1 < len(self.quantities):
            this, following = self.quantities[run[-1]], self.quantities[run[-1] + 1]
            gap = self.text[this.end : following.start]
            if not re.fullmatch(
                r"(?:以上|以下|左右|以内)?(?:[、，]|和|与|及|以及)(?:达到|提高到|达|为)?", gap
            ):
                break
            run.append(run[-1] + 1)
        return run

    def _paired(self, run: Sequence[int]) -> bool:
        """Read “A、B分别达到95%和85%”; False where names and numbers do not pair."""
        first = self.quantities[run[0]]
        begun = max(self.text.rfind(each, 0, first.start) for each in "；。：\n")
        left = self.text[begun + 1 : first.start]
        told, split, _rest = left.rpartition("分别")
        if not split:
            return False
        goal = list(re.finditer(r"年(?:底|末|前)?，", told))
        told = told[goal[-1].end() :] if goal else told
        names = listed(told.rpartition("，")[2])
        if len(names) != len(run):
            names = listed(told)
        if len(names) != len(run):
            return False
        places = [self.text.rfind(each, 0, first.start) for each in names]
        names = naming.with_shared_noun(names)
        whose = re.match(r"(.*?(?:的|学校|企业|人口|居民|农村|城镇))", names[0])
        for number, (each, name) in enumerate(zip(run, names, strict=True)):
            _left, right = self._around(each)
            last_right = self._around(run[-1])[1]
            if number and len(name) <= 4 and naming.is_rate(name) and whose:
                name = whose[1] + name
            context = self._context(each, left, right or last_right)
            reason = refusing.why(context)
            if reason:
                self.found.passed.append(Passed(self.quantities[each], reason, self.part))
                continue
            told_right = right if right[:2] in ("以上", "以下", "以内", "左右") else last_right
            start = places[number] if places[number] >= 0 else first.start
            self._add(each, name, "respectively", start, self.quantities[each].end, left, told_right)
        return True

    def _years_of(self, run: Sequence[int]) -> list[int]:
        """Return the years that values of a list are of, one each: 2024年、2025年分别, 三年分别 of a plan of three years."""
        before = self.text[: self.quantities[run[0]].start]
        split = before.rfind("分别")
        if split < 0 or re.search(r"[；。]", before[split:]):
            return []
        years = [
            each.year for each in self.known if each.end <= split and not each.is_past and not each.first
        ]
        if len(years) == len(run) and years == sorted(set(years)):
            return years
        count = re.search(r"([两三四五])年(?:内)?$", before[:split])
        last = self.inherited.year
        if count and last and "两三四五".index(count[1]) + 2 == len(run) == last - self.now + 1:
            return list(range(self.now, last + 1))
        return []

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
