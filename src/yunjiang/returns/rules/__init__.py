"""What is asked of reported values: pure rules with codes and severities, no Django, no database.

`sheet` is what goes in and `finding` what comes out. `rules.yaml` says which rules there are, how severe each is, its thresholds,
what it applies to and from where it comes; `rulebook` reads it. `form`, `change`, `wholes`, `peers` and `explanations` look at
one unit's sheet and are run by `checks`; `digits`, `targets` and `likeness` look across the sheets of many units and are run by
`across`. `spread` and `chance` are the statistics they need. Quantities are exact: decimals outside, fractions inside; only
probabilities and scores of likelihood are floats. Zero is a value and missing is missing in all of them.
"""
