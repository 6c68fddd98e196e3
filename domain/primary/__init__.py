"""The policy primary: motions put and backed, checked and merged, ranked by all members."""
