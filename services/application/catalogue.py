"""Loads every command, so that each verb has its handler before the first one is asked for."""

from __future__ import annotations

from services.application import (
    amending,
    assemblies,
    ballots,
    beginnings,
    bodies,
    business,
    claims,
    counts,
    cycles,
    elections,
    enacting,
    endings,
    formations,
    meetings,
    proposals,
    rules,
    sittings,
)
from services.application.command import VERBS

AREAS = (
    amending,
    assemblies,
    ballots,
    beginnings,
    bodies,
    business,
    claims,
    counts,
    cycles,
    elections,
    endings,
    enacting,
    formations,
    meetings,
    proposals,
    rules,
    sittings,
)

__all__ = ["AREAS", "VERBS"]
