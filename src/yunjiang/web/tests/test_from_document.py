"""The same hour: a document is read, decided on and published; it stands on the first page, is reported on, and has figures."""

from decimal import Decimal

import pytest
from django.test import Client

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.ledger.models import DataSet
from yunjiang.plans.drafts import deciding, publishing, queries
from yunjiang.plans.drafts.beginning import begin
from yunjiang.plans.drafts.refusals import OpenItems
from yunjiang.returns import cycles, filling, outlining, workflow
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Cycle, Origin, Return, Rhythm
from yunjiang.standards import periods
from yunjiang.web.components.overview import Row

TEXT = (
    "云南省技能提升行动方案（2022—2024年）\n一、扩大培训规模\n（一）大规模培训。三年累计培训职工3万人次。\n"
    "（二）培育工匠。高技能人才占技能人才的比例达到32%。\n（三）稳定增长。工业增加值年均增长6%。\n"
    "二、保障措施\n（一）加强督查。每年12月底前向省产改办报送进展情况。\n"
)
WHY = "已同原始记录逐项核对，口径与往年一致"


@pytest.fixture
def cast(db: None) -> Cast:
    return casting.assemble()


def rows(client: Client) -> dict[str, Row]:
    answer = client.get("/", {"unit": "530000", "on": "2023-12-31", "data": "operational"})
    assert answer.status_code == 200
    return {row.name: row for group in answer.context["overview"].groups for row in group.rows}


def report(cycle: Cycle, cast: Cast, values: dict[str, int]) -> None:
    """Bring the return of Qujing all the way into the ledger."""

    def found() -> Return:
        rows = Return.objects.select_related(
            "cycle__plan_version__plan__owner", "place", "organization", "desk"
        )
        return rows.get(cycle=cycle, organization=cast.qujing)

    assert set(found().cells.values_list("question__code", flat=True)) == set(values)
    answers = {code: Answer(Decimal(value), False, WHY) for code, value in values.items()}
    filling.save(found(), answers, by=cast.clerk, origin=Origin.TYPED)
    workflow.submit(found(), cast.clerk)
    workflow.accept(found(), None, cast.owner)


@pytest.mark.postgres
def test_a_document_becomes_a_plan_that_is_reported_on(cast: Cast, client: Client) -> None:
    draft = begin(TEXT, code="skills", owner=cast.province, by="owner")
    with pytest.raises(OpenItems):
        publishing.publish(draft, by="owner")
    deciding.accept_sure(draft, 0, by="owner")
    for each in queries.items(draft).filter(verdict="open"):
        deciding.accept(each, by="owner")
    version = publishing.publish(draft, by="owner")
    client.force_login(cast.owner)
    shown = rows(client)
    assert len(shown) == 3
    assert {row.mark.shape for row in shown.values()} == {"○"}  # not behind: nothing was asked yet
    planned = outlining.outline(version, Rhythm.ANNUAL, periods.parse("2023"), DataSet.OPERATIONAL)
    assert [each.standing.short_name for each in planned.units] == ["云南省", "昆明市", "曲靖市"]
    cycle = cycles.open_cycle(
        version, Rhythm.ANNUAL, periods.parse("2023"), DataSet.OPERATIONAL, by=cast.owner
    )
    report(cycle, cast, {"skills_1_1_1": 9000, "skills_1_2_1_part": 320, "skills_1_2_1_whole": 1000})
    shown = rows(client)
    assert (shown["培训职工"].value.text, shown["培训职工"].completion) == ("9,000", "30%")
    assert shown["高技能人才占技能人才的比例"].value.text == "32"
