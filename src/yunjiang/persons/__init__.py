"""Persons: the people whom registers speak of, each one once, however many unions, courses or benefits they meet in.

A person is not a sign-in (`access`) and not a membership (a register): it is who somebody is. Identifying numbers are sealed,
found by keyed digests, and shown as masks; who opens one says for which purpose, and the trail keeps it.
"""
