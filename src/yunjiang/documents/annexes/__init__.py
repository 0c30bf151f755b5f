"""The annexes of reports, one a file: each a function from a draft to an `Annex`, or None when there is nothing to annex."""
