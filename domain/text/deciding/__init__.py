"""From what was voted to the text that follows from it, and in which order best to vote."""
