"""The one reporting tree and its history.

An organization is one unit through its whole life; events say what happened to it; a standing says how it therefore stood
in the tree (name, code, parent, path) from one day until another. Events are the truth: standings are computed from them,
can be deleted and rebuilt (`services.rebuild`), and so stay right when an event is learned years late. Group sets classify
the same units without a second tree; locations say in which regions a unit lies when that is not where it reports.

Writes go through `services`, reads through `queries`. Every room above may knock.
"""
