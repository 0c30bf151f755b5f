"""Which firm a written place of work is: of the union's own, by exact name or code, and never guessed."""

import pytest
from django.utils import timezone

from yunjiang.registers.kit import facts, scope, writing
from yunjiang.registers.members import workplaces
from yunjiang.registers.members.models import Membership
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.test_sheet import commit, row
from yunjiang.registers.members.tests.world import World, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

CODE = "91530102MB0000001X"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """The mill's union covers two firms of different and one of the same name twice; another union covers others."""
    made = furnish()
    firms = [
        (made.tree.kunming.pk, "五华区纺织厂", CODE),
        (made.tree.qujing.pk, "重名公司", "91530102MB00000020"),
        (made.tree.wuhua.pk, "重名公司", "91530102MB00000039"),
    ]
    told = {made.mill.pk: {"firms": firms}, made.mine.pk: {"firms": [(made.tree.qujing.pk, "曲靖煤矿", "X")]}}
    monkeypatch.setattr(
        facts, "_tellers", {"covered_firms": lambda units, _day: {u: told[u] for u in units if u in told}}
    )
    return made


def test_name_and_code_find_the_firm_and_nothing_else_does(world: World) -> None:
    mill, today = world.mill.pk, timezone.localdate()
    texts = ["五华区纺织厂", "五华区 纺织厂", CODE.lower(), "纺织厂", "重名公司", "曲靖煤矿", " "]
    found = workplaces.resolve([(mill, each) for each in texts], today)
    assert {text: found.get((mill, text)) for text in texts} == {
        "五华区纺织厂": world.tree.kunming.pk,
        "五华区 纺织厂": world.tree.kunming.pk,
        CODE.lower(): world.tree.kunming.pk,
        "纺织厂": None,
        "重名公司": None,
        "曲靖煤矿": None,
        " ": None,
    }


def test_a_sheet_says_which_firm_and_what_it_does_not_know_is_listed(world: World) -> None:
    commit(world, row(world, 1), row(world, 2, **{"工作单位(全称)": "重名公司"}))
    known, unknown = (Membership.objects.get(work_place=each) for each in ("五华区纺织厂", "重名公司"))
    assert (known.enterprise_id, unknown.enterprise_id) == (world.tree.kunming.pk, None)
    path = scope.path_of(world.mill.pk)
    assert workplaces.open_ones(world.mill.pk, path) == [("重名公司", 1)]
    commit(world, row(world, 1, **{"工作单位(全称)": "别的公司"}), row(world, 2))
    known.refresh_from_db()
    unknown.refresh_from_db()
    assert (known.enterprise_id, unknown.enterprise_id) == (None, world.tree.kunming.pk)


def test_at_the_counter_and_in_the_form_as_well(world: World) -> None:
    member = world.enrol(1)
    assert member.enterprise_id == world.tree.kunming.pk
    other = world.enrol(2, work_place="纺织")
    assert other.enterprise_id is None
    writing.change(Members, other, {"work_place": "五华区纺织厂"}, by=world.chief)
    other.refresh_from_db()
    assert other.enterprise_id == world.tree.kunming.pk
