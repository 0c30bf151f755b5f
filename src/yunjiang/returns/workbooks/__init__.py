"""Returns as workbooks: a template goes out, comes back filled in, is read with everything wrong told, and taken.

`form` is what a workbook asks, in plain values; `writing` makes the file, `reading` understands one that came in, `merging` holds
it against what stands now, `answering` marks what is wrong in the very file. None of these knows the database. `gathering` makes
forms of returns, and `services` is what pages and commands call: template, preview, take.

Sheets, rows and columns are known by hidden ids under the site's key, never by name or place.
"""
