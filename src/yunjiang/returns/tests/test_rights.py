"""Who may do what to a return: every person of the cast at every door."""

import pytest

from yunjiang.access import services as access
from yunjiang.access.models import Role
from yunjiang.returns import lists, rights
from yunjiang.returns.tests.world import FIRST_DAY

EVERYBODY = ("office", "clerk", "clerks", "neighbour", "reviewer", "lead", "auditor", "stranger")


@pytest.fixture
def cast(world):
    world.people["stranger"] = access.create_person(
        "stranger", "", name="stranger", organization=None, is_password_checked=False
    )
    world.open("2024")
    return world


def who(cast, may, thing) -> set[str]:
    return {name for name in EVERYBODY if may(cast.people[name], thing)}


def section(cast, indicator):
    return (
        cast.report("wuhua")
        .sections.select_related("lead", "report__cycle__plan_version__plan__owner")
        .get(indicator=indicator)
    )


def test_officers_fill_in_their_own_units(cast):
    assert who(cast, rights.may_fill, cast.report("wuhua")) == {"clerk", "clerks"}
    assert who(cast, rights.may_fill, cast.report("qilin")) == {"clerks", "neighbour"}


def test_nobody_fills_in_what_was_handed_in(cast):
    cast.fill_all("wuhua")
    cast.submit("wuhua")
    assert who(cast, rights.may_fill, cast.report("wuhua")) == set()
    assert who(cast, rights.may_withdraw, cast.report("wuhua")) == {"clerk", "clerks"}


def test_the_desk_reviews_and_the_office_may_in_its_place(cast):
    assert who(cast, rights.may_review, cast.report("wuhua")) == set()
    cast.fill_all("wuhua")
    cast.submit("wuhua")
    assert who(cast, rights.may_review, cast.report("wuhua")) == {"reviewer", "office"}


def test_who_submitted_may_neither_review_nor_accept(cast):
    cast.fill_all("wuhua")
    cast.submit("wuhua", by="reviewer")
    assert who(cast, rights.may_review, cast.report("wuhua")) == {"office"}


def test_leads_accept_their_own_sections_and_the_office_any(cast):
    cast.fill_all("wuhua")
    cast.submit("wuhua")
    assert who(cast, rights.may_accept, section(cast, "1.1.1")) == set()
    cast.approve("wuhua")
    assert who(cast, rights.may_accept, section(cast, "1.1.1")) == {"lead", "office"}
    assert who(cast, rights.may_accept, section(cast, "1.1.3")) == {"office"}
    cast.accept("wuhua")
    assert who(cast, rights.may_accept, section(cast, "1.1.1")) == set()
    assert who(cast, rights.may_reopen, section(cast, "1.1.1")) == {"lead", "office"}
    assert who(cast, rights.may_reopen, section(cast, "1.1.3")) == {"office"}


def test_a_lead_department_of_a_prefecture_accepts_nothing_for_the_provinces(cast):
    other = access.create_person("other", "", name="other", organization=None, is_password_checked=False)
    access.assign(other, Role.LEAD_DEPARTMENT, cast.units["kunming"], valid_from=FIRST_DAY)
    cast.fill_all("wuhua")
    cast.submit("wuhua")
    cast.approve("wuhua")
    assert not rights.may_accept(other, section(cast, "1.1.1"))


def test_a_lead_reads_the_sections_it_leads_and_nothing_else(cast):
    report = cast.report("wuhua")
    assert who(cast, rights.may_read, report) == {"office", "clerk", "clerks", "reviewer", "lead", "auditor"}
    assert who(cast, rights.may_read_whole, report) == {"office", "clerk", "clerks", "reviewer", "auditor"}
    assert rights.readable_sections(cast.people["lead"], report) == {"1.1.1"}
    assert rights.readable_sections(cast.people["office"], report) is None
    assert rights.readable_sections(cast.people["neighbour"], report) == frozenset()


def test_the_list_shows_what_may_be_read(cast):
    cycle = cast.cycles["2024"]
    shown = {
        name: {each.organization.key for each in lists.readable(cast.people[name], cycle)}
        for name in EVERYBODY
    }
    assert shown["neighbour"] == {"530302"}
    assert shown["reviewer"] == {"530100", "530102", "530103"}
    assert shown["lead"] == {"530102", "530103", "530302", "yn-zgh"}
    assert len(shown["office"]) == 6
    assert shown["stranger"] == set()


def test_only_the_office_manages_cycles(cast):
    assert who(cast, rights.may_manage, cast.cycles["2024"]) == {"office"}
