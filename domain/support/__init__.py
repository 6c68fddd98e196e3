"""Help for people whom another organisation has suspended: who asks, who waits, who advises."""
