"""From a government document to a draft of a plan file: structure, targets, duties and who is responsible, each with its span.

`sources` gets text out of files, `plain` makes it comparable without losing where each character stood, `structure` finds the
headings, `quantities` the numbers, `periods` the deadlines, `targets` decides which numbers are promises and what they are called,
`duties` who reports what by when; `reading.read` does all of it. Rules and word lists only: no network, no model, no chance.
"""
