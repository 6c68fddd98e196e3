"""Mail: the address book, the outbox, and whoever sends from it; it holds no rule."""
