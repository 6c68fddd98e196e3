"""Rolls and paper boxes: what a ballot keeps outside the log, so that nobody can link a vote."""
