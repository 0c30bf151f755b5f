"""Returns as workbooks: a template goes out, comes back filled in, is read with everything wrong told, and taken.

`form` is what a workbook asks, in plain values; `writing` makes the file, `reading` understands one that came in, `merging` holds
it against what stands now, `answering` marks what is wrong in the very file. None of these knows the database. `gathering` makes
forms of returns; pages and commands call `template`, `read`, `preview` and `take`.

Sheets, rows and columns are known by hidden ids under the site's key, never by name or place.
"""

from .form import Shape
from .outcomes import Mode, Outcome, UnitOutcome, UnitState, of_upload
from .problems import Weight, WorkbookProblem
from .reading import Reading
from .services import Template, fillable, read, template
from .taking import preview, take, take_content

__all__ = [
    "Mode",
    "Outcome",
    "Reading",
    "Shape",
    "Template",
    "UnitOutcome",
    "UnitState",
    "Weight",
    "WorkbookProblem",
    "fillable",
    "of_upload",
    "preview",
    "read",
    "take",
    "take_content",
    "template",
]
