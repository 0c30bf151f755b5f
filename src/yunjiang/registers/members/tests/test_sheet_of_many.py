"""A sheet of many unions from a county, a prefecture or the province, and a union's own columns in it."""

import io
from collections.abc import Sequence
from datetime import date

import pytest

from yunjiang.access.models import User
from yunjiang.access.tests import cast
from yunjiang.organizations.models import Kind, Organization
from yunjiang.registers.kit import extras
from yunjiang.registers.kit.intake import checking, committing, receiving, undoing
from yunjiang.registers.kit.models import ExtraKind, IntakeBatch
from yunjiang.registers.members.models import Membership
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def brought(
    world: World, unit: Organization, by: User, unions: Sequence[str], **more: Sequence[str]
) -> IntakeBatch:
    """Check a sheet that names a union in each row; `more` are further columns."""
    lines = [",".join(["姓名", "证件号码", "所属工会", *more])]
    for serial, union in enumerate(unions, 1):
        cells = [column[serial - 1] for column in more.values()]
        lines.append(",".join([f"张例{'甲乙丙丁戊己'[serial]}", world.number(serial), union, *cells]))
    file = io.BytesIO("\n".join(lines).encode())
    batch = receiving.receive(Members, unit, file, "会员.csv", by=by)
    checking.check(batch)
    return batch


def told(batch: IntakeBatch) -> list[tuple[int, str]]:
    return [(each["row"], each["code"]) for each in batch.summary["problems"]]


@pytest.mark.parametrize("above", ["wuhua", "kunming", "province"])
def test_a_sheet_names_the_union_of_each_row(world: World, above: str) -> None:
    unit = getattr(world.tree, above)
    keeper = world.clerk if above == "wuhua" else world.chief
    batch = brought(world, unit, keeper, ["五华区纺织厂工会", "u-riders", "五华区外卖配送行业工会"])
    assert told(batch) == []
    committing.commit(batch, keeper)
    found = Membership.objects.values_list("person_name", "organization__key")
    assert dict(found) == {"张例乙": "u-mill", "张例丙": "u-riders", "张例丁": "u-riders"}


def test_a_row_without_a_union_or_with_one_elsewhere_is_told(world: World) -> None:
    batch = brought(
        world, world.tree.wuhua, world.clerk, ["", "曲靖市煤矿工会", "五华区没有的工会", "五华区", "u-mill"]
    )
    assert told(batch) == [(2, "no_union"), (3, "unit_elsewhere"), (4, "unit_unknown"), (5, "no_union")]
    assert {each["column"] for each in batch.summary["problems"]} == {"organization"}


def test_a_name_that_two_unions_have_is_told_and_the_code_decides(world: World) -> None:
    for key, parent in (("u-twin-1", world.tree.wuhua), ("u-twin-2", world.tree.wuhua)):
        cast.plant(key, "印刷厂工会", Kind.UNION, parent)
    cast.plant("u-twin-3", "印刷厂工会", Kind.UNION, world.tree.qujing)
    batch = brought(world, world.tree.wuhua, world.clerk, ["印刷厂工会", "u-twin-2", "u-mill"])
    assert told(batch) == [(2, "unit_ambiguous")]
    # Of three so called, one is whose records this officer keeps.
    one = brought(world, world.tree.qujing, world.far, ["印刷厂工会"])
    assert told(one) == []


def test_a_local_column_comes_in_and_is_taken_back(world: World) -> None:
    since = date(2024, 1, 1)
    extras.declare(Members, world.mill, "shift", "班次", ExtraKind.TEXT, by=None, since_on=since)

    def bring(shift: str) -> IntakeBatch:
        batch = brought(world, world.mill, world.clerk, ["u-mill"], 班次=[shift])
        committing.commit(batch, world.clerk)
        return batch

    bring("早班")
    member = Membership.objects.get()
    assert member.extra == {"shift": "早班"}
    second = bring("晚班")
    member.refresh_from_db()
    assert (second.changed_count, member.extra, member.revision) == (1, {"shift": "晚班"}, 2)
    undoing.undo(second, world.clerk)
    member.refresh_from_db()
    assert (member.extra, member.revision) == ({"shift": "早班"}, 3)
