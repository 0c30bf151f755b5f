"""Published rules of judging progress, each exactly as published, beside our own.

Every module has METHOD, VERSION and `judge(facts) -> MethodResult`, total on all inputs: where a method cannot say, it says so by
a category and a `why`. `comparison` holds them beside each other and names the reason where they part. Only `yunjiang` decides
anything in this house; the others are there so that a reader sees what another rule would have said.
"""

from collections.abc import Callable

from yunjiang.assessment.rules.facts import Facts
from yunjiang.assessment.rules.methods import (
    escap,
    eurostat,
    open_sdg,
    ratio_to_date,
    ratio_to_target,
    un_progress_chart,
    yunjiang,
)
from yunjiang.assessment.rules.methods.result import Leaning, MethodResult

METHODS: dict[str, Callable[[Facts], MethodResult]] = {
    module.METHOD: module.judge
    for module in (yunjiang, open_sdg, eurostat, un_progress_chart, escap, ratio_to_target, ratio_to_date)
}

__all__ = ["METHODS", "Leaning", "MethodResult"]
