"""年度实施情况报告: what was done this year, what is planned for the next; due by the end of December."""

from yunjiang.documents.annexes import (
    data_notes,
    indicator_details,
    next_year_plan,
    published_sources,
    unit_matrix,
)
from yunjiang.documents.chapters import (
    highlights,
    initiatives,
    lead,
    main_indicators,
    next_year,
    problems,
    suggestions,
)

from .kind import Kind, named_plan, named_unit

KIND = Kind(
    code="annual_report",
    name="年度实施情况报告",
    title=lambda material: (
        f"{named_unit(material)}关于",
        *named_plan(material),
        f"{material.on.year}年度",
        "实施情况的",
        "报告",
    ),
    purpose=lambda material: f"现将{material.unit.name}{material.on.year}年度",
    chapters=(
        lead.blocks,
        main_indicators.blocks,
        initiatives.blocks,
        highlights.blocks,
        problems.blocks,
        next_year.blocks,
        suggestions.blocks,
    ),
    annexes=(
        indicator_details.annex,
        unit_matrix.annex,
        next_year_plan.annex,
        data_notes.annex,
        published_sources.annex,
    ),
    closing="特此报告。",
)
