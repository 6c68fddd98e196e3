"""Whatever is asked for in whatever order: who reads a file, who is taken, how many one advises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.ids import CommandId, PersonId, derived
from domain.kernel.refusal import Refusal
from domain.support.request_acts import Outcome
from domain.support.request_state import Stage
from services.application.asker import Asker
from services.application.case import Case
from services.application.command import VERBS
from services.application.support import (
    AcceptSupport,
    AdviseOnSupport,
    ConsentToSupport,
    DeclineSupport,
    FollowUpSupport,
    GiveAdviser,
    HandBackSupport,
    NameAdviser,
    ReadSupportFile,
    RecordSupportOutcome,
    ReleaseAdviser,
    WithdrawFromSupport,
)
from services.application.supporting import advisers
from tests.application.organisation import (
    CHAIR,
    MEMBERS,
    STAFF,
    STRANGER,
    Organisation,
    in_memory,
)
from tests.application.supported import ADA, HELPER, OTHER_HELPER, SECRET, WHY, Supported, in_days

HELPERS: Final = (HELPER, OTHER_HELPER)
PEOPLE: Final = (STAFF, CHAIR, *HELPERS, ADA, MEMBERS[10], STRANGER)
KEEPERS: Final = (STAFF, CHAIR)
LONGEST, URGENT = timedelta(days=28), timedelta(days=7)
Moves = list[tuple[str, int, int]]
MOVES: Final = st.lists(
    st.tuples(
        st.sampled_from(
            (
                *("consent", "accept", "give", "give", "advise", "end", "follow"),
                *("back", "withdraw", "decline", "name", "release", "days"),
            )
        ),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    min_size=10,
    max_size=40,
)


class Service:
    """Four requests, one of somebody who keeps requests, and two who advise."""

    def __init__(self) -> None:
        self.org: Organisation = in_memory()
        self.every = [Supported(self.org, str(at)) for at in range(4)]
        asks: tuple[PersonId | None, ...] = (ADA, HELPER, None, STAFF)
        for at, (one, who) in enumerate(zip(self.every, asks, strict=True)):
            one.ask(consents=at != 2, requester=who, answer_by=in_days(self.org, 22 - 6 * at))
            self.org.hands.at(self.org.store.now() + timedelta(hours=1))
        for which, (what, number) in enumerate(
            (("accept", 0), ("accept", 0), ("consent", 0), ("accept", 0), ("name", 2), ("name", 1))
        ):
            self.move(what, which % 4, number)

    def move(self, what: str, which: int, number: int) -> None:
        """Ask for something; what is refused leaves all as it was."""
        advised = [one for one in self.every if one.request.adviser and one.request.is_open]
        it, person = self.every[which], HELPERS[number % 2]
        if what in ("advise", "end", "follow", "back") and advised:
            it = advised[which % len(advised)]
        if what == "give" and number and (first := self.plainly_first()) is not None:
            assert self.org.ask(GiveAdviser(case=first.case), CHAIR)
            return
        case, adviser = it.case, it.request.adviser or HELPER
        ask: dict[str, Callable[[], object]] = {
            "consent": lambda: self.org.ask(ConsentToSupport(case=case, secret=SECRET), STRANGER),
            "accept": lambda: self.org.ask(AcceptSupport(case=case, reasons=WHY), CHAIR),
            "give": lambda: self.give(it),
            "advise": lambda: self.org.ask(AdviseOnSupport(case=case, advice=WHY), adviser),
            "end": lambda: self.org.ask(
                RecordSupportOutcome(case=case, outcome=Outcome.LEFT, account=WHY), adviser
            ),
            "follow": lambda: self.org.ask(FollowUpSupport(case=case, account=WHY), adviser),
            "back": lambda: self.org.ask(HandBackSupport(case=case, reasons=WHY), adviser),
            "withdraw": lambda: self.org.ask(
                WithdrawFromSupport(case=case, secret=SECRET), STRANGER
            ),
            "decline": lambda: self.org.ask(DeclineSupport(case=case, reasons=WHY), CHAIR),
            "name": lambda: self.org.ask(NameAdviser(person=person, places=number), CHAIR),
            "release": lambda: self.org.ask(ReleaseAdviser(person=person, reason=WHY), CHAIR),
            "days": lambda: self.org.hands.at(self.org.store.now() + timedelta(days=number * 4)),
        }
        try:
            ask[what]()
        except Refusal:
            return

    def give(self, it: Supported) -> None:
        """Whoever is taken is the one whom a plain reading of the rules takes."""
        first, free = self.plainly_first(), self.free()
        self.org.ask(GiveAdviser(case=it.case), CHAIR)
        assert first is it
        assert it.request.adviser in free
        assert it.request.adviser not in it.request.had_it

    def plainly_first(self) -> Supported | None:
        now, free = self.org.store.now(), self.free()
        found: list[tuple[int, object, int]] = []
        for at, one in enumerate(self.every):
            request = one.request
            if request.stage is not Stage.WAITING or not free - set(request.never_by):
                continue
            left = None if request.answer_by is None else request.answer_by - now.date()
            if now >= request.created_on + LONGEST:
                found.append((0, request.created_on.date(), at))
            elif left is not None and timedelta() <= left <= URGENT:
                found.append((1, request.answer_by, at))
            else:
                found.append((2, request.created_on.date(), at))
        return self.every[min(found)[2]] if found else None

    def free(self) -> set[PersonId]:
        return {one.person for one in advisers(self.case(CHAIR)) if one.free}

    def case(self, person: PersonId) -> Case:
        key = CommandId(derived(self.every[0].case, "a look", person))
        return Case(self.org.store, Asker(person=person), key, {})

    def reads(self, person: PersonId, one: Supported) -> bool:
        read = ReadSupportFile(case=one.case)
        try:
            VERBS.handler(read)(self.case(person), read)
        except Refusal:
            return False
        return True

    def check(self) -> None:
        """A file is open to its keepers in triage, to its adviser, and to nobody else."""
        for one in self.every:
            request = one.request
            triage = request.stage is Stage.TRIAGE
            for person in PEOPLE:
                keeps = triage and person in KEEPERS and person != request.requester
                advises = request.is_open and request.adviser == person
                assert self.reads(person, one) == (keeps or advises), (person, request.stage)
            assert request.adviser != request.requester or request.requester is None


@settings(max_examples=30)
@given(MOVES)
def test_only_those_read_a_file_to_whom_it_is_open_and_nobody_is_taken_out_of_turn(
    moves: Moves,
) -> None:
    it = Service()
    it.check()
    for one in moves:
        before = {one.person: one.taken for one in advisers(it.case(CHAIR))}
        it.move(*one)
        for adviser in advisers(it.case(CHAIR)):
            more = adviser.taken > before.get(adviser.person, 0)
            assert not more or adviser.taken <= adviser.places
        it.check()
