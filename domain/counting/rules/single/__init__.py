"""One place by preferences: the alternative vote, and the electoral college with its sections."""
