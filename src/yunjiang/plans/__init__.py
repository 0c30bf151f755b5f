"""What was promised: plans as data.

A plan is one YAML file: `syntax` and `schema` judge its form, `reading` makes the typed `document` of it, `lint` says what
the plan itself has wrong, `sentences` says so to people, `comparison` tells versions apart. `services.load` keeps it as an
immutable, numbered version; `services.allocate` hands targets down to the units below; `queries` answers what is in force
and what a unit was told to reach. `library` holds the plans that come with Yunjiang.

No figures here: what a promise amounts to today is asked of `figures`, whether it is kept of `assessment`. Everybody above
may read the document; only the command line and the web pages load and allocate.
"""
