"""Answers how one proposal stands: its text, rule changes, versions, amendments and votes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from domain.cycle.asked import Asked
from domain.kernel.refusal import NotFound
from services.reading import cycles, proposals, rulebook
from services.reading.proposals import Proposal, ProposalLine
from services.web import rulewords, texts
from services.web.answers import Page, answered
from services.web.lawbook import Law
from services.web.look.frame import Place
from services.web.look.parts import CellValue, Empty, Filter, Link, Option, Table, Tag
from services.web.look.redline import read_view
from services.web.look.words import counted
from services.web.pages import telling
from services.web.pages.assemblies import votes_table
from services.web.pages.proposal_deeds import step
from services.web.tables import figures, table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["proposals"])
NONE_YET = Empty("there are no proposals", "a proposal comes here as soon as somebody drafts it")
NO_AMENDMENTS = Empty(
    "no amendment has been moved", "amendments are moved while an assembly or their window is open"
)


@router.get("/proposals")
def all_proposals(visit: Visiting) -> Response:
    """Every proposal of every cycle."""
    found = proposals.proposals(visit.at, visit.asked_id("cycle"))
    state = visit.asked("state")
    chosen = [line for line in found if not state or line.state == state]
    page = Page(
        "proposals",
        Place.PROPOSALS,
        {"proposals": chosen},
        {"sentence": _all_sentence(found)},
        {"proposals": _list(visit, chosen)},
    )
    return answered(visit, page)


def _all_sentence(found: Sequence[ProposalLine]) -> str:
    carried = sum(line.state in ("carried", "enacted") for line in found)
    still = sum(line.state in ("draft", "handed in") for line in found)
    if not found:
        return "Nobody has drafted a proposal yet."
    return (
        f"{counted(len(found), 'proposal').capitalize()}: {still or 'none'} before the members, "
        f"{carried or 'none'} carried."
    )


def _list(visit: Visit, found: Sequence[ProposalLine]) -> Table:
    known = {line.cycle: line.title for line in cycles.cycles(visit.at)}
    tags = telling.proposal_tags(visit)
    rows = [_line_row(visit, line, known, tags(line.proposal, line.state)) for line in found]
    columns = (
        words("No.", "number"),
        words("Proposal", "title"),
        words("From", "from"),
        words("State", "state"),
        figures("For", "yes"),
        figures("Against", "no"),
        words("Drafted", "drafted"),
        words("Cycle", "cycle"),
    )
    states = tuple(Option(name, tag.text) for name, tag in telling.STATES.items())
    cycle_options = tuple(Option(str(cycle), title) for cycle, title in known.items())
    filters = (
        Filter("state", "State", states, visit.asked("state")),
        Filter("cycle", "Cycle", cycle_options, visit.asked("cycle")),
    )
    caption = counted(len(rows), "proposal").capitalize()
    return table(visit, "proposals", Table(caption, columns, rows, NONE_YET, filters=filters))


def _line_row(
    visit: Visit, line: ProposalLine, known: dict[UUID, str], tag: Tag
) -> tuple[CellValue, ...]:
    return (
        line.number,
        Link(line.title, visit.link(f"/proposals/{line.proposal}")),
        line.group_name or line.drafter_name,
        tag,
        line.yes,
        line.no,
        line.drafted,
        Link(known[line.cycle], visit.link(f"/cycles/{line.cycle}"))
        if line.cycle in known
        else None,
    )


@router.get("/proposals/{proposal}")
def proposal(proposal: UUID, visit: Visiting) -> Response:
    """One proposal with everything that hangs on it."""
    found = proposals.proposal(visit.at, proposal)
    law = Law(visit)
    first, last = _versions_asked(visit, found)
    page = Page(
        "proposal",
        Place.PROPOSALS,
        found,
        {
            "it": found.proposal,
            "found": found,
            "sentence": _sentence(visit, found),
            "state": telling.proposal_tags(visit)(proposal, found.proposal.state),
            "step": step(visit, found, law),
            "first": first,
            "last": last,
            "redline": texts.drawn(
                found.versions[first - 1].asked.text, found.versions[last - 1].asked.text
            ),
            "view": read_view(visit.asked("view") or ("whole" if first == last else "")),
            "changes": rule_changes(visit, found, found.versions[last - 1].asked, law),
            "tense": _tense(found.proposal),
            "clauses": found.versions[last - 1].asked.clauses,
            "takes_effect": _takes_effect(visit, found.versions[last - 1].asked),
            "alive": texts.alive(found),
            "drafted_by": _drafted_by(visit, found.proposal),
            "paper": [held for held in found.amendments if held.is_alternative],
            "history": telling.history(visit, proposal),
        },
        {
            "amendments": _amendments(visit, found),
            "votes": votes_table(visit, found.votes, with_proposal=False),
            "versions": _versions(visit, found),
        },
        about=proposal,
    )
    return answered(visit, page)


def _sentence(visit: Visit, found: Proposal) -> str:
    line = found.proposal
    if line.decided is not None:
        word = "carried" if line.state in ("carried", "enacted") else "did not carry"
        enacted = (
            f" It made version {line.rulebook_version} of the rulebook."
            if line.rulebook_version
            else ""
        )
        return f"The members {word} it: {line.because}.{enacted}"
    if line.state == "draft":
        return "It is a draft. Its drafters can still put it in other words and hand it in."
    if line.state in ("withdrawn", "merged"):
        why = f": {line.because}" if line.because else ""
        return f"It was {line.state}{why}, and is not before the members any more."
    still_open = sum(held.is_open for held in found.amendments)
    how_many = f"{still_open or 'none'} of them open"
    return f"It has been handed in, and changes by amendments only; {how_many}."


def _drafted_by(visit: Visit, line: ProposalLine) -> Link:
    person = visit.link(f"/people/{line.drafter}")
    whom = f", for {line.group_name}" if line.group_name else ""
    return Link(f"{line.drafter_name}{whom}", person)


def _versions_asked(visit: Visit, found: Proposal) -> tuple[int, int]:
    """Which two versions are compared; by default the first with the newest."""
    newest = len(found.versions)
    asked = [visit.asked(name) for name in ("from", "to")]
    if not all(not word or word.isdigit() for word in asked):
        raise NotFound("Versions are named by their numbers, such as ?from=1&to=2.")
    first, last = int(asked[0] or 1), int(asked[1] or newest)
    if not (1 <= first <= newest and 1 <= last <= newest):
        raise NotFound(f"This proposal has versions 1 to {newest} at that moment.")
    return first, last


def _tense(line: ProposalLine) -> str:
    """Whether the rulebook will change by it, has changed, or would have."""
    return {"enacted": "did", "lost": "would have"}.get(line.state, "would")


def rule_changes(visit: Visit, found: Proposal, asked: Asked, law: Law) -> list[dict[str, object]]:
    """Each rule that is to change: as it is or was, as it would be or became."""
    return [
        {
            "title": law.title(change.rule),
            "href": visit.link(f"/rulebook/{change.rule}"),
            "clause": law.clause(change.rule),
            "now": _before(visit, found.proposal, change.rule, law),
            "becomes": rulewords.said(change.value),
        }
        for change in asked.rules
    ]


def _before(visit: Visit, line: ProposalLine, rule: str, law: Law) -> str:
    """The rule without this proposal: as it is, or as it was until this was enacted."""
    try:
        if line.rulebook_version is None:
            return rulewords.said(law.value(rule))
        stretches = rulebook.rule_history(visit.at, rule).stretches
        earlier = [one for one in stretches if (one.edition or 0) < line.rulebook_version]
        return rulewords.said(earlier[-1].value) if earlier else "there was no such rule"
    except NotFound:
        return "the rulebook has no such rule"


def _takes_effect(visit: Visit, asked: Asked) -> str:
    if asked.upon:
        return f"when this happens: {asked.upon}"
    if asked.from_when:
        return f"at {telling.until(visit, asked.from_when)}"
    return "at once, when the result of the ballot is enacted"


def _amendments(visit: Visit, found: Proposal) -> Table:
    rows = [_amendment_row(visit, found, held) for held in found.amendments]
    columns = (
        words("Amendment", "amendment"),
        words("Moved by", "mover"),
        words("To"),
        words("Fate", "fate"),
        words("Because"),
        figures("For", "for"),
        figures("Against", "against"),
        words("Moved", "moved"),
    )
    caption = counted(len(rows), "amendment").capitalize()
    return table(visit, "amendments", Table(caption, columns, rows, NO_AMENDMENTS))


def _amendment_row(visit: Visit, found: Proposal, held: proposals.Held) -> tuple[CellValue, ...]:
    votes = [vote for vote in found.votes if held.amendment in vote.subjects]
    href = visit.link(f"/proposals/{found.proposal.proposal}/amendments/{held.amendment}")
    return (
        Link(held.amendment, href),
        held.group_name or held.mover_name,
        held.parent or "the text",
        telling.fate(held.fate.value),
        held.because or None,
        votes[-1].in_favour if votes else None,
        votes[-1].against if votes else None,
        held.moved_at,
    )


def _versions(visit: Visit, found: Proposal) -> Table:
    rows = [(v.version, v.made_by, v.note or None, v.since) for v in found.versions]
    columns = (
        words("Version", "version"),
        words("How it came"),
        words("Note"),
        words("From"),
    )
    empty = Empty("there is no version", "the first one is the draft")
    return table(visit, "versions", Table("Every version is kept", columns, rows, empty))
