"""Is the promise kept? Value against the required course → status, forecast, required rate.

`rules` are pure functions with a version and import no Django; `services` freeze a run with the ledger position it saw.
"""
