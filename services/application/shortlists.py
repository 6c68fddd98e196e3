"""Rule changes that a working group shortlists and the full group proposes."""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.cycle.suggested import Listed, Suggested, SuggestedChange
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, RuleId
from domain.kernel.refusal import BadInput
from domain.kernel.sane import Line
from domain.meetings.saying import PROPOSES, Deed
from domain.rules.values import Flag, Rule
from domain.text.text import Text
from services.application.bodies import speaker_for
from services.application.case import SPOKEN_FOR_BY, Case
from services.application.command import VERBS, Command
from services.application.deciding import After, by_decision
from services.application.proposals import Wording, asked
from services.application.registers import by_keeper
from services.application.rules import must_be_open
from services.application.trial import must_hold_together

A_PROPOSAL = Deed(PROPOSES, "shortlisted, proposed or left out")
SHORTLISTED_BY, PROPOSED_BY = "rule_changes.shortlisted_by", "rule_changes.proposed_by"
SHORTLIST_NEEDED = "rule_changes.shortlist_needed"


class SuggestRuleChange(Wording):
    """Draft a change of the rules in the name of a body, for a shortlist."""

    body: Line
    title: Line


class Decided(Command):
    """Something that a meeting decided, by the number of its decision."""

    meeting: UUID
    number: int

    @property
    def decided(self) -> DecidedAt:
        return DecidedAt(meeting=self.meeting, number=self.number)


class ShortlistRuleChanges(Decided):
    """Put drafts on a shortlist, by a decision of the working group."""

    title: Line
    changes: tuple[UUID, ...]


class ProposeRuleChange(Decided):
    """Propose a change, by a decision of the full group."""

    change: UUID


class LeaveOutRuleChange(Decided):
    """Record that the full group decided not to propose a change."""

    change: UUID
    reason: Line


class ConcludeRuleChange(Command):
    """Record whether a change that was proposed was carried, and by what."""

    change: UUID
    carried: bool
    how: Line


@VERBS.handles(SuggestRuleChange)
def suggest_rule_change(case: Case, command: SuggestRuleChange) -> None:
    body = case.load(Body, body_id(command.body))
    act = case.act(speaker_for(case, body)).under(SPOKEN_FOR_BY)
    wanted = asked(command, Text.from_plain(command.text))
    if wanted.changes_the_rulebook:
        must_hold_together(case, wanted.revision(command.title, case.now))
        must_be_open(case, wanted.transitional)
    group = BodyId(_group_above(case, body).id)
    what = Suggested(title=command.title, asked=wanted)
    case.add(
        SuggestedChange.draft(
            case.id_for("rule change"), act, (BodyId(body.id), body.name), group, what
        )
    )


@VERBS.handles(ShortlistRuleChanges)
def shortlist_rule_changes(case: Case, command: ShortlistRuleChanges) -> None:
    changes = [case.load(SuggestedChange, one) for one in dict.fromkeys(command.changes)]
    if not changes:
        raise BadInput("A shortlist names at least one draft.")
    listed = Listed(title=command.title, decided=command.decided)
    for change in changes:
        change.shortlist(_by(case, change, SHORTLISTED_BY, command.decided), listed)


@VERBS.handles(ProposeRuleChange)
def propose_rule_change(case: Case, command: ProposeRuleChange) -> None:
    change = case.load(SuggestedChange, command.change)
    act = _by(case, change, PROPOSED_BY, command.decided)
    needed = _needed(case, change)
    change.propose(act if needed is None else act.under(needed.id), command.decided, needed)


@VERBS.handles(LeaveOutRuleChange)
def leave_out_rule_change(case: Case, command: LeaveOutRuleChange) -> None:
    change = case.load(SuggestedChange, command.change)
    act = _by(case, change, PROPOSED_BY, command.decided)
    change.leave_out(act, command.decided, command.reason)


@VERBS.handles(ConcludeRuleChange)
def conclude_rule_change(case: Case, command: ConcludeRuleChange) -> None:
    change = case.load(SuggestedChange, command.change)
    change.conclude(by_keeper(case), command.how, carried=command.carried)


def _by(case: Case, change: SuggestedChange, rule: str, decided: DecidedAt) -> Act:
    """The act of whoever carries out a decision of the body that a rule of the group names."""
    group = case.load(Body, change.group)
    power = RuleId(f"{group.slug}.{rule}")
    after = After(change.id, "this change was drafted")
    return by_decision(case, decided, power, deed=A_PROPOSAL, after=after)


def _needed(case: Case, change: SuggestedChange) -> Rule | None:
    """The rule by which only what is on a shortlist is proposed, if there is one and it holds."""
    name = f"{case.load(Body, change.group).slug}.{SHORTLIST_NEEDED}"
    if not case.edition.has(name) or not case.edition.value(name, Flag).holds:
        return None
    return case.edition.rule(name)


def _group_above(case: Case, body: Body) -> Body:
    """The group that proposes what a body drafts: its parent, or itself; raises `NotFound`."""
    if body.parent is None or case.edition.has(f"{body.slug}.{PROPOSED_BY}"):
        group = body
    else:
        group = case.load(Body, body.parent)
    case.edition.rule(f"{group.slug}.{PROPOSED_BY}")
    return group
