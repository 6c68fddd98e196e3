"""Decisions that were claimed outside a process of the service, and what the rules say of them."""
