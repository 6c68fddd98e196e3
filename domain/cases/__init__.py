"""Complaints and suspensions: decided here, waited for elsewhere."""
