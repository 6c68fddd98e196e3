"""Several places by transferable votes: the Gregory rules (Scottish, WIGM) and ERS97."""
