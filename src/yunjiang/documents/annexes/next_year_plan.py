"""下一年度工作计划表: the tasks of next year, by initiative."""

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Annex
from yunjiang.documents.tables import next_year


def annex(draft: Draft) -> Annex | None:
    """Annex next year's plan; nothing once the plan's last year is over or when nothing is left to do."""
    material = draft.material
    if material.is_over or not next_year.planned(draft):
        return None
    return Annex(f"{material.on.year + 1}年度工作计划表", (next_year.next_year(draft),))
