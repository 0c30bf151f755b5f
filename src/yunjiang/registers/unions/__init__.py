"""Unions and the firms they are in: founding, terms, committees, officers, merging and closing; who is covered and who is not."""
