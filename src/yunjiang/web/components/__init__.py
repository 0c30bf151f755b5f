"""What pages are composed of: numbers, status marks, progress bars, trends, tiles. Plain values and geometry.

Nothing here knows a request, a query or a permission; pages fill these in and `templatetags.components` draws them.
"""
