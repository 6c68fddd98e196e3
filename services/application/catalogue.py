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
    details,
    elections,
    enacting,
    endings,
    erasing,
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
    details,
    elections,
    endings,
    enacting,
    erasing,
    proposals,
    rules,
)

__all__ = ["AREAS", "VERBS"]
