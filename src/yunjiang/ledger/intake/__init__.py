"""Files full of quantities (csv, xlsx, parquet) become postings: all of a file, or nothing and every problem in it.

`sheets` and the readers beside it turn any file into texts in rows; `headings` says which column is what; `days` and
`quantities` understand how people write them; `rows` checks everything at once, column by column; `importing` posts.

A row without a source of its own is known by what it counts: data set, channel, measure, unit, days, breakdown and person. So
a corrected file supersedes the rows of the first one instead of counting them twice, whatever the file is called.
"""

from .importing import Outcome, import_file
from .problems import RowProblem

__all__ = ["Outcome", "RowProblem", "import_file"]
