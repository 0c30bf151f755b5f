"""The kinds of documents, one a file: what a kind is called, its title, its chapters in order, its annexes.

Adding a kind is one file with a `KIND` and its name in `ALL`.
"""

from .annual_report import KIND as ANNUAL_REPORT
from .bulletin import KIND as BULLETIN
from .final_evaluation import KIND as FINAL_EVALUATION
from .kind import Kind
from .mid_term_evaluation import KIND as MID_TERM_EVALUATION

ALL: dict[str, Kind] = {
    kind.code: kind for kind in (ANNUAL_REPORT, MID_TERM_EVALUATION, FINAL_EVALUATION, BULLETIN)
}
