"""Pages and API: what people and programs see. Nothing is decided here."""
