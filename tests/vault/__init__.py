"""Sealed fields: how they are declared, kept, opened, and forgotten."""
