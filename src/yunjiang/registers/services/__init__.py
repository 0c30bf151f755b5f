"""Inclusive services (普惠): what unions offer, to whom, how much, and what was taken."""
