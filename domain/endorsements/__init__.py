"""Endorsement of candidates for office elsewhere, and the relationship that follows from it."""
