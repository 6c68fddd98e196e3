"""The log of acts: written once, in one order, and read by everybody."""
