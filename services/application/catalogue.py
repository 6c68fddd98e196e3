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
    cooptions,
    counts,
    credentials,
    cycles,
    details,
    elections,
    enacting,
    endings,
    erasing,
    formations,
    meetings,
    motions,
    notices,
    proposals,
    reports,
    resolutions,
    rules,
    sittings,
    years,
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
    cooptions,
    counts,
    credentials,
    cycles,
    details,
    elections,
    endings,
    enacting,
    formations,
    meetings,
    erasing,
    notices,
    motions,
    proposals,
    resolutions,
    reports,
    rules,
    sittings,
    years,
)

__all__ = ["AREAS", "VERBS"]
