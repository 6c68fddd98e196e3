"""Counts: exact, pure, and explained.

The way of a count: `contest` says what is to be filled and by whom, `papers` admits each paper
under a stated policy and accounts for it, `manifest` names the rule with its source, a module of
`rules` follows that rule clause by clause on a `sheet`, which checks at every stage that no vote is
lost or made, `ties` decides what the rule leaves open and writes it down, and `result` is what is
kept and shown.  Nothing here knows a clock, a database, or who cast a paper.
"""
