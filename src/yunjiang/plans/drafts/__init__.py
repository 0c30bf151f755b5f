"""What the reader read of a document, kept until a person has decided every item of it and published it as a plan.

`beginning` reads a document into a draft, `deciding` keeps each decision and takes back the last, `publishing` says what is
still wrong and makes the plan version; `matching` finds the organizations that bodies are, `fields` says what a value may be,
`examples` makes of every decision against the reader a text with what a person reads in it. `queries` answers what is there.

Callers ask `access` for `Act.LOAD_PLAN` over the draft's owner first; the command line, which runs as the owner of the
machine, does not.
"""
