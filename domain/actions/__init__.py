"""Actions: what somebody has undertaken to do by a day, and what became of it."""
