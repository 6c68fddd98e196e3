"""Meetings of bodies: called, prepared, held, what they decide; and decisions in writing."""
