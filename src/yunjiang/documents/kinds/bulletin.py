"""情况通报: how the units below stand, named, on comparable ground only."""

from yunjiang.documents.annexes import data_notes, published_sources, unit_matrix
from yunjiang.documents.chapters import (
    demands,
    good_practice,
    lead,
    main_indicators,
    ranking_of_units,
    shortcomings,
)

from .kind import Kind, named_plan, named_unit

KIND = Kind(
    code="bulletin",
    name="情况通报",
    title=lambda material: (
        f"关于{named_unit(material)}",
        *named_plan(material),
        f"{material.on.year}年",
        "实施进展情况的",
        "通报",
    ),
    purpose=lambda material: f"现将{material.unit.name}{material.on.year}年",
    chapters=(
        lead.blocks,
        main_indicators.blocks,
        ranking_of_units.blocks,
        good_practice.blocks,
        shortcomings.blocks,
        demands.blocks,
    ),
    annexes=(unit_matrix.annex, data_notes.annex, published_sources.annex),
    is_upward=False,
)
