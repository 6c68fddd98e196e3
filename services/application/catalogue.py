"""Loads every command, so that each verb has its handler before the first one is asked for."""

from __future__ import annotations

from services.application import (
    amending,
    assemblies,
    ballots,
    bodies,
    claims,
    counts,
    cycles,
    elections,
    enacting,
    endings,
    notices,
    proposals,
    rules,
)
from services.application.command import VERBS

AREAS = (
    amending,
    assemblies,
    ballots,
    bodies,
    claims,
    counts,
    cycles,
    elections,
    endings,
    enacting,
    notices,
    proposals,
    rules,
)

__all__ = ["AREAS", "VERBS"]
