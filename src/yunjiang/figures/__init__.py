"""What indicators amount to: (indicator, organization, window, as of) → value, with what stands behind it.

Computed from sealed segments plus the unsealed tail by one SQL text; the only room that knows DuckDB and Spark. A figure is
never stored as truth: everything here can be deleted and rebuilt. Everybody upstairs knocks at `services`.

From the outside in: `queries` and `lineage` (what may be asked) → `asking`, `posing` (indicators become asks, amounts become
values by `composition`) → `answering` (asks become amounts: `pieces` cut windows, `reading` finds the files, `sql/answer.sql`
adds up, `engines` run it) → `sums` (the files beside the segments). `trees`, `rosters`, `binding` and `holdings` bring what the
rooms below know.
"""
