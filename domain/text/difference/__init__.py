"""What changed between two versions of a text, as a person would say it."""
