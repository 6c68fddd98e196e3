"""The log: what it takes, what it refuses, and what it keeps through crashes."""
