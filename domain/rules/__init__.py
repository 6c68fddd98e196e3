"""The rulebook: clauses in prose, rules that read them, their history, and rulings."""
