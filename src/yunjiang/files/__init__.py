"""Files kept by what they contain: stored once under their SM3 digest, checked by content, limited in size.

`keeping.keep` takes a file in: it is written beside, measured, recognised (`kinds`), looked into (`packages`, `compound`, `pdf`,
`pictures`), scanned if the site has a scanner, and only then put in its place; what persons are in lies sealed there (`sealed`).
`answering` hands it out again, `sweeping` clears
away what nobody refers to. Who may read a file is not decided here: whoever refers to it asks `access`.
"""
