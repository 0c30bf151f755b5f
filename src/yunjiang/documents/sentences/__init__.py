"""Findings as official Chinese sentences, every number in them bound to what it was asked from.

Each module says one thing: `overall` how the plan stands, `standing` one indicator, `shortfall` what is behind and what it
takes, `silence` who has not reported, `units` how the units below compare. All of them are right for none, one, many and all.
"""
