"""Forming groups by preference: who wishes where, who gets a place where and why, what follows."""
