"""Journeys through the site with Debian's Chromium against the server that the site really runs on.

`axe-core` (Deque, MPL-2.0) lies here for these tests alone and is no part of the package.
"""
