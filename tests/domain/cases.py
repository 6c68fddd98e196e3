"""Cases as far as a test needs them: one at each stage, under the small rulebook."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint, Intake
from domain.cases.panel import Chosen, Instance, Panel, Vote
from domain.cases.sides import CaseId, Side
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.rules.rulebook import Governing
from tests.domain.acts import act, an_id, days, governing

CASE: Final = CaseId(an_id("case"))
SECRET, OTHER_SECRET = "a word of mine alone", "another word of theirs"
ADA, BO, CY, DI, EVE, FLO, GUS = (
    PersonId(an_id(name)) for name in ("ada", "bo", "cy", "di", "eve", "flo", "gus")
)
RULES: Final = governing()
FOR, AGAINST = Vote(upheld=True, sanction="warning"), Vote(upheld=False)


def by(person: PersonId, after: timedelta = timedelta()) -> Act:
    return act(after).model_copy(update={"actor": person})


def received(rules: Governing = RULES) -> Complaint:
    intake = Intake(text="They shouted at me.", about="the treasurer", complainant=ADA)
    return Complaint.receive(CASE, act(), intake, SECRET, rules)


def refused() -> Complaint:
    found = received()
    found.refuse(by(CY, days(1)), "It is about another organisation.", RULES)
    return found


def taken_up() -> Complaint:
    found = received()
    found.take_up(act(days(1)), BO, "It is about how members treat each other.", RULES)
    return found


def with_panel() -> Complaint:
    found = taken_up()
    found.form_panel(act(days(2)), RULES)
    return found


def in_evidence() -> Complaint:
    found = with_panel()
    found.tell_respondent(act(days(3)), "That you shouted.", OTHER_SECRET, RULES)
    return found


def deliberating() -> Complaint:
    found = in_evidence()
    found.follow(act(days(24)), RULES)
    return found


def decided(vote: Vote = FOR) -> Complaint:
    found = deliberating()
    found.find(act(days(25)), vote, "Two saw it.", RULES)
    return found


def told() -> Complaint:
    found = decided()
    found.tell_decision(act(days(26)), RULES)
    return found


def appealed() -> Complaint:
    found = told()
    found.appeal(act(days(27)), Side.RESPONDENT, "Nobody asked me.", RULES)
    return found


def at_appeal() -> Complaint:
    found = appealed()
    found.form_appeal_panel(act(days(28)), RULES)
    return found


def panel(instance: Instance = Instance.FIRST) -> Panel:
    chosen = Chosen(people=(CY, DI, EVE), how="lot", seed="seed")
    return Panel.appoint(act().within(CASE, 1), CASE, instance, chosen, act(days(7)).occurred_at)


def declared() -> Panel:
    found = panel()
    for person in (CY, DI, EVE):
        found.declare(by(person, days(1)), person, None)
    return found


def due(complaint: Complaint, runs: Runs) -> datetime:
    return next(one.due for one in complaint.clocks if one.runs is runs)


def running(complaint: Complaint) -> tuple[Runs, ...]:
    return tuple(one.runs for one in complaint.clocks)
