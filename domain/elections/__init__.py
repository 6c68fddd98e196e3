"""Elections: called under the rules of the day."""
