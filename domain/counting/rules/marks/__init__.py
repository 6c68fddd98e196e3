"""Votes added up once: crosses (fptp, block, approval), and yes or no."""
