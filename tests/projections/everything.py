"""Every answer that there is about the record, so that two ways of looking can be compared."""

from __future__ import annotations

from uuid import UUID

from pydantic import JsonValue

from domain.bodies.body import body_id
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.kernel.refusal import NotFound
from services.reading.questions import (
    Answer,
    Filter,
    Page,
    Reading,
    alarms,
    assembly,
    ballot,
    board,
    bodies,
    body,
    claim,
    claims,
    cycle,
    elections,
    journal,
    notice,
    notices,
    organisation,
    person,
    process,
    proposal,
    proposals,
    retell,
    rule_history,
)
from services.voting.port import Turnout
from tests.projections.record import Record
from tests.support.hands import member


def everything(at: Reading, record: Record, turnout: list[Turnout]) -> dict[str, JsonValue]:
    """All answers by a name, without the view that they stand for."""
    told: dict[str, JsonValue] = {}

    def tell(name: str, *answers: Answer) -> None:
        told[name] = [_without_view(answer) for answer in answers]

    tell("board", board(at))
    tell("alarms", alarms(at))
    tell("organisation", organisation(at))
    tell("bodies", bodies(at), *(body(at, line.slug) for line in bodies(at).bodies))
    tell("claims", claims(at), *(claim(at, line.claim) for line in claims(at).claims))
    tell("elections", elections(at))
    tell("notices", notices(at), *(notice(at, line.notice) for line in notices(at).notices))
    tell("proposals", *(proposal(at, line.proposal) for line in proposals(at)))
    tell("journal", journal(at, Filter(), Page(limit=1_000)))
    tell("retold", *retell(at, record.cycle), *retell(at, body_id("leeds")))
    for one in board(at).processes:
        tell(str(one.process), _process(at, one.kind, one.process, turnout))
    for rule in ("ncg.meetings.quorum", "election.ncg.method", "refounding.reminder_days"):
        tell(rule, *_if_there(at, rule))
    for number in range(12):
        tell(f"person {number}", *_person_if_there(at, member(number)))
    return told


def _process(at: Reading, kind: str, which: UUID, turnout: list[Turnout]) -> Answer:
    if kind == "cycle":
        return cycle(at, which)
    if kind == "assembly":
        return assembly(at, which)
    return ballot(at, which, turnout) if kind == "ballot" else elections(at)


def _if_there(at: Reading, rule: str) -> tuple[Answer, ...]:
    try:
        return (rule_history(at, rule),)
    except NotFound:
        return ()


def _person_if_there(at: Reading, someone: UUID) -> tuple[Answer, ...]:
    try:
        return (person(at, someone),)
    except NotFound:
        return ()


def _without_view(answer: Answer) -> JsonValue:
    plain: JsonValue = answer.model_dump(mode="json")
    return _stripped(plain)


def _stripped(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {name: _stripped(part) for name, part in value.items() if name != "view"}
    return [_stripped(part) for part in value] if isinstance(value, list) else value


def agrees_with_the_log(at: Reading, record: Record) -> None:
    """What the views say now is what the log itself says, thing by thing."""
    store = record.hands.store
    calendar = store.load(Cycle, record.cycle).calendar
    stages = {one.stage: (one.opens, one.due) for one in process(at, record.cycle).stages}
    assert stages == {one.name: (one.opens, one.due) for one in calendar.stages}
    for line in proposals(at):
        shown, kept = proposal(at, line.proposal), store.load(Proposal, line.proposal)
        assert {one.content.id: one.held for one in shown.amendments} == kept.held
        assert tuple(one.asked for one in shown.versions) == kept.versions
        assert tuple(one.person for one in shown.supporters) == kept.supporters
        assert tuple(one.stage for one in shown.passed_on) == kept.passed_on
        kept_for_paper = {one.amendment for one in kept.alternatives}
        assert {one.content.id for one in shown.amendments if one.is_alternative} == kept_for_paper
