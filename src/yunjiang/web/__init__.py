"""The offices' pages: shell, components, cockpit. No domain rule lives here.

`components` are view models and their geometry, drawn by the template tags; `pages` hold one page each: who may see it, what
it asks of the rooms below, and the view model it makes of the answers. Pages refer to each other by address, never by import.
"""
