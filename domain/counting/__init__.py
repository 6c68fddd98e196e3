"""Counts: exact, pure, and explained."""
