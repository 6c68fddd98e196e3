"""Forms on proposals: draft, put in other words, support, hand in, take back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from domain.bodies.body import Body
from domain.cycle.proposal import Proposal as Kept
from services.application.case import Case
from services.application.command import Command
from services.application.proposals import (
    DraftProposal,
    HandInProposal,
    ReviseProposal,
    SupportProposal,
    WithdrawProposal,
)
from services.reading import bodies, cycles, proposals
from services.reading.kinds import those
from services.reading.proposals import Proposal
from services.web import acting, texts
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    filled,
    long_text,
    one_of,
    text,
)
from services.web.deeds.ruleform import rule_change, rule_questions, with_change
from services.web.deeds.seen import THE_TEXT
from services.web.look.parts import Choice, Link, Mistake
from services.web.look.redline import Redline
from services.web.look.words import day
from services.web.visit import Visit

PARAGRAPHS = "Leave a blank line between paragraphs. Each gets a number by which it can be amended."


def about_cycle(visit: Visit, given: Given) -> Link:
    found = cycles.cycle(visit.at, given.id("cycle"))
    return Link(found.cycle.title, f"/cycles/{found.cycle.cycle}")


def about_proposal(visit: Visit, given: Given) -> Link:
    found = the_proposal(visit, given)
    return Link(found.proposal.title, f"/proposals/{found.proposal.proposal}")


def the_proposal(visit: Visit, given: Given) -> Proposal:
    return proposals.proposal(visit.at, given.id("proposal"))


def no_questions(visit: Visit, given: Given) -> list[Question]:
    """Some acts ask nothing but whether you are sure."""
    return []


def _group(visit: Visit) -> Body | None:
    """The local group that the visitor speaks for, if any."""
    body = None if visit.acting is None else visit.acting.body
    found = acting.body_of(visit.log, body)
    return found if found is not None and found.kind in those(visit.at, "recognised") else None


def _ask_draft(visit: Visit, given: Given) -> list[Question]:
    group = _group(visit)
    questions = [
        text("title", "Its title", given),
        long_text("text", "Its text", given, PARAGRAPHS, rows=14),
        *rule_questions(visit, given),
    ]
    return questions if group is None else [_meeting(visit, group, given), *questions]


def _meeting(visit: Visit, group: Body, given: Given) -> Question:
    meetings = bodies.body(visit.at, group.slug).meetings
    choices = [Choice("", "Choose")]
    choices += [
        Choice(str(m.reference), f"{day(m.held_on)}, {m.present} present") for m in meetings
    ]
    question = one_of("meeting", f"The meeting at which {group.name} decided on it", given, choices)
    if meetings:
        return question
    hint = f"None is on record yet: report one at the page of {group.name} first."
    return replace(question, field=replace(question.field, hint=hint))


def _draft(visit: Visit, given: Given) -> Command:
    group = _group(visit)
    meeting: UUID | None = None
    if group is not None:
        how = f"Choose a meeting; report one at the page of {group.name} if there is none yet"
        meeting = _meeting_named(given.needed("meeting", how))
    return DraftProposal(
        cycle=given.id("cycle"),
        title=given.needed("title", "Give it a title"),
        text=given.needed("text", "Write what you propose"),
        rules=rule_change(visit, given),
        group=None if group is None else group.slug,
        meeting=meeting,
    )


def _meeting_named(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Unclear(Mistake("meeting", "Choose a meeting from the list")) from None


def _ask_revise(visit: Visit, given: Given) -> list[Question]:
    now = the_proposal(visit, given).asked.text.plain
    words = filled(long_text("text", "Its text", given, PARAGRAPHS, rows=16), now, given)
    note = text("note", "What is different, in a few words", given)
    return [words, *rule_questions(visit, given), note]


def _revise(visit: Visit, given: Given) -> Command:
    found = the_proposal(visit, given)
    asked = found.asked
    return ReviseProposal(
        proposal=found.proposal.proposal,
        text=given.needed("text", "Write the text"),
        rules=with_change(asked.rules, rule_change(visit, given)),
        clauses=asked.clauses,
        from_when=asked.from_when,
        upon=asked.upon,
        transitional=asked.transitional,
        note=given.text("note"),
    )


def _redline(visit: Visit, given: Given, case: Case) -> Redline | None:
    """The text as it would be, against the text as it is."""
    found = the_proposal(visit, given)
    after = case.load(Kept, found.proposal.proposal)
    return texts.drawn(found.asked.text, after.asked.text)


def _ask_withdraw(visit: Visit, given: Given) -> list[Question]:
    return [long_text("reason", "Why it is taken back", given, rows=3)]


def _withdraw(visit: Visit, given: Given) -> Command:
    reason = given.needed("reason", "Say why")
    return WithdrawProposal(proposal=given.id("proposal"), reason=reason)


DEEDS = {
    "draft_proposal": Deed(
        title="Draft a proposal",
        intro="A draft can still be put in other words until it is handed in.",
        about=about_cycle,
        ask=_ask_draft,
        make=_draft,
        button="Begin the draft",
        what_now="It is a draft. Hand it in before drafting ends, or nobody votes on it.",
        kept=("cycle",),
    ),
    "revise_proposal": Deed(
        title="Put it in other words",
        intro="The version before stays readable.",
        about=about_proposal,
        ask=_ask_revise,
        make=_revise,
        button="Keep this version",
        what_now="This version is now the proposal's text.",
        preview=_redline,
        kept=("proposal",),
        watch=THE_TEXT,
    ),
    "support_proposal": Deed(
        title="Support a proposal",
        intro="Your name is put to it, and everybody can see that.",
        about=about_proposal,
        ask=no_questions,
        make=lambda visit, given: SupportProposal(proposal=given.id("proposal")),
        button="Support it",
        what_now="It can be handed in as soon as it has as many supporters as the rule asks for.",
        kept=("proposal",),
        watch=THE_TEXT,
    ),
    "hand_in_proposal": Deed(
        title="Hand a proposal in",
        intro="Once it is handed in it changes by amendments only.",
        about=about_proposal,
        ask=no_questions,
        make=lambda visit, given: HandInProposal(proposal=given.id("proposal")),
        button="Hand it in",
        what_now="It is on the list of the cycle, and the first assembly takes it up.",
        kept=("proposal",),
        watch=THE_TEXT,
    ),
    "withdraw_proposal": Deed(
        title="Take a proposal back",
        intro="It stays on record, with your reason.",
        about=about_proposal,
        ask=_ask_withdraw,
        make=_withdraw,
        button="Take it back",
        what_now="It is not before the members any more.",
        kept=("proposal",),
        watch=THE_TEXT,
    ),
}
