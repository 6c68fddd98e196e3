"""Elections from the call to the count: whoever hands papers in chooses nothing about the count."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from domain.counting.contest import Candidate
from domain.counting.count import count as count_papers
from domain.counting.formats.reading import read
from domain.counting.outcomes import Contested, Short, Unopposed
from domain.counting.quotas_choice import QuotaGroup
from domain.counting.terms import BySeed, Settled
from domain.elections.count import Bundle, Count, State
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.standing import Papers
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly
from domain.rules.values import Choice, Seats, Section
from services.application.counts import DecideTie, DeclareResult, RecordLotValue
from services.application.elections import (
    AnnounceLot,
    CallElection,
    CloseNominations,
    HandInPapers,
)
from services.cli.commands import COUNTING, commands
from tests.application.organisation import MEMBERS, STAFF, START, Organisation
from tests.application.test_counts import OFFICER, POWER, with_an_officer

METHOD, TIES, SEATS = (f"election.ncg.{name}" for name in ("method", "tie_rule", "seats"))
KNOWN_FROM = START + timedelta(days=7)
LOTTERY = LotSource(source="the lottery of the next Saturday", known_from=KNOWN_FROM)
STANDING = ("Ann", "Bea", "Cy", "Dan")
WOMEN = ("Ann", "Bea")
CLEAR = b'4 2\n5 1 0\n4 3 0\n3 4 3 0\n1 2 0\n0\n"Ann"\n"Bea"\n"Cy"\n"Dan"\n"North"\n'
TIED = b'4 2\n6 1 0\n2 2 0\n2 3 0\n2 4 0\n0\n"Ann"\n"Bea"\n"Cy"\n"Dan"\n"North"\n'


class Called:
    """An election to two places, of which one is a woman's, with a returning officer."""

    def __init__(self, method: str = "scottish-stv", ties: str = "lot", women: int = 1) -> None:
        places = Seats(seats=(Section(section="north", seats=2, min_women=women),))
        self.org = with_an_officer(
            Organisation.without_rules(
                election__ncg__method=Choice(choice=method),
                election__ncg__tie_rule=Choice(choice=ties),
                election__ncg__seats=places,
            )
        )
        called = self.org.ask(CallElection(body="ncg", title="NCG"), STAFF)
        self.id = self.org.hands.began(called)

    @property
    def election(self) -> Election:
        return self.org.store.load(Election, self.id)

    def announcing(self, lot: LotSource = LOTTERY) -> AnnounceLot:
        return AnnounceLot(election=self.id, lot=lot)

    def closing(self, *names: str, group: str = "women") -> CloseNominations:
        women = WOMEN if self.election.terms.sections[0].min_women else ()
        candidates = tuple(
            Candidate(name=name, groups=(group,) if name in women else ()) for name in names
        )
        return CloseNominations(election=self.id, section="north", candidates=candidates)

    def handing_in(self, papers: bytes, **other: object) -> HandInPapers:
        found = read(papers, "papers.blt")
        sha = self.org.hands.bundles.deposit(papers)
        bundle = Bundle(sha256=sha, papers=found.cast.total, origin="the hall")
        handed: dict[str, object] = {
            "section": "north",
            "candidates": found.contest.names,
            "bundle": bundle,
            **other,
        }
        return HandInPapers(election=self.id, papers=Papers.model_validate(handed))

    def counted(self, papers: bytes) -> Count:
        """Everything up to where the count rests."""
        self.org.ask(self.closing(*STANDING), OFFICER)
        if self.election.terms.by_lot:
            self.org.ask(self.announcing(), OFFICER)
        begun = next(
            one.stream
            for one in self.org.ask(self.handing_in(papers), OFFICER).result.acts
            if one.version == 1
        )
        self.org.hands.settle()
        return self.the(begun)

    def the(self, count: UUID) -> Count:
        return self.org.store.load(Count, count)


@pytest.fixture
def called() -> Called:
    return Called()


def test_method_places_quotas_and_ties_come_from_the_rulebook_alone(called: Called) -> None:
    counted = called.counted(CLEAR)
    terms, contest = counted.matter.terms, counted.matter.contest
    assert (terms.rule, terms.quotas) == ("scottish-stv", (QuotaGroup(group="women", least=1),))
    assert (terms.ties, terms.ties_by_the_rule) == ((), False)
    assert (contest.seats, counted.matter.lot) == (2, LOTTERY)
    assert counted.state is State.COUNTED


def test_the_quota_of_the_rulebook_is_kept_in_the_count(called: Called) -> None:
    few_for_women = b'4 2\n9 3 0\n8 4 0\n1 2 0\n0\n"Ann"\n"Bea"\n"Cy"\n"Dan"\n"North"\n'
    result = called.counted(few_for_women).result
    assert result is not None
    assert len(set(result.elected) & set(WOMEN)) == 1


def test_a_rule_that_no_count_follows_stops_the_call() -> None:
    for name, said in (("method", "hare-clark"), ("tie_rule", "coin")):
        rules: Any = {f"election__ncg__{name}": Choice(choice=said)}
        org = Organisation.without_rules(**rules)
        refusal = org.refused(
            RuleBroken, CallElection(body="ncg", title="NCG"), STAFF, f"election.ncg.{name}"
        )
        assert said in refusal.sentence


def test_quotas_that_cannot_be_kept_are_refused_when_nominations_close(called: Called) -> None:
    men = called.closing("Cy", "Dan", "Ed")
    refusal = called.org.refused(RuleBroken, men, OFFICER, SEATS)
    assert "women" in refusal.sentence
    assert called.election.standing == ()


@pytest.mark.parametrize(
    ("names", "outcome"),
    [
        (STANDING, Contested()),
        (("Ann", "Dan"), Unopposed(elected=("Ann", "Dan"))),
        (("Ann",), Short(elected=("Ann",), unfilled=1)),
    ],
)
def test_what_becomes_of_the_section_is_recorded(
    called: Called, names: tuple[str, ...], outcome: object
) -> None:
    called.org.ask(called.closing(*names), OFFICER)
    standing = called.election.of_section("north")
    assert standing is not None
    assert standing.outcome == outcome
    called.org.refused(OutOfOrder, called.closing(*names), OFFICER)


def test_nominations_are_closed_by_the_returning_officer(called: Called) -> None:
    called.org.refused(NotAllowed, called.closing(*STANDING), MEMBERS[3], POWER)
    misspelt = called.closing(*STANDING, group="wommen")
    assert "It counts: women." in called.org.refused(BadInput, misspelt, OFFICER).sentence
    twins = called.closing("Ann", "Ann", "Bea")
    assert "tells them apart" in called.org.refused(BadInput, twins, OFFICER).sentence


def test_nobody_counts_where_nobody_votes_or_before_nominations_close(called: Called) -> None:
    called.org.refused(OutOfOrder, called.handing_in(CLEAR), OFFICER, POWER)
    called.org.ask(called.closing("Ann", "Dan"), OFFICER)
    two = b'2 2\n1 1 0\n0\n"Ann"\n"Dan"\n"North"\n'
    refusal = called.org.refused(OutOfOrder, called.handing_in(two), OFFICER, POWER)
    assert "Nobody votes" in refusal.sentence


def test_papers_are_those_of_who_stands(called: Called) -> None:
    called.org.ask(called.announcing(), OFFICER)
    called.org.ask(called.closing(*STANDING), OFFICER)
    strange = CLEAR.replace(b'"Dan"', b'"Eve"')
    assert "Dan" in called.org.refused(BadInput, called.handing_in(strange), OFFICER).sentence
    elsewhere = called.handing_in(CLEAR, section="nowhere")
    assert "It has: north." in called.org.refused(BadInput, elsewhere, OFFICER).sentence


def test_one_who_withdrew_stays_on_the_paper_and_out_of_the_count(called: Called) -> None:
    called.org.ask(called.announcing(), OFFICER)
    called.org.ask(called.closing(*STANDING), OFFICER)
    begun = called.org.hands.began(
        called.org.ask(called.handing_in(CLEAR, withdrawn=("Cy",)), OFFICER)
    )
    called.org.hands.settle()
    result = called.the(begun).result
    assert result is not None
    assert result.withdrawn == ("Cy",)
    assert "Cy" not in result.elected


def test_papers_of_a_section_are_counted_once(called: Called) -> None:
    called.counted(CLEAR)
    called.org.refused(OutOfOrder, called.handing_in(TIED), OFFICER)


def test_papers_that_could_not_be_counted_are_handed_in_again(called: Called) -> None:
    called.org.ask(called.announcing(), OFFICER)
    called.org.ask(called.closing(*STANDING), OFFICER)
    wrong = called.handing_in(CLEAR)
    bundle = wrong.papers.bundle.model_copy(update={"papers": 99})
    miscounted = wrong.papers.model_copy(update={"bundle": bundle})
    called.org.ask(HandInPapers(election=called.id, papers=miscounted), OFFICER)
    called.org.hands.settle()
    begun = called.org.hands.began(called.org.ask(called.handing_in(CLEAR), OFFICER))
    called.org.hands.settle()
    assert called.the(begun).state is State.COUNTED


def test_papers_that_name_others_than_was_said_are_not_counted(called: Called) -> None:
    called.org.ask(called.announcing(), OFFICER)
    called.org.ask(called.closing(*STANDING), OFFICER)
    turned = called.handing_in(CLEAR, candidates=("Dan", "Cy", "Bea", "Ann"))
    begun = called.org.hands.began(called.org.ask(turned, OFFICER))
    called.org.hands.settle()
    assert called.the(begun).state is State.REFUSED
    assert called.the(begun).result is None


def test_a_lot_is_announced_before_papers_are_handed_in(called: Called) -> None:
    called.org.ask(called.closing(*STANDING), OFFICER)
    refusal = called.org.refused(OutOfOrder, called.handing_in(CLEAR), OFFICER, TIES)
    assert "Announce first" in refusal.sentence
    called.org.refused(NotAllowed, called.announcing(), MEMBERS[3], POWER)
    called.org.ask(called.announcing(), OFFICER)
    called.org.ask(called.handing_in(CLEAR), OFFICER)
    called.org.refused(OutOfOrder, called.announcing(), OFFICER)


def test_no_paper_comes_in_and_nothing_is_announced_once_the_value_is_known(
    called: Called,
) -> None:
    called.org.ask(called.closing(*STANDING), OFFICER)
    called.org.ask(called.announcing(), OFFICER)
    called.org.hands.at(KNOWN_FROM)
    called.org.refused(RuleBroken, called.handing_in(CLEAR), OFFICER, TIES)
    called.org.refused(RuleBroken, called.announcing(), OFFICER, TIES)
    later = LotSource(source="the next one", known_from=KNOWN_FROM + timedelta(days=7))
    called.org.ask(called.announcing(later), OFFICER)
    called.org.ask(called.handing_in(CLEAR), OFFICER)


def test_a_tie_is_drawn_from_the_announced_value_and_nobody_decides_it(called: Called) -> None:
    org, waiting = called.org, called.counted(TIED)
    assert waiting.state is State.DRAWING
    tie = waiting.open_tie
    assert tie is not None
    decide = DecideTie(count=waiting.id, chosen=tie.between[0], reason="I like them.")
    org.refused(OutOfOrder, decide, OFFICER, POWER)
    org.refused(OutOfOrder, DeclareResult(count=waiting.id), OFFICER)
    value = RecordLotValue(count=waiting.id, value=" 04 11 23 31 40 52 ")
    org.refused(TooEarly, value, OFFICER, POWER)
    org.hands.at(KNOWN_FROM)
    org.refused(NotAllowed, value, STAFF, POWER)
    org.ask(value, OFFICER)
    org.hands.settle()
    drawn = called.the(waiting.id)
    assert drawn.state is State.COUNTED
    org.refused(OutOfOrder, value, OFFICER)
    seed = f"{sha256(TIED).hexdigest()},04 11 23 31 40 52"
    assert drawn.seed == sha256(seed.encode()).hexdigest()
    assert drawn.result is not None
    assert "drawn by lot" in drawn.result.ties[0].how
    again = waiting.matter.terms.drawing(BySeed(seed=drawn.seed))
    assert drawn.result == count_papers(drawn.matter.contest, read(TIED, "again.blt").cast, again)


def test_where_the_rulebook_says_so_the_returning_officer_decides() -> None:
    called = Called(ties="decision", women=0)
    called.org.refused(RuleBroken, called.announcing(), OFFICER, TIES)
    waiting = called.counted(TIED)
    tie = waiting.open_tie
    assert (waiting.state, waiting.matter.lot) == (State.WAITING, None)
    assert tie is not None
    value = RecordLotValue(count=waiting.id, value="7")
    called.org.refused(OutOfOrder, value, OFFICER)
    while called.the(waiting.id).state is State.WAITING:
        open_tie = called.the(waiting.id).open_tie
        assert open_tie is not None
        decide = DecideTie(count=waiting.id, chosen=open_tie.between[0], reason="By the bylaws.")
        called.org.ask(decide, OFFICER)
        called.org.hands.settle()
    assert called.the(waiting.id).state is State.COUNTED


def test_whoever_has_papers_and_terms_counts_the_same_with_the_command(
    called: Called, tmp_path: Path
) -> None:
    called.org.hands.at(START + timedelta(days=1))
    waiting = called.counted(TIED)
    called.org.hands.at(KNOWN_FROM)
    called.org.ask(RecordLotValue(count=waiting.id, value="7"), OFFICER)
    called.org.hands.settle()
    drawn = called.the(waiting.id)
    papers, terms = tmp_path / "papers.blt", tmp_path / "terms.json"
    papers.write_bytes(TIED)
    settled = Settled(contest=drawn.matter.contest, terms=drawn.terms)
    terms.write_text(settled.model_dump_json())
    asked = ["count", str(papers), "--terms", str(terms), "--json"]
    again = json.loads(CliRunner().invoke(commands((COUNTING,)), asked).stdout)
    assert drawn.result is not None
    stored = drawn.result.model_dump(mode="json", exclude_none=True)
    assert again == {"file": str(papers), **stored}
    beside = CliRunner().invoke(commands((COUNTING,)), [*asked, "--seats", "1"])
    assert (beside.exit_code, "--seats" in beside.output) == (2, True)
