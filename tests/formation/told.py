"""What is on record of a formation, as tests ask for it."""

from __future__ import annotations

from domain.bodies.mandate import Origin
from domain.kernel.act import Act
from tests.formation.forming import TEN, InMemory

A, B, C, D, E, F = TEN[:6]


DAYS = "ncg.subgroups.preference_days"


def acts(it: InMemory, topic: str) -> list[Act]:
    found = it.store.acts(topics=(topic,), limit=200)
    return [one.event.act for one in found]


def rated(it: InMemory, slug: str) -> list[str]:
    return sorted(seat.name for seat in it.body(slug).seats if seat.origin is Origin.PREFERENCE)
