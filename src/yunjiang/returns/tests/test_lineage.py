"""From the ledger back to the cell, its change, the file and the person; exact for every revision."""

from decimal import Decimal

from yunjiang.files.models import KeptFile
from yunjiang.returns import filling, lineage, workflow
from yunjiang.returns.filling import Answer, Spot
from yunjiang.returns.models import Origin, Upload
from yunjiang.returns.tests.world import WHY

SOURCE = "return:small/2024/530102/1.1.1"


def test_a_number_leads_back_to_where_it_was_read(world):
    cycle = world.open("2024")
    world.fill_all("wuhua")
    upload = Upload.objects.create(
        cycle=cycle,
        organization=world.units["wuhua"],
        file=KeptFile.objects.create(digest="0" * 64, size=1, media_type="x"),
        name="五华区.xlsx",
        by=world.people["clerk"],
        is_taken=True,
        changed_count=1,
    )
    filling.save(
        world.report("wuhua"),
        {"proposals": Answer(Decimal(42), explanation=WHY)},
        by=world.people["clerk"],
        origin=Origin.WORKBOOK,
        spots={"proposals": Spot(upload, "年报", 7, "D")},
    )
    world.submit("wuhua")
    world.approve("wuhua")
    world.accept("wuhua")
    (origin,) = lineage.origin_of(SOURCE)
    assert (origin.question, origin.value, origin.by) == ("proposals", "42", "clerk")
    assert (origin.upload.name, origin.sheet, origin.row, origin.column) == ("五华区.xlsx", "年报", 7, "D")
    assert origin.submitted.by.username == "clerk"
    assert origin.is_live


def test_an_older_revision_keeps_its_own_origin(world):
    world.open("2024")
    world.post("wuhua", proposals=5)
    workflow.reopen(world.report("wuhua"), ["1.1.1"], world.people["office"], "报错了")
    world.fill("wuhua", proposals=6, by="clerks")
    (taken_back,) = lineage.origin_of(SOURCE)
    assert (taken_back.value, taken_back.by, taken_back.is_live) == ("5", "clerk", False)
    world.submit("wuhua")
    world.approve("wuhua")
    world.accept("wuhua")
    (now,) = lineage.origin_of(SOURCE)
    (then,) = lineage.origin_of(SOURCE, revision=1)
    assert (now.value, now.by, then.value) == ("6", "clerks", "5")


def test_an_explanation_alone_is_no_origin_of_a_number(world):
    world.open("2024")
    world.fill_all("wuhua", proposals=5)
    filling.save(
        world.report("wuhua"),
        {"proposals": Answer(Decimal(5), explanation=WHY + "。")},
        by=world.people["clerks"],
        origin=Origin.TYPED,
    )
    world.submit("wuhua")
    world.approve("wuhua")
    world.accept("wuhua")
    assert lineage.origin_of(SOURCE)[0].by == "clerk"


def test_nothing_leads_back_from_other_sources(world):
    assert lineage.origin_of("file:1") == []
