"""Two counts for the present: one section of the next election, and a tie that waits for a visitor.

The candidates and their papers are invented, and say so; nobody has stood in this election.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from domain.bodies.body import Kind
from domain.counting.contest import Candidate, Contest
from domain.counting.formats.reading import read
from domain.counting.quotas_choice import QuotaGroup
from domain.counting.terms import BySeed, Terms
from domain.elections.count import Bundle, Count, Matter, State
from domain.elections.election import Election
from domain.rules.values import Section
from services.application.asker import Asker
from services.application.bodies import EstablishBody, SeatMember
from services.application.counts import BeginCount
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

OFFICE: Final = "returning_officer"
WOMEN: Final = "women"
VOTERS, SEED = 2_400, 20220601
PAUSE: Final = 0.1
ORIGIN: Final = "drawn for the rehearsal: nobody has stood or voted in this"
TIED: Final = b"""3 1
747 1 0
713 2 0
127 3 1 0
161 3 2 0
44 3 0
0
"Candidate A (invented)"
"Candidate B (invented)"
"Candidate C (invented)"
"A tie on which the rules are silent (invented)"
"""


class Counted:
    """The returning officer's two counts."""

    def __init__(self, theatre: Theatre, people: Company, election: UUID) -> None:
        self._theatre = theatre
        self._people = people
        self._election = election
        self._officer = Asker(person=people.returning_officer.id)

    async def play(self) -> None:
        """Appoint the returning officer, hand in both, and wait until they are counted."""
        self._appoint()
        for matter, end in ((self._section(), State.COUNTED), (self._tie(), State.WAITING)):
            begun = self._theatre.ask(BeginCount(matter=matter), self._officer)
            await self._until(self._theatre.began(begun), end)

    def _appoint(self) -> None:
        staff, name = self._people.staff(), "Returning officer"
        self._theatre.ask(EstablishBody(slug=OFFICE, name=name, kind=Kind.PANEL), staff)
        seat = SeatMember(
            body=OFFICE, person=self._officer.person, name=name, how="drawn for the rehearsal"
        )
        self._theatre.ask(seat, staff)

    async def _until(self, count: UUID, state: State) -> None:
        store = self._theatre.office.store
        while (await asyncio.to_thread(store.load, Count, count)).state is not state:
            await asyncio.sleep(PAUSE)

    def _section(self) -> Matter:
        """The first section of the election that was called, under its terms."""
        terms = self._theatre.office.store.load(Election, self._election).terms
        section = terms.sections[0]
        papers = "\n".join(_blt(section)).encode()
        quotas = (QuotaGroup(group=WOMEN, least=section.min_women),) if section.min_women else ()
        counting = Terms(
            rule=terms.method, ties=(BySeed(seed=f"the rehearsal's {SEED}"),), quotas=quotas
        )
        matter = self._handed_in(papers, counting)
        candidates = tuple(_grouped(one) for one in matter.contest.candidates)
        contest = matter.contest.model_copy(update={"candidates": candidates})
        place = {"contest": contest, "election": self._election, "section": section.section}
        return matter.model_copy(update=place)

    def _tie(self) -> Matter:
        return self._handed_in(TIED, Terms(rule="av", ties_by_the_rule=False))

    def _handed_in(self, papers: bytes, terms: Terms) -> Matter:
        found = read(papers, "papers.blt")
        sha256 = self._theatre.office.bundles.deposit(papers)
        bundle = Bundle(sha256=sha256, papers=found.cast.total, origin=ORIGIN)
        contest: Contest = found.contest
        return Matter(title=contest.title, contest=contest, terms=terms, bundle=bundle)


def _grouped(candidate: Candidate) -> Candidate:
    """Every other candidate is a woman, as the names say."""
    woman = "(a woman" in candidate.name
    return candidate.model_copy(update={"groups": (WOMEN,) if woman else ()})


def _blt(section: Section) -> Iterator[str]:
    """Papers of voters who like some more than others, and rank as many as they care to."""
    chance = random.Random(SEED)
    standing = section.seats * 2 + 1
    liked = [1 / (place + 2) for place in range(standing)]
    papers: Counter[tuple[int, ...]] = Counter()
    for _ in range(VOTERS):
        keys = [chance.random() ** (1 / weight) for weight in liked]
        order = sorted(range(standing), key=keys.__getitem__, reverse=True)
        papers[tuple(order[: chance.randint(1, standing)])] += 1
    yield f"{standing} {section.seats}"
    for ranks, number in sorted(papers.items()):
        yield f"{number} {' '.join(str(index + 1) for index in ranks)} 0"
    yield "0"
    for index in range(standing):
        kind = "a woman, invented" if index % 3 == 2 else "a man, invented"
        yield f'"Candidate {chr(ord("A") + index)} ({kind})"'
    yield f'"Places for {section.section.replace("_", " ").title()} (invented papers)"'
