"""Killing a site in the middle of its work: prepared, served, used by officers who write down every answer, and examined."""
