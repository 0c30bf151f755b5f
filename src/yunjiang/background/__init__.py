"""Long work that runs beside the pages: kept as jobs with their progress, found again after leaving, and work that recurs.

On the embedded default the server's own process does it; a larger site runs `yunjiang work` on as many machines as it likes.
"""
