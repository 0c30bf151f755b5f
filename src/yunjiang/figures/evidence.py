"""Reported beside evidenced: the same formula over what units said and over what registers hold, and the evidence rate.

The evidence rate (佐证率) is what registers hold of what was reported, in per cent: of quantities their values, of ratios and
shares their numerators, since ratios do not divide into one another. It is beyond 100 where registers hold more than was told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from yunjiang.figures.figure import Figure
from yunjiang.figures.queries import TO_DATE, compute_many
from yunjiang.ledger.models import Channel, DataSet
from yunjiang.plans.document import Indicator


@dataclass(frozen=True)
class Evidence:
    """One indicator at one organization on both channels. Published values have no register: `evidenced` has no entry then."""

    reported: Figure
    evidenced: Figure

    @property
    def has_register(self) -> bool:
        """Say whether any register holds something of it."""
        return self.evidenced.entry_count > 0

    @property
    def rate(self) -> Decimal | None:
        """Return the evidence rate in per cent; None where one side is not known or nothing was reported to be evidenced."""
        said, held = _quantity(self.reported), _quantity(self.evidenced)
        if not self.has_register or held is None or not said:
            return None
        return held * 100 / said

    @property
    def difference(self) -> Decimal | None:
        """Return what was reported beyond what registers hold, in the indicator's unit (points for ratios)."""
        if self.reported.value is None or self.evidenced.value is None:
            return None
        return self.reported.value - self.evidenced.value


def evidence(
    indicators: Sequence[Indicator],
    organizations: Sequence[int],
    *,
    on: date,
    data_set: str,
    position: int | None = None,
) -> dict[tuple[str, int], Evidence]:
    """Return both sides of every indicator to date at every organization, by (code, organization id); one run of the engine."""
    told = [replace(each, channel=Channel.REPORTED.value) for each in indicators]
    held = [replace(each, channel=Channel.EVIDENCED.value) for each in indicators]
    reported, evidenced = compute_many(
        [(told, TO_DATE), (held, TO_DATE)], organizations, on=on, data_set=data_set, position=position
    )
    if data_set == DataSet.PUBLISHED:  # read as stated: there is one channel only
        evidenced = {place: replace(figure, value=None, entry_count=0) for place, figure in evidenced.items()}
    return {place: Evidence(reported[place], evidenced[place]) for place in reported}


def _quantity(figure: Figure) -> Decimal | None:
    return figure.value if figure.denominator is None else figure.numerator
