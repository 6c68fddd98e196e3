"""One rehearsal of an example that lives through a year, with what goes wrong on the way.

The disturbed run loses the worker in the middle of a step and later the engine with all that it
holds.  The undisturbed run loses neither.  Both must leave the same log.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from services.examples.models import YearRecord
from services.rehearsal.digest import digest
from services.rehearsal.house import House, Servers, opened
from services.rehearsal.play import Scene
from services.rehearsal.theatre import Theatre
from services.rehearsal.year import YearPlay
from services.rehearsal.year_outcome import YearOutcome, year_outcome


@dataclass(frozen=True)
class YearProgramme:
    """What is played, and whether it is disturbed; `into_the_present`: then go on until today."""

    record: YearRecord
    disturbed: bool
    into_the_present: bool = False


class YearRun:
    """A rehearsal of a year under way."""

    voting_seconds: float | None = None

    def __init__(self, servers: Servers, programme: YearProgramme) -> None:
        self._servers = servers
        self._programme = programme

    async def play(self) -> YearOutcome:
        """Play everything and say what came of it."""
        async with opened(self._servers) as house:
            await self._year(house)
            await house.theatre.quiet()
            store = self._servers.office.store
            found = year_outcome(store, self._programme.record, digest(store))
            if self._programme.into_the_present:
                self._servers.tell("Going on until today")
                await house.theatre.to(datetime.now(UTC))
            return found

    async def _year(self, house: House) -> None:
        play = YearPlay(house.theatre, self._programme.record)
        self._servers.tell("Founding the organisation: rulebook, bodies, members, posts")
        house.theatre.clocks.begin(play.opening)
        play.found()
        scenes = play.scenes()
        for number, scene in enumerate(scenes):
            house.troupe.must_run()
            self._servers.tell(f"{scene.at:%d %b %Y}  {scene.what}")
            await perform(house.theatre, scene)
            if self._programme.disturbed:
                await _lose(house, number, len(scenes))


async def perform(theatre: Theatre, scene: Scene) -> None:
    """Move time to a scene, and act in a thread of its own, whatever the engine is doing meanwhile.

    What the engine does upon it, such as noting that a forming of groups is complete, has no moment
    of its own: it is on record before time goes on.
    """
    await theatre.to(scene.at)
    await asyncio.to_thread(scene.do)
    await theatre.quiet()


async def _lose(house: House, number: int, scenes: int) -> None:
    """The worker after a third of the scenes, and the engine after two thirds."""
    if number == scenes // 3:
        await house.theatre.quiet()
        await house.losses.worker(min(house.theatre.ahead.processes()))
    if number == scenes * 2 // 3:
        await house.losses.engine_between()
