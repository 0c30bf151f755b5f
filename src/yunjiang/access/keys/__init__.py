"""Keys by which programs use the API: issued and revoked by a security administrator, each on behalf of one account.

A key never does more than its owner: it narrows what the owner's roles allow, to some acts and some units.
"""
