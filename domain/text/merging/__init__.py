"""Several amendments to one text: what goes together, what collides, what a choice makes of it."""
