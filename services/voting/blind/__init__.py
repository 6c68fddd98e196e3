"""The blind ballot with its keys: credentials that nobody can link, and papers that stay shut."""
