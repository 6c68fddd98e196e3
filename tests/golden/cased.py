"""Cases and suspensions with every act that they have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.cases.complaint import Complaint, Intake
from domain.cases.file import CaseFile, ReadsAs
from domain.cases.panel import Chosen, Instance, Panel, Vote
from domain.cases.panel_lot import PanelLot
from domain.cases.sides import CaseId, Side
from domain.cases.suspension import Suspension
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import CONVENOR, CommandId, PersonId, derived
from domain.rules.governing import Governing
from domain.rules.rulebook import Rulebook
from tests.support.hands import member
from tests.support.rulebook import CLAUSE, rules

DAY: Final = datetime(2021, 7, 26, 16, tzinfo=UTC)
ADA, BO, CY, DI, EVE = (member(number) for number in range(2, 7))
SECRET: Final = "a word of mine alone"
WHY: Final = "for a reason"
UPHELD: Final = Vote(upheld=True, sanction="warning")


def case(name: str) -> CaseId:
    return CaseId(derived(CONVENOR, "sample case", name))


def act(days: float = 0, person: PersonId = CY) -> Act:
    return Act(
        occurred_at=DAY + timedelta(days=days),
        actor=person,
        recorded_by=person,
        authority=Authority(kind="post", name="secretary of the sample"),
        command_id=CommandId(derived(CONVENOR, "sample of a case", days)),
        rulebook_version=1,
    )


def edition() -> Governing:
    found = Rulebook.found(act(), "Rules", (CLAUSE,), rules()).editions[0]
    return Governing(opening=found, current=found)


def cases() -> Iterator[Aggregate]:
    """At least one act of each kind."""
    terms = edition()
    yield from (_heard(terms), _appeal_panel(terms), _file(), _lot())
    yield from _ended_early(terms)
    yield from (_suspended(terms), _lifted(terms))


def _received(name: str, terms: Governing) -> Complaint:
    intake = Intake(
        text="They shouted.", about="the treasurer", complainant=ADA, reached_by="ada@example.org"
    )
    return Complaint.receive(case(name), act(), intake, SECRET, terms)


def _heard(terms: Governing) -> Complaint:
    found = _received("heard", terms)
    found.acknowledge(act(1))
    found.take_measure(act(1), "No contact.", WHY, DAY + timedelta(days=20), terms)
    found.end_measure(act(2), 1, WHY)
    found.take_up(act(2), BO, WHY, terms)
    found.form_panel(act(3), terms)
    found.tell_respondent(act(4), "That you shouted.", SECRET[::-1], terms)
    found.give_evidence(act(5), Side.RESPONDENT, "I was away.")
    due = found.clocks[0].due + timedelta(days=2)
    found.extend_evidence(act(6), due, WHY, terms)
    found.fix_hearing(act(7), DAY + timedelta(days=20), "the hall", terms)
    found.hold_hearing(act(20), (Side.COMPLAINANT, Side.RESPONDENT), "Both spoke.", terms)
    found.record_contact(act(21), "Somebody telephoned.")
    found.follow(act(90), terms)
    found.find(act(91), UPHELD, WHY, terms)
    found.tell_decision(act(92), terms)
    found.appeal(act(93), Side.RESPONDENT, WHY, terms)
    found.form_appeal_panel(act(94), terms)
    found.decide_appeal(act(95), Vote(upheld=False), WHY, terms)
    found.review_record(act(96), "Panels need training.")
    return found


def _ended_early(terms: Governing) -> Iterator[Complaint]:
    settled, merged, stood, upheld = (_received(f"early {at}", terms) for at in range(4))
    settled.settle(act(1), "They talked.", terms)
    merged.merge(act(1), case("heard"), WHY, terms)
    stood.refuse(act(1), WHY, terms)
    stood.follow(act(60), terms)
    upheld.refuse(act(1), WHY, terms)
    upheld.ask_review(act(2), WHY, terms)
    upheld.uphold_refusal(act(3, DI), WHY, terms)
    yield from (settled, merged, stood, upheld)


def _appeal_panel(terms: Governing) -> Panel:
    chosen = Chosen(people=(CY, DI, EVE), how="lot", seed="a seed")
    found = Panel.appoint(
        act().within(case("heard"), 1), case("heard"), Instance.APPEAL, chosen, act(7).occurred_at
    )
    found.challenge(act(1), DI, Side.RESPONDENT, WHY)
    found.dismiss_challenge(act(2), DI, WHY)
    found.recuse(act(3, EVE), EVE, WHY)
    found.replace(act(4), Chosen(people=(member(7),), how="lot", seed="b"), act(9).occurred_at)
    found.declare(act(5), CY, "I know them a little.")
    found.fall_late(act(8), terms.rule("complaints.declare_days"))
    found.declare(act(9, DI), DI, None)
    for person in (CY, DI):
        found.vote(act(10, person), person, UPHELD, terms)
    found.decide(act(11), terms)
    return found


def _file() -> CaseFile:
    found = CaseFile.open(act(), case("heard"))
    found.read(act(1), ReadsAs.PANEL)
    return found


def _lot() -> PanelLot:
    values = {Instance.FIRST: "a value", Instance.APPEAL: "another value"}
    return PanelLot.lay_down(act(), case("heard"), values)


def _suspended(terms: Governing) -> Suspension:
    stream = derived(CONVENOR, "a suspension")
    until = DAY + timedelta(days=50)
    found = Suspension.impose(stream, act(), BO, WHY, until, terms, pending=case("heard"))
    found.hear(act(1, BO), "It was not me.")
    found.read(act(1))
    found.appeal(act(2, BO), WHY, terms)
    found.dismiss_appeal(act(3, DI), WHY)
    found.review(act(20), WHY, terms)
    found.renew(act(40), WHY, DAY + timedelta(days=90), terms)
    found.follow(act(100), terms)
    return found


def _lifted(terms: Governing) -> Suspension:
    stream = derived(CONVENOR, "another suspension")
    found = Suspension.impose(stream, act(), BO, WHY, DAY + timedelta(days=50), terms)
    found.lift(act(1), WHY)
    return found
