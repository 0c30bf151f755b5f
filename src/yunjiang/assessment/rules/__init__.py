"""The rules by which progress is judged: pure functions, versioned, defined on every input. No Django, no query.

`facts` is what goes in and `judgement` what comes out; `trajectory` says what is required on a day, `distance` how far a value is
from it, `reporting` who owes what and up to which day the data speak, `status` puts it into the official words. `forecast` and
`pace` look ahead, `years` back; `summary` counts, `changes` compares. `thresholds` are the numbers in the rules, `versions` the
rules by version, `methods` other people's rules beside ours. Numbers are exact fractions inside and rounded decimals outside.
"""
