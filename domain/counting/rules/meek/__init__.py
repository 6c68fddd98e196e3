"""Several places by Meek's method: the PR Foundation's rule, New Zealand's, and their rounds."""
