"""总体评估报告: targets against results at the plan's end, what was not reached and why, what the next plan should learn."""

from yunjiang.documents.annexes import data_notes, indicator_details, published_sources, unit_matrix
from yunjiang.documents.chapters import (
    evaluation_method,
    highlights,
    indicator_results,
    initiatives,
    next_plan,
    not_met,
    opening,
    overall_evaluation,
    safeguards,
    units_progress,
)

from .kind import Kind, named_plan, named_unit

KIND = Kind(
    code="final_evaluation",
    name="总体评估报告",
    title=lambda material: (f"{named_unit(material)}关于", *named_plan(material), "总体评估的", "报告"),
    purpose=lambda material: f"现将{material.unit.name}",
    chapters=(
        opening.blocks,
        evaluation_method.blocks,
        overall_evaluation.blocks,
        indicator_results.blocks,
        initiatives.blocks,
        safeguards.blocks,
        units_progress.blocks,
        not_met.blocks,
        highlights.blocks,
        next_plan.blocks,
    ),
    annexes=(indicator_details.annex, unit_matrix.annex, data_notes.annex, published_sources.annex),
    closing="特此报告。",
)
