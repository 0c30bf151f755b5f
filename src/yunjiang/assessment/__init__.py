"""Is the promise kept? Value against the required course → status, forecast, required rate.

`rules` decide: pure functions with a version that import no Django. `gathering` and `judging` tell them what is known, read at
one ledger position; `services` keep what they said as runs that nobody can change, replay them and compare them; `queries` read
runs; `wording` has the official words. No value is computed here (ask `figures`) and nothing is scored or ranked. Documents and
pages knock at `judging.judge` for a look and at `services.run` for a record.
"""
