"""S8: at a conference delegates choose how its committee is elected, and then elect it in the room.

Three ways were under discussion (source 003 names the third: twenty places, at least half of them
women, by the single transferable vote, at the conference itself).  Which was chosen, who stood and
all papers are invented here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest

from domain.counting.contest import Candidate, Contest
from domain.counting.terms import Terms
from domain.elections.count import Bundle, Count, Matter, State
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.standing import Papers
from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotAllowed, OutOfOrder, RuleBroken, TooEarly
from domain.rules.values import Choice, RuleChange, RuleValue, Seats, Section
from domain.rules.values import Count as Number
from services.application.bodies import EstablishBody
from services.application.counts import BeginCount, DeclareResult, RecordLotValue
from services.application.elections import AnnounceLot, CallElection, CloseNominations, HandInPapers
from services.application.rules import ReviseRulebook
from tests.application.organisation import LEEDS, STAFF, Organisation
from tests.application.test_counts import OFFICER, POWER, with_an_officer
from tests.support.kinds import Kind

BODY = "conference_committee"
METHOD, SEATS = f"election.{BODY}.method", f"election.{BODY}.seats"
OPTIONS = ("Posts with names, one by one", "A committee and a yearly meeting", "Twenty by STV")
ROOM = "the room"
TWENTY = Seats(seats=(Section(section=ROOM, seats=20, min_women=10),))
WOMEN = tuple(f"Woman {number}" for number in range(1, 13))
OTHERS = tuple(f"Member {number}" for number in range(1, 17))
DELEGATES = 120


class AtTheConference:
    """A conference whose committee was elected by most votes until now."""

    def __init__(self) -> None:
        rules: dict[str, RuleValue] = {
            "method": Choice(choice="block"),
            "seats": Seats(seats=(Section(section=ROOM, seats=6),)),
            "tie_rule": Choice(choice="earlier_stage_then_lot"),
            "vacancy_rule": Choice(choice="by_election"),
            "unfilled_seat_rule": Choice(choice="nominations_reopen"),
            "nominations": Number(count=0),
        }
        named = {f"election__{BODY}__{name}": value for name, value in rules.items()}
        self.org = with_an_officer(Organisation.without_rules(**named))
        for slug, kind in (("conference", Kind.CONFERENCE), (BODY, Kind.WORKING_GROUP)):
            name = slug.replace("_", " ").capitalize()
            self.org.ask(EstablishBody(slug=slug, name=name, kind=kind), STAFF)

    def choose(self, papers: Sequence[Sequence[int]]) -> Count:
        """Delegates mark one way each, on paper in the room; it is counted and declared."""
        contest = Contest(seats=1, candidates=tuple(Candidate(name=one) for one in OPTIONS))
        matter = Matter(
            title="How the committee is elected",
            contest=contest,
            terms=Terms(rule="fptp"),
            bundle=self._handed_in(papers, OPTIONS, 1),
        )
        count = self.org.hands.began(self.org.ask(BeginCount(matter=matter), OFFICER))
        self.org.hands.settle()
        self.org.refused(NotAllowed, DeclareResult(count=count), LEEDS, POWER)
        self.org.ask(DeclareResult(count=count), OFFICER)
        return self.org.store.load(Count, count)

    def adopt(self) -> None:
        """What was chosen holds for the election that follows."""
        changes = (
            RuleChange(rule=RuleId(METHOD), value=Choice(choice="scottish-stv")),
            RuleChange(rule=RuleId(SEATS), value=TWENTY),
        )
        self.org.hands.by_service(ReviseRulebook(title=OPTIONS[2], rules=changes))

    def call(self) -> UUID:
        asked = CallElection(body=BODY, title="The conference committee")
        return self.org.hands.began(self.org.ask(asked, STAFF))

    def closing(self, election: UUID, names: Sequence[str]) -> CloseNominations:
        quota = self.the(election).terms.sections[0].min_women
        standing = tuple(
            Candidate(name=one, groups=("women",) if quota and one in WOMEN else ())
            for one in names
        )
        return CloseNominations(election=election, section=ROOM, candidates=standing)

    def the(self, election: UUID) -> Election:
        return self.org.store.load(Election, election)

    def announce(self, election: UUID) -> None:
        known_from = self.org.store.now() + timedelta(hours=2)
        lot = LotSource(source="Ten dice thrown in the hall at five", known_from=known_from)
        self.org.ask(AnnounceLot(election=election, lot=lot), OFFICER)

    def hand_in(self, election: UUID, papers: Sequence[Sequence[int]]) -> Count:
        names = (*WOMEN, *OTHERS)
        handed = Papers(section=ROOM, candidates=names, bundle=self._handed_in(papers, names, 20))
        asked = HandInPapers(election=election, papers=handed)
        begun = self.org.ask(asked, OFFICER)
        self.org.hands.settle()
        count = next(one.stream for one in begun.result.acts if one.version == 1)
        return self.org.store.load(Count, count)

    def drawn(self, count: Count) -> Count:
        """The count, with the value that draws whoever is level, thrown in the hall."""
        assert count.state is State.DRAWING, "some are level at every stage"
        early = RecordLotValue(count=count.id, value="3 1 4 1 5 2 6 5 3 5")
        self.org.refused(TooEarly, early, OFFICER, POWER)
        self.org.hands.at(self.org.store.now() + timedelta(hours=2))
        self.org.ask(early, OFFICER)
        self.org.hands.settle()
        return self.org.store.load(Count, count.id)

    def _handed_in(
        self, papers: Sequence[Sequence[int]], names: Sequence[str], seats: int
    ) -> Bundle:
        lines = [f"{len(names)} {seats}"]
        lines += [" ".join(("1", *(str(mark) for mark in one), "0")) for one in papers]
        lines += ["0", *(f'"{name}"' for name in names), '"The room"']
        sha = self.org.hands.bundles.deposit("\n".join((*lines, "")).encode())
        return Bundle(sha256=sha, papers=len(papers), origin="the conference")


def ballots() -> Iterator[tuple[int, ...]]:
    """Delegates who put the sixteen others before every woman: the quota has to be kept."""
    drawn, women = Random(2018), len(WOMEN)
    for _ in range(DELEGATES):
        others = drawn.sample(range(women + 1, women + len(OTHERS) + 1), len(OTHERS))
        yield (*others, *drawn.sample(range(1, women + 1), women))


@pytest.fixture
def room() -> AtTheConference:
    return AtTheConference()


def test_delegates_choose_how_and_then_elect_twenty_of_whom_half_are_women(
    room: AtTheConference,
) -> None:
    chosen = room.choose([(3,)] * 61 + [(1,)] * 40 + [(2,)] * 19)
    assert chosen.state is State.DECLARED
    assert chosen.result is not None
    assert chosen.result.elected == (OPTIONS[2],)
    room.adopt()
    election = room.call()
    terms = room.the(election).terms
    assert (terms.method, terms.places) == ("scottish-stv", 20)
    room.org.ask(room.closing(election, (*WOMEN, *OTHERS)), OFFICER)
    room.announce(election)
    count = room.drawn(room.hand_in(election, list(ballots())))
    assert count.state is State.COUNTED
    assert count.result is not None
    elected = count.result.elected
    assert len(elected) == 20
    assert len(set(elected) & set(WOMEN)) == 10, "no more than the rule asks, none of them first"
    room.org.ask(DeclareResult(count=count.id), OFFICER)
    assert room.org.store.load(Count, count.id).state is State.DECLARED


def test_with_another_way_chosen_the_same_papers_are_counted_otherwise(
    room: AtTheConference,
) -> None:
    election = room.call()
    terms = room.the(election).terms
    assert (terms.method, terms.places) == ("block", 6)


def test_too_few_women_stop_it_before_anybody_votes(room: AtTheConference) -> None:
    room.adopt()
    election = room.call()
    few = room.closing(election, (*WOMEN[:9], *OTHERS))
    refused = room.org.refused(RuleBroken, few, OFFICER, SEATS)
    assert "before anybody votes" in refused.sentence
    assert room.the(election).standing == ()


def test_an_election_that_runs_is_not_touched_by_what_is_adopted_meanwhile(
    room: AtTheConference,
) -> None:
    election = room.call()
    room.adopt()
    assert room.the(election).terms.method == "block"


def test_no_paper_is_counted_before_a_value_for_ties_is_announced(room: AtTheConference) -> None:
    room.adopt()
    election = room.call()
    room.org.ask(room.closing(election, (*WOMEN, *OTHERS)), OFFICER)
    names = (*WOMEN, *OTHERS)
    bundle = Bundle(sha256="0" * 64, papers=1, origin="the conference")
    papers = Papers(section=ROOM, candidates=names, bundle=bundle)
    asked = HandInPapers(election=election, papers=papers)
    room.org.refused(OutOfOrder, asked, OFFICER, f"election.{BODY}.tie_rule")
