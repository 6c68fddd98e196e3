"""Amendments: moved as whole texts or as single paragraphs, to a proposal or to each other."""

from __future__ import annotations

from uuid import UUID

from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.kernel.act import Authority
from domain.kernel.ids import RuleId
from domain.kernel.refusal import BadInput, TooEarly
from domain.text.amendment.change import Amendment, AmendmentId, RuleEdit
from domain.text.amendment.drafting import draft_amendment
from domain.text.merging.layout import apply
from domain.text.text import Text
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.cycles import governing
from services.application.edits import ParagraphEdit, edited
from services.application.proposals import must_fit, with_cycle, within_cycle

__all__ = ["MoveAmendment", "ParagraphEdit", "WithdrawAmendment"]

WHO_MAY_AMEND = RuleId("refounding.who_may_amend")


class MoveAmendment(Command):
    """Move an amendment: the whole text as you want it, or single paragraphs as they should become.

    `parent` makes it an amendment to that amendment.  `rules` are values asked for rules.
    """

    proposal: UUID
    text: str | None = None
    paragraphs: tuple[ParagraphEdit, ...] = ()
    rules: tuple[RuleEdit, ...] = ()
    parent: AmendmentId | None = None
    reason: str = ""
    mover: str = ""


class WithdrawAmendment(Command):
    """Take back an amendment that you moved."""

    proposal: UUID
    amendment: AmendmentId


@VERBS.handles(MoveAmendment)
def move_amendment(case: Case, command: MoveAmendment) -> None:
    proposal, cycle = with_cycle(case, command.proposal)
    act = case.act_by_power(WHO_MAY_AMEND, governing=governing(case, cycle))
    decided_in = _decided_in(cycle, proposal, case, command.parent)
    amendment = _drafted(proposal, command)
    act = within_cycle(act, cycle)
    proposal.move(act, amendment, decided_in, case.by.person, command.reason)
    must_fit(case, proposal, command.rules)


@VERBS.handles(WithdrawAmendment)
def withdraw_amendment(case: Case, command: WithdrawAmendment) -> None:
    proposal, cycle = with_cycle(case, command.proposal)
    mover = Authority(kind="membership", name="the mover of the amendment")
    act = within_cycle(case.act(mover), cycle)
    proposal.withdraw_amendment(act, command.amendment, case.by.person)


def _decided_in(
    cycle: Cycle, proposal: Proposal, case: Case, parent: AmendmentId | None
) -> StageName:
    """The assembly that will decide on what is moved now; refused outside the windows."""
    stage = cycle.calendar.at(case.now)
    name = None if stage is None else stage.name
    if name is StageName.FIRST_ASSEMBLY or (name is StageName.SECOND_ASSEMBLY and parent):
        return name
    cycle.calendar.require(StageName.AMENDMENTS, case.now)
    if StageName.FIRST_ASSEMBLY not in proposal.passed_on:
        raise TooEarly("The first assembly's texts are being published. Try again in a moment.")
    return StageName.SECOND_ASSEMBLY


def _drafted(proposal: Proposal, command: MoveAmendment) -> Amendment:
    """The amendment that makes of the text what is wanted."""
    name = AmendmentId(f"A{len(proposal.held) + 1}")
    base = _base(proposal, command.parent)
    drafted = draft_amendment(base, _wanted(base, command, name), name)
    also = {"rule_edits": command.rules, "parent": command.parent, "mover": command.mover}
    return Amendment.model_validate({**dict(drafted), **also})


def _base(proposal: Proposal, parent: AmendmentId | None) -> Text:
    """The text that an amendment is made for: the newest, or as the amended amendment has it."""
    if parent is None:
        return proposal.asked.text
    held = proposal.held.get(parent)
    if held is None:
        raise BadInput(f"There is no amendment {parent} to this proposal.")
    return apply(proposal.asked.text, held.amendment)


def _wanted(base: Text, command: MoveAmendment, name: AmendmentId) -> Text | str:
    if command.text is None:
        return edited(base, command.paragraphs, name)
    if command.paragraphs:
        raise BadInput("Give the whole text as you want it or single paragraphs, and not both.")
    return command.text
