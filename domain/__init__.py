"""What the organisation decides: pure rules over acts, with no clock, store or engine."""
