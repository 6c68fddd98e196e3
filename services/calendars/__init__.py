"""Calendars: what falls due, as files that any calendar can subscribe to (RFC 5545)."""
