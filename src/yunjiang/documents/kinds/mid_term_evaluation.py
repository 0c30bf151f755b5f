"""中期评估报告: half the time is over; is half the task done, and will the end be reached?"""

from yunjiang.documents.annexes import (
    data_notes,
    indicator_details,
    next_year_plan,
    published_sources,
    unit_matrix,
)
from yunjiang.documents.chapters import (
    countermeasures,
    environment,
    evaluation_method,
    indicator_results,
    initiatives,
    next_year,
    opening,
    overall_evaluation,
    problems,
    safeguards,
    target_adjustment,
    units_progress,
)

from .kind import Kind, named_plan, named_unit

KIND = Kind(
    code="mid_term_evaluation",
    name="中期评估报告",
    title=lambda material: (f"{named_unit(material)}关于", *named_plan(material), "中期评估的", "报告"),
    purpose=lambda material: f"现将{material.unit.name}截至{material.on.year}年末",
    chapters=(
        opening.blocks,
        evaluation_method.blocks,
        overall_evaluation.blocks,
        indicator_results.blocks,
        initiatives.blocks,
        safeguards.blocks,
        units_progress.blocks,
        problems.blocks,
        environment.blocks,
        target_adjustment.blocks,
        countermeasures.blocks,
        next_year.blocks,
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
