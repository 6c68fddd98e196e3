"""Finds the fairest portfolio for a draw with quotas, with a solver, and reads what it needs.

What is found is a proposal: `domain.sortition` checks it in whole numbers.
"""
