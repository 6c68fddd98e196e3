"""Seals what acts say of people, by a key for each person and purpose that can be destroyed."""
