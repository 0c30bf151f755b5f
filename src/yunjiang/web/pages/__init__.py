"""One module a page: who may see it, what it asks of the rooms below, and the view model it makes of the answers."""
