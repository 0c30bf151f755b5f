"""A document of Kunming, read into a draft that the provincial office reviews."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.plans.drafts import beginning, queries
from yunjiang.plans.drafts.models import Draft, DraftItem

TEXT = """昆明市技能提升行动方案（2024—2026年）
昆政办发〔2024〕8号
一、主要任务
（一）技能培训。到2026年，职业技能培训累计达到5万人次，其中女职工参加
培训不少于1万人次。截至2023年底，全市有企业1200家。（牵头单位：市总工会）
（二）技能竞赛。每年技能竞赛不少于20场。
二、保障措施
（一）加强领导。各县（市、区）每年12月底前向市总工会报送工作总结。
指标\t单位\t2023年\t2026年
技能人才总量\t万人\t40\t55
"""


@dataclass(frozen=True)
class Desk:
    """A draft, and the browser of the provincial office, which may review it."""

    cast: Cast
    draft: Draft
    office: Client

    def at(self, page: str = "") -> str:
        return f"/plans/drafts/{self.draft.pk}/{page}"

    def item(self, name: str) -> DraftItem:
        """Return the item whose name holds a text."""
        return next(each for each in queries.items(self.draft) if name in each.values["name"])

    def decide(self, decision: str, item: DraftItem, **more: Any) -> Any:
        """Send a decision as the script does."""
        sent = {"item": item.pk, "decision": decision, **more}
        return self.office.post(self.at("decide/"), sent, headers={"HX-Request": "true"})

    def part(self, page: str, **sent: Any) -> Any:
        """Ask for a part of the page as the script does."""
        return self.office.get(self.at(page), sent, headers={"HX-Request": "true"})

    def send(self, page: str, **sent: Any) -> Any:
        """Send a form as the script does."""
        return self.office.post(self.at(page), sent, headers={"HX-Request": "true"})


@pytest.fixture
def desk(db: None, client: Client) -> Desk:
    cast = casting.assemble()
    draft = beginning.begin(TEXT, code="kunming-skills", owner=cast.kunming, by="owner")
    client.force_login(cast.owner)
    return Desk(cast, draft, client)
