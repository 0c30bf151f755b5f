"""Every indicator at every unit below, as marks."""

from yunjiang.documents import ranking
from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Annex
from yunjiang.documents.tables import units


def annex(draft: Draft) -> Annex | None:
    """Annex the matrix when there are units below and they fit beside each other."""
    peers = ranking.peers(draft.material)
    if not peers or len(peers) > units.MATRIX_WIDTH or not draft.material.appraisals:
        return None
    counter = ranking.counter([unit for unit, _ in peers])
    return Annex(f"各{counter}指标评价一览表", (units.matrix(draft),))
