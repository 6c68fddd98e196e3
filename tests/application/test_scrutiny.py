"""A named scrutineer reports on a ballot after the close, and nothing is counted before that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ballots.scrutiny import SATISFIED, Account, Findings, Scrutiny, scrutiny_id
from domain.kernel.act import Standing
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, TooEarly
from domain.rules.values import Choice, Flag
from services.application.begun import open_processes
from services.application.bodies import SeatMember
from services.application.scrutiny import NameScrutineer, ReportOnBallot
from services.application.suspensions import Suspend
from services.store.port import Receipt
from services.voting.verify_ballot import check
from tests.application.nominated import ANN, DAN, EVE, FAY
from tests.application.organisation import CHAIR, STAFF
from tests.application.voted import MEN_FIRST, Voted
from tests.story.balloted import blind_of
from workflows.contract import BALLOT

ASKED, NAMED_BY = "ballots.scrutineer", "ballots.scrutineer_named_by"
REPORT_DAYS = "ballots.scrutineer_report_days"
WATCHED = {"ballots__scrutineer": Flag(holds=True)}


def naming(it: Voted, person: PersonId = DAN, reason: str = "") -> NameScrutineer:
    return NameScrutineer(ballot=it.ballot.id, person=person, name="Dan", reason=reason)


def report(it: Voted, by: PersonId = DAN, findings: Findings = SATISFIED) -> Receipt:
    return it.org.ask(ReportOnBallot(ballot=it.ballot.id, findings=findings), by)


def scrutiny(it: Voted) -> list[Scrutiny.Event | Scrutiny.Named]:
    acts = it.org.store.acts(stream=scrutiny_id(it.ballot.id), limit=9)
    return [one.event for one in acts]  # type: ignore[misc]


@pytest.mark.parametrize("grade", ["sealed", "blind"])
def test_nothing_is_counted_before_the_scrutineer_has_reported(grade: str) -> None:
    it = Voted(**WATCHED, ballots__secrecy=Choice(choice=grade))
    it.announce()
    it.org.ask(naming(it), STAFF)
    it.cast(*MEN_FIRST)
    it.org.refused(TooEarly, ReportOnBallot(ballot=it.ballot.id, findings=SATISFIED), DAN, ASKED)
    it.close()
    it.org.hands.at(it.ballot.hours.closes + timedelta(days=2))
    assert it.ballot.papers == len(MEN_FIRST)
    assert not it.ballot.counted
    assert BALLOT in {one.kind for one in open_processes(it.org.store)}
    report(it)
    assert not it.ballot.counted, "the count is a step of the process"
    it.org.hands.settle()
    assert it.ballot.counted
    assert it.voting.counted is not None
    it.declare()
    assert sorted(one.name for one in it.elected) == ["Ann", "Bea"]
    reported = scrutiny(it)[-1]
    assert isinstance(reported, Scrutiny.Reported)
    drawn = len(MEN_FIRST) if grade == "blind" else None
    assert it.ballot.roll is not None
    assert reported.account == Account(
        on_roll=it.ballot.roll.count, credentials=drawn, papers=len(MEN_FIRST)
    )
    assert reported.act.standing is Standing.JUDGED
    if grade == "blind":
        text = blind_of(it.org).published(it.ballot.id)
        assert text is not None
        assert it.ballot.published is not None
        assert check(text, commitment=it.ballot.published) == []


def test_a_ballot_without_a_scrutineer_waits_for_one_and_marks_that_nobody_watched() -> None:
    it = Voted(**WATCHED)
    it.announce()
    it.cast(*MEN_FIRST)
    it.close()
    assert not it.ballot.counted
    it.org.ask(naming(it), STAFF)
    (named,) = scrutiny(it)
    assert named.act.standing is Standing.IRREGULAR
    assert named.act.breaks == (ASKED,)
    report(it)
    it.org.hands.settle()
    assert it.ballot.counted


def test_a_late_report_is_taken_and_marked() -> None:
    it = Voted(**WATCHED)
    it.announce()
    it.org.ask(naming(it), STAFF)
    it.cast(*MEN_FIRST)
    it.close()
    it.org.hands.at(it.ballot.hours.closes + timedelta(days=3, minutes=1))
    report(it)
    assert scrutiny(it)[-1].act.breaks == (REPORT_DAYS,)


def test_only_who_was_named_reports_once_and_says_what_was_amiss() -> None:
    it = Voted(**WATCHED)
    it.announce()
    it.org.ask(naming(it), STAFF)
    it.close()
    hindered = Findings(lawful=True, safeguarded=True, unhindered=False)
    bad = ReportOnBallot(ballot=it.ballot.id, findings=hindered)
    good = ReportOnBallot(ballot=it.ballot.id, findings=SATISFIED)
    it.org.refused(NotAllowed, good, EVE, ASKED)
    it.org.refused(NotAllowed, good, STAFF, ASKED)
    it.org.refused(BadInput, bad, DAN, ASKED)
    report(it, findings=hindered.model_copy(update={"words": "The office was locked."}))
    it.org.refused(OutOfOrder, good, DAN, ASKED)
    it.org.refused(OutOfOrder, naming(it, EVE, "She asked."), STAFF, ASKED)


def test_whoever_is_concerned_watches_over_nothing() -> None:
    it = Voted(**WATCHED)
    it.announce()
    seat = SeatMember(body="ncg", person=FAY, name="Fay", how="appointed", source="a letter")
    it.org.ask(seat, STAFF)
    assert "stands" in it.org.refused(NotAllowed, naming(it, ANN), STAFF, ASKED).sentence
    assert "sits" in it.org.refused(NotAllowed, naming(it, FAY), STAFF, ASKED).sentence
    it.org.refused(NotAllowed, naming(it, STAFF), STAFF, NAMED_BY)
    it.org.refused(NotAllowed, naming(it, EVE), DAN, NAMED_BY)


def test_somebody_else_takes_over_with_a_reason() -> None:
    it = Voted(**WATCHED)
    it.announce()
    it.org.ask(naming(it), STAFF)
    it.org.refused(BadInput, naming(it, EVE), STAFF, ASKED)
    it.org.refused(BadInput, naming(it, DAN, "Again."), STAFF, ASKED)
    it.org.ask(naming(it, EVE, "Dan is ill."), STAFF)
    it.cast(*MEN_FIRST)
    it.close()
    it.org.refused(NotAllowed, ReportOnBallot(ballot=it.ballot.id, findings=SATISFIED), DAN, ASKED)
    report(it, by=EVE)
    it.org.hands.settle()
    assert it.ballot.counted


def test_a_scrutineer_who_is_suspended_does_not_report() -> None:
    it = Voted(**WATCHED)
    it.announce()
    it.org.ask(naming(it), STAFF)
    it.close()
    until = it.org.store.now() + timedelta(days=30, hours=12)
    it.org.ask(Suspend(person=DAN, reasons="Reasons.", until=until), CHAIR)
    good = ReportOnBallot(ballot=it.ballot.id, findings=SATISFIED)
    refusal = it.org.refused(NotAllowed, good, DAN, "suspension.keeps_powers")
    assert "suspended" in refusal.sentence


def test_where_no_rule_asks_for_one_nobody_is_named_and_the_count_waits_for_nobody() -> None:
    it = Voted()
    it.announce()
    it.org.refused(OutOfOrder, naming(it), STAFF, ASKED)
    it.cast(*MEN_FIRST)
    it.close()
    assert it.ballot.counted
