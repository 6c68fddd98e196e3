"""Ballots of all members."""
