"""The counting rules, a module each; `catalogue` has them by name."""
