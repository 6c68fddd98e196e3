"""Reports of what a body did: drafted, seen first by some, published, put right and agreed."""
