"""Acts that the long record has not: rules that change under way, amendments put in parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from domain.cycle.assembly import Votes
from domain.cycle.calendar import StageName
from domain.cycle.held import Fate
from domain.kernel.ids import RuleId
from domain.rules.values import AmendmentProcedure, Days, Procedure, RuleChange, Who
from domain.text.amendment.change import AmendmentId
from domain.text.text import ParagraphId
from projections.catalogue import PROJECTIONS
from services.application.amending import MoveAmendment, ParagraphEdit, WithdrawAmendment
from services.application.assemblies import DecideAmendments, ReferBack
from services.application.bodies import EstablishBody, JoinMember, SeatMember
from services.application.cycles import OpenCycle
from services.application.proposals import DraftProposal, HandInProposal, SupportProposal
from services.application.rules import FoundRulebook, ReviseRulebook
from services.reading.questions import (
    Reading,
    Upto,
    cycle,
    journal,
    process,
    proposal,
    reading,
    replayed,
    rulebook,
)
from services.store.migrate import migrate
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.voting.memory import MemoryBoxes
from tests.projections.everything import agrees_with_the_log, everything
from tests.projections.record import CARRIED, START, TEXT, Record, sit
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rules

REMAINING = RuleChange(rule=RuleId("refounding.amendment_days"), value=Days(count=40))


@pytest.fixture(scope="module")
def record(module_database_url: str) -> Iterator[Record]:
    migrate(module_database_url)
    with PostgresStore(module_database_url) as store:
        yield Record(Hands(store, MemoryBoxes(store)))


@pytest.fixture(scope="module")
def at(record: Record, module_database_url: str) -> Iterator[Reading]:
    _play(record)
    runner = ProjectionRunner(module_database_url, PROJECTIONS)
    try:
        runner.catch_up()
    finally:
        runner.close()
    with psycopg.connect(module_database_url) as connection, reading(connection) as at:
        yield at


def _play(record: Record) -> None:
    hands = record.hands
    hands.store.clock.hold(START)
    founding = rules(
        constitution__amend_power=Who(powers=("staff", "all_member_ballot")),
        refounding__procedure=AmendmentProcedure(procedure=Procedure.PARTS),
    )
    hands.ask(
        FoundRulebook(title="Rules", clauses=(CLAUSE,), rules=founding, source="test"), member(0)
    )
    for slug, kind, person in (
        ("staff", Kind.STAFF, 0),
        ("ncg", Kind.COORDINATING_GROUP, 1),
        ("leeds", Kind.LOCAL_GROUP, 2),
        ("york", Kind.LOCAL_GROUP, 3),
    ):
        hands.ask(EstablishBody(slug=slug, name=slug.title(), kind=kind), member(0))
        hands.ask(
            SeatMember(body=slug, person=member(person), name=slug.title(), how="elected"),
            member(0),
        )
    for number in range(6):
        hands.ask(JoinMember(number=f"M{number:05}", joined_on=START.date()), member(0))
    record.cycle = hands.began(hands.ask(OpenCycle(title="Refounding"), member(0)))
    record.later(days=1)
    change = ReviseRulebook(title="More time", rules=(REMAINING,), transitional=(record.cycle,))
    hands.ask(change, member(0))
    _amend(record, _draft(record))


def _draft(record: Record) -> UUID:
    hands = record.hands
    draft = DraftProposal(cycle=record.cycle, title="Own", text=TEXT)
    own = record.proposals["Own"] = hands.began(hands.ask(draft, member(2)))
    for supporter in (3, 4):
        hands.ask(SupportProposal(proposal=own), member(supporter))
    hands.ask(HandInProposal(proposal=own), member(2))
    record.after(StageName.DRAFTING)
    return own


def _amend(record: Record, own: UUID) -> None:
    hands = record.hands
    sit(record, StageName.FIRST_ASSEMBLY)
    for words in ("five", "six", "seven"):
        edits = tuple(
            ParagraphEdit(paragraph=ParagraphId(paragraph), becomes=f"A text with {words} words.")
            for paragraph in ("p1", "p2")
        )
        hands.ask(MoveAmendment(proposal=own, paragraphs=edits), member(3), "york")
    record.later(hours=1)
    hands.ask(WithdrawAmendment(proposal=own, amendment=AmendmentId("A3")), member(3), "york")
    record.later(hours=1)
    assembly = record.assembly(StageName.FIRST_ASSEMBLY)
    part = DecideAmendments(
        assembly=assembly, proposal=own, amendments=(AmendmentId("A1/1"),), votes=CARRIED
    )
    hands.ask(part, member(0))
    record.later(hours=1)
    back = ReferBack(
        assembly=assembly,
        proposal=own,
        paragraph=ParagraphId("p2"),
        reason="unclear",
        votes=Votes(in_favour=4, against=0),
    )
    hands.ask(back, member(0))
    record.later(hours=1)


def test_a_cycle_that_a_transitional_clause_moves_is_governed_by_the_newer_rules(
    at: Reading, record: Record
) -> None:
    found = cycle(at, record.cycle)
    assert (found.cycle.version_before_move, found.cycle.governing_version) == (1, 2)
    assert found.process.governing_version == 2
    window = next(s for s in process(at, record.cycle).stages if s.stage == StageName.AMENDMENTS)
    assert window.due - window.planned >= timedelta(days=18)
    assert rulebook(at).edition == 2


def test_the_parts_of_an_amendment_have_fates_of_their_own(at: Reading, record: Record) -> None:
    found = proposal(at, record.proposals["Own"])
    fates = {held.amendment: held.fate for held in found.amendments}
    assert fates["A1"] is Fate.DIVIDED
    assert fates["A1/1"] is Fate.CARRIED
    assert fates["A1/2"] is Fate.REFERRED
    assert fates["A3"] is Fate.WITHDRAWN


def test_a_part_has_its_mover_and_its_moment_from_the_whole(at: Reading, record: Record) -> None:
    found = proposal(at, record.proposals["Own"])
    held = {one.amendment: one for one in found.amendments}
    for part in (one for one in found.amendments if one.part_of is not None):
        whole = held[part.part_of or ""]
        assert (part.group_name, part.moved_at) == ("York", whole.moved_at)
    assert {one.part_of for one in found.amendments} == {None, "A1", "A2"}


def test_what_is_left_of_an_amendment_after_a_paragraph_went_back_is_still_open(
    at: Reading, record: Record
) -> None:
    found = proposal(at, record.proposals["Own"])
    held = {one.amendment: one for one in found.amendments}
    assert held["A2"].is_open
    touched = {getattr(change, "paragraph", None) for change in held["A2"].content.changes}
    assert touched == {"p1"}
    assert held["A2/p2"].fate is Fate.REFERRED


def test_rarer_acts_are_told_in_sentences(at: Reading) -> None:
    said = [line.sentence for line in journal(at).acts]
    assert "Amendment A1 to “Own” was put in parts: A1/1 and A1/2." in said
    assert "York withdrew amendment A3 to “Own”." in said
    assert any("is governed by version 2 of the rulebook" in one for one in said)


def test_the_views_say_of_each_thing_what_the_log_says(at: Reading, record: Record) -> None:
    agrees_with_the_log(at, record)


@pytest.mark.long
def test_the_past_of_rarer_acts_is_what_a_replay_shows(
    at: Reading, record: Record, module_database_url: str
) -> None:
    assert at.view.position == record.hands.store.head()
    for moment in record.moments:
        with (
            psycopg.connect(module_database_url) as connection,
            reading(connection, moment) as past,
        ):
            live = everything(past, record, [])
        with replayed(module_database_url, Upto(moment=moment)) as anew:
            assert everything(anew, record, []) == live
