"""Who may join, what follows retirement and unemployment, how one leaves, and when a confirmation lapses."""

from datetime import date

import pytest

from yunjiang.registers.members import rules
from yunjiang.registers.members.flow import FLOW, MEANS
from yunjiang.registers.members.models import ChangeReason, MembershipEventKind, WorkState

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("birth_on", "on", "problem"),
    [
        (date(2010, 11, 22), TODAY, ""),  # sixteen today
        (date(2010, 11, 23), TODAY, "too_young"),
        (date(1990, 1, 1), date(2026, 11, 23), "future"),
        (date(2026, 12, 1), TODAY, "unborn"),
        (None, TODAY, ""),
    ],
)
def test_who_may_join(birth_on: date | None, on: date, problem: str) -> None:
    assert rules.joining_problem(birth_on, on, TODAY) == problem


def test_retirement_and_unemployment_keep_the_membership() -> None:
    kept = MembershipEventKind.RETAINED
    assert rules.after_work_state("current", WorkState.RETIRED) == (kept, ChangeReason.RETIRED)
    assert rules.after_work_state("current", WorkState.UNEMPLOYED) == (kept, ChangeReason.UNEMPLOYED)


@pytest.mark.parametrize("work_state", [WorkState.EARLY, WorkState.WAITING, WorkState.SICK, WorkState.OTHER])
def test_early_leave_waiting_and_sickness_change_nothing(work_state: str) -> None:
    assert rules.after_work_state("current", work_state) is None


def test_work_brings_back_who_was_kept() -> None:
    assert rules.after_work_state("retained", WorkState.WORKING) == (
        MembershipEventKind.RESTORED,
        ChangeReason.RE_EMPLOYED,
    )


def test_the_moves_of_a_record_are_the_turns_of_the_rules() -> None:
    for move in FLOW.moves:
        if move.code in MEANS:
            kind, reason = MEANS[move.code]
            turn = rules.TURNS[kind]
            assert set(move.sources) <= set(turn.sources), move.code
            assert (move.target, move.needs_reason) == (turn.target, turn.needs_note), move.code
            assert not reason or reason in turn.reasons, move.code


def test_a_confirmation_holds_twelve_months() -> None:
    assert rules.lapses_on(date(2025, 3, 1)) == date(2026, 3, 1)
    assert rules.lapses_on(date(2024, 2, 29)) == date(2025, 3, 1)


def test_a_transfer_is_due_so_many_days_after_its_start() -> None:
    assert rules.due_on(date(2026, 1, 1), 15) == date(2026, 1, 16)
