"""指标完成情况明细表."""

from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Annex
from yunjiang.documents.tables import indicators


def annex(draft: Draft) -> Annex | None:
    """Annex the detailed table of the unit's indicators."""
    if not draft.material.appraisals:
        return None
    return Annex("指标完成情况明细表", (indicators.detailed(draft),))
