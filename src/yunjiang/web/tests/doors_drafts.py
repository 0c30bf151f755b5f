"""What of drafts of plans is Kunming's in the trial of doors: one in work and one ready, marked in every text."""

import io
from dataclasses import dataclass

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.plans.drafts import beginning, deciding, queries
from yunjiang.plans.drafts.models import Draft

TEXT = """{mark}市技能提升行动方案（2024—2026年）
一、主要任务
（一）{mark}技能培训。到2026年，{mark}技能培训累计达到5万人次。
（二）{mark}技能竞赛。到2026年，{mark}技能竞赛不少于20场。{more}
"""


@dataclass(frozen=True)
class Drafts:
    """A draft with one item decided on, an item of it that is open, and a draft in which all is decided."""

    draft: Draft
    item: int
    ready: Draft

    def aimed(self, name: str) -> dict[str, object]:
        """Return what the parameters of an address of drafts stand for."""
        return {
            "draft": (self.ready if name == "draft-publish" else self.draft).pk,
            "item": self.item,
            "piece": 0,
        }


def begin(unit: Organization, mark: str, by: User) -> Drafts:
    """Let somebody read two documents of a unit."""
    draft = read(unit, "in-work", TEXT.format(mark=mark, more=""), by)
    ready = read(unit, "ready", TEXT.format(mark=mark, more="加强领导。"), by)
    decided, item = list(queries.items(draft))[:2]
    deciding.reject(decided, mark, by=by.username)
    deciding.accept_sure(ready, 0, by=by.username)
    return Drafts(draft, item.pk, ready)


def read(unit: Organization, code: str, text: str, by: User) -> Draft:
    """Read a document that came as a file."""
    name = f"{text[:2]}.txt"
    return beginning.begin(io.BytesIO(text.encode()), name=name, code=code, owner=unit, by=by.username)
