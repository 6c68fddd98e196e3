"""Elections, as far as calling them: the rulebook of the day says how they are held."""

from __future__ import annotations

from domain.bodies.body import Body, body_id
from domain.elections.election import Election
from domain.kernel.ids import RuleId
from domain.kernel.sane import Line
from services.application.case import Case
from services.application.command import VERBS, Command

CALLED_BY = RuleId("elections.called_by")


class CallElection(Command):
    """Call an election to a body."""

    body: Line
    title: Line


@VERBS.handles(CallElection)
def call_election(case: Case, command: CallElection) -> None:
    body = case.load(Body, body_id(command.body))
    act = case.act_by_power(CALLED_BY)
    case.add(Election.call(case.id_for("election"), act, body, command.title, case.edition))
