"""Counts through the desk: who hands in papers, what waits for a decision, and how it ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.counting.contest import Contest
from domain.counting.count import count
from domain.counting.formats.reading import read
from domain.counting.terms import BySeed, Terms
from domain.elections.count import Bundle, Count, Matter, State
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder
from services.application.bodies import EstablishBody, SeatMember
from services.application.counts import (
    BeginCount,
    DecideTie,
    DeclareResult,
    RecordResult,
)
from tests.application.organisation import MEMBERS, STAFF, Organisation
from tests.support.kinds import Kind

OFFICER = MEMBERS[0]
POWER = "elections.returning_officer"
TIED = b'3 1\n4 1 0\n2 2 0\n2 3 0\n0\n"Ann"\n"Bo"\n"Cy"\n"One place"\n'
CLEAR = b'3 1\n6 1 0\n2 2 0\n1 3 0\n0\n"Ann"\n"Bo"\n"Cy"\n"One place"\n'


def with_an_officer(org: Organisation) -> Organisation:
    """The organisation with a returning officer."""
    body = EstablishBody(slug="returning_officer", name="Returning officer", kind=Kind.PANEL)
    org.ask(body, STAFF)
    org.ask(SeatMember(body="returning_officer", person=OFFICER, name="R", how="appointed"), STAFF)
    return org


@pytest.fixture
def org() -> Organisation:
    return with_an_officer(Organisation.without_rules())


def handed_in(org: Organisation, papers: bytes, **other: object) -> BeginCount:
    """The command that hands these papers in."""
    election = read(papers, "papers.blt")
    matter: dict[str, object] = {
        "title": "A place",
        "contest": election.contest,
        "terms": Terms(rule="scottish-stv"),
        "bundle": Bundle(
            sha256=org.hands.bundles.deposit(papers),
            papers=election.cast.total,
            origin="the hall",
        ),
        **other,
    }
    return BeginCount(matter=Matter.model_validate(matter))


def begin(org: Organisation, papers: bytes) -> UUID:
    """A count of these papers, as far as it goes by itself."""
    begun = org.hands.began(org.ask(handed_in(org, papers), OFFICER))
    org.hands.settle()
    return begun


def the(org: Organisation, begun: UUID) -> Count:
    return org.store.load(Count, begun)


def test_papers_are_handed_in_by_the_returning_officer_alone(org: Organisation) -> None:
    org.refused(NotAllowed, handed_in(org, CLEAR), STAFF, POWER)


def test_what_is_stored_is_what_the_one_function_gives(org: Organisation) -> None:
    found = the(org, begin(org, CLEAR))
    election = read(CLEAR, "papers.blt")
    assert found.result == count(election.contest, election.cast, Terms(rule="scottish-stv"))
    assert found.state is State.COUNTED


def test_a_result_is_declared_by_the_returning_officer_once(org: Organisation) -> None:
    begun = begin(org, CLEAR)
    org.refused(NotAllowed, DeclareResult(count=begun), STAFF, POWER)
    org.ask(DeclareResult(count=begun), OFFICER)
    assert the(org, begun).state is State.DECLARED
    org.refused(OutOfOrder, DeclareResult(count=begun), OFFICER)


def test_nothing_is_declared_while_a_tie_waits(org: Organisation) -> None:
    begun = begin(org, TIED)
    assert the(org, begun).state is State.WAITING
    refusal = org.refused(OutOfOrder, DeclareResult(count=begun), OFFICER)
    assert "waiting for a decision on a tie" in refusal.sentence


def test_a_tie_is_decided_by_the_returning_officer_with_reasons(org: Organisation) -> None:
    begun = begin(org, TIED)
    decide = DecideTie(count=begun, chosen="Cy", reason="A coin, tossed before both agents.")
    org.refused(NotAllowed, decide, STAFF, POWER)
    org.refused(BadInput, decide.model_copy(update={"chosen": "Ann"}), OFFICER)
    org.ask(decide, OFFICER)
    org.hands.settle()
    result = the(org, begun).result
    assert result is not None
    assert [(tie.between, tie.chosen) for tie in result.ties] == [(("Bo", "Cy"), "Cy")]
    org.refused(OutOfOrder, decide, OFFICER)


def test_a_tie_that_the_terms_decide_waits_for_nobody(org: Organisation) -> None:
    drawn = Terms(rule="scottish-stv", ties=(BySeed(seed="a published number"),))
    begun = org.hands.began(org.ask(handed_in(org, TIED, terms=drawn), OFFICER))
    org.hands.settle()
    result = the(org, begun).result
    assert result is not None
    assert "drawn by lot" in result.ties[0].how


def test_nobody_records_a_result_by_hand(org: Organisation) -> None:
    result = the(org, begin(org, CLEAR)).result
    assert result is not None
    begun = begin(org, TIED)
    org.refused(NotAllowed, RecordResult(count=begun, result=result), OFFICER)


@pytest.mark.parametrize(
    ("bundle", "said"),
    [
        (Bundle(sha256="0" * 64, papers=9, origin="nowhere"), "No papers with the hash"),
        (None, "9 papers; 8 were handed in"),
    ],
)
def test_papers_that_cannot_be_counted_end_the_count(
    org: Organisation, bundle: Bundle | None, said: str
) -> None:
    wrong = bundle or Bundle(sha256=org.hands.bundles.deposit(CLEAR), papers=8, origin="the hall")
    begun = org.hands.began(org.ask(handed_in(org, CLEAR, bundle=wrong), OFFICER))
    org.hands.settle()
    assert the(org, begun).state is State.REFUSED
    journal = org.store.acts(after=0, topics=(Count.Refused.TOPIC,), limit=10)
    event: Any = journal[-1].event
    assert said in event.reason
    org.refused(OutOfOrder, DeclareResult(count=begun), OFFICER)


def test_two_candidates_of_one_name_are_refused(org: Organisation) -> None:
    contest = read(CLEAR, "papers.blt").contest
    twins = (contest.candidates[0], contest.candidates[0], contest.candidates[2])
    same = Contest(seats=1, candidates=twins)
    refusal = org.refused(BadInput, handed_in(org, CLEAR, contest=same), OFFICER)
    assert "tells them apart" in refusal.sentence


def test_papers_of_an_election_come_in_by_its_own_verb(org: Organisation) -> None:
    of_one = handed_in(org, CLEAR, election=UUID(int=1), section="north")
    assert "hand_in_papers" in org.refused(BadInput, of_one, OFFICER).sentence
