"""Loads every command, so that each verb has its handler before the first one is asked for."""

from __future__ import annotations

from services.application import (
    actions,
    amending,
    assemblies,
    ballots,
    bodies,
    business,
    claims,
    counts,
    cycles,
    elections,
    enacting,
    endings,
    meetings,
    proposals,
    reports,
    rules,
    sittings,
)
from services.application.command import VERBS

AREAS = (
    actions,
    amending,
    assemblies,
    ballots,
    bodies,
    business,
    claims,
    counts,
    cycles,
    elections,
    endings,
    enacting,
    meetings,
    proposals,
    reports,
    rules,
    sittings,
)

__all__ = ["AREAS", "VERBS"]
