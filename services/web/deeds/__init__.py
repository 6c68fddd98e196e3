"""Acts that a visitor can give by a form: fill in, check, confirm."""
