"""The rules of text: drafting, merging, rebasing, redlines and the order of votes."""
