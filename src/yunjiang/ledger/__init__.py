"""The one place that quantities come from: measures, batches, postings, entries, seals.

Append-only, kept so by three locks (model, queryset, database triggers). Writers knock at `posting`, the keeper at `seal`,
files at `intake`; only `figures` reads entries, through `queries`. No indicator, no total, no judgement here.
"""
