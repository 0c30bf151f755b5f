"""Files kept by what they contain: stored once under their SM3 digest, checked by content, limited in size.

Who may read one is not decided here: whoever refers to a file asks `access`.
"""
