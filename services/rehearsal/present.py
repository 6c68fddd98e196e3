"""After the record: three small cycles that stand open today, so that a visitor can act in each.

One is being drafted, one is before its members for amendments, and in one the ballot is open.  They
are opened as long ago as the rulebook's own periods ask for, still in skipped time; from then on
the real engine waits for them.  Everything in them is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from uuid import UUID

from domain.cycle.calendar import StageName
from domain.kernel.ids import CONVENOR, derived
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from domain.rules.values import Count, Days, RuleChange
from services.application.bodies import ReportMeeting
from services.application.cycles import OpenCycle
from services.application.proposals import DraftProposal, HandInProposal
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

INTO_THE_STAGE = timedelta(days=3)
Scene = tuple[datetime, Callable[[], None]]


class Present:
    """The cycles that are open today."""

    def __init__(self, theatre: Theatre, people: Company) -> None:
        self._theatre = theatre
        self._people = people
        self._groups = sorted(people.speakers)

    async def play(self) -> None:
        """Open each cycle so long ago that it is now at its stage, and come to the present."""
        now = datetime.now(UTC)
        scenes: list[Scene] = []
        for place, (stage, title) in enumerate(_CYCLES.items()):
            opened = now - self._length_before(stage) - INTO_THE_STAGE
            scenes.append((opened, self._open(title, _PROPOSALS[stage], place)))
        for moment, do in sorted(scenes, key=lambda scene: scene[0]):
            await self._theatre.to(moment)
            do()
        await self._theatre.to(now)

    def _length_before(self, stage: StageName) -> timedelta:
        rulebook = self._theatre.office.store.load(Rulebook, RULEBOOK_ID)
        edition = rulebook.at(self._theatre.office.store.now())
        before = takewhile(lambda name: name is not stage, StageName)
        return timedelta(days=sum(edition.value(name.rule, Days).count for name in before))

    def _open(self, title: str, proposal: str, place: int) -> Callable[[], None]:
        def do() -> None:
            receipt = self._theatre.ask(OpenCycle(title=title), self._people.ncg())
            cycle = self._theatre.began(receipt)
            self._propose(cycle, proposal, self._groups[place])

        return do

    def _propose(self, cycle: UUID, title: str, group: str) -> None:
        speaker = self._people.group(group)
        meeting = derived(CONVENOR, "present", title)
        today = self._theatre.office.store.now().date()
        self._theatre.ask(
            ReportMeeting(body=group, reference=meeting, held_on=today, present=11, quorum=5),
            speaker,
        )
        receipt = self._theatre.ask(
            DraftProposal(
                cycle=cycle,
                title=title,
                text=_TEXTS[title],
                rules=_RULES.get(title, ()),
                group=group,
                meeting=meeting,
            ),
            speaker,
        )
        if title != _PROPOSALS[StageName.DRAFTING]:
            proposal = self._theatre.began(receipt)
            self._theatre.ask(HandInProposal(proposal=proposal), speaker)


_CYCLES = {
    StageName.BALLOT: "Small changes to our rulebook",
    StageName.AMENDMENTS: "How local groups work together",
    StageName.DRAFTING: "Next year's changes to the rulebook",
}
_PROPOSALS = {
    StageName.BALLOT: "A smaller quorum for the coordinating group",
    StageName.AMENDMENTS: "Two groups may meet as one",
    StageName.DRAFTING: "A week more for voting",
}
_TEXTS = {
    "A smaller quorum for the coordinating group": (
        "Nine members of the coordinating group are enough for a decision that binds.\n\n"
        "The group says in its report how many were there when it decided."
    ),
    "Two groups may meet as one": (
        "Two neighbouring local groups may hold a meeting together.\n\n"
        "Each of them keeps its own officers, its own roll and its own vote.\n\n"
        "What they decide together is reported by both within a week."
    ),
    "A week more for voting": (
        "A ballot of all members is open for sixteen days.\n\n"
        "Those who have not voted are reminded three days before it closes."
    ),
}
_RULES = {
    "A smaller quorum for the coordinating group": (
        RuleChange.model_validate(
            {"rule": "ncg.meetings.quorum", "value": Count(count=9).model_dump()}
        ),
    ),
}
