"""From a government document to a draft of a plan file: structure, targets, duties, bodies, each with its span.

`sources` gets text out of files, `plain` makes it comparable without losing where each character stood, `structure`
finds the headings, `quantities` the numbers, `periods` the deadlines; `targets` gathers the numbers that are promises
(`refusing` says which are none and why, `naming` what they are called, `comparing` how they are meant, `merging` which
say the same), `duties` who reports what by when; `reading.read` does all of it and `drafting` writes the plan file.
Rules and word lists only: no network, no model, no chance.
"""
