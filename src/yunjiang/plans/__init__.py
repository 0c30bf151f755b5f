"""What was promised: plans as data.

A plan is one YAML file (`document` gives its typed form, `schema.json` its format, `lint` what is wrong with it); loading it
makes an immutable, numbered version. Targets are broken down to the units below by allocations. No figures here: what the
promise amounts to today is asked of `figures`, whether it is kept of `assessment`.
"""
