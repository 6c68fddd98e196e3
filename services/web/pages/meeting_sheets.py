"""Answers what stands in each column of a meeting's tables, for a line of each."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.meetings.decisions import Answer
from services.reading.actions import ActionLine
from services.reading.meeting_parts import (
    Accredited,
    Amendment,
    Attending,
    Away,
    CardVote,
    CastLine,
    Decision,
    Interest,
    Item,
    MandateLine,
    Motion,
    Ruling,
)
from services.web.look.parts import Empty, Link, Tag, Tone
from services.web.pages.actions import tag_of
from services.web.tables import Sheet, figures, words
from services.web.visit import Visit

FATES: Final = {
    "waiting": Tag("to come", Tone.AHEAD),
    "before the meeting": Tag("before the meeting", Tone.OPEN),
    "taken": Tag("taken", Tone.DONE),
}
BINDS, LOST = Tag("binds", Tone.CARRIED), Tag("lost", Tone.LOST)
NOT_YET = Tag("does not bind: no quorum", Tone.WARNING)
ANNULLED, REPLACED = Tag("annulled", Tone.LOST), Tag("replaced", Tone.LOST)
RATIFIED = Tag("binds: ratified later", Tone.CARRIED)


def _person(visit: Visit, name: str, person: UUID) -> Link:
    return Link(name, visit.link(f"/people/{person}"))


def _how(one: Attending) -> str:
    return one.route if one.held_by_name is None else f"{one.route} of {one.held_by_name}"


def _manner(one: Decision) -> str:
    return one.manner if one.form is None else f"{one.manner}, {one.form}"


def result_of(one: Decision) -> Tag:
    """What a decision came to, in a word."""
    if one.settled == "annulled":
        return ANNULLED
    if one.settled == "replaced":
        return REPLACED
    if not one.carried:
        return LOST
    if one.binds:
        return BINDS if one.quorate else RATIFIED
    return NOT_YET


def _challenge(one: Ruling) -> str | None:
    by = one.challenged_by_name
    if by is None:
        return None
    if one.overturned is None:
        return f"challenged by {by}"
    return f"challenged by {by}: {'it fell' if one.overturned else 'it stands'}"


def _card_result(one: CardVote) -> Tag:
    if one.carried is None:
        return Tag("open", Tone.OPEN)
    return Tag("carried", Tone.CARRIED) if one.carried else LOST


AGENDA: Final = Sheet[Item](
    "agenda",
    "Agenda",
    (
        (words("Item"), lambda _, one: one.label or str(one.item)),
        (words("What"), lambda _, one: one.title),
        (words("For what", "purpose"), lambda _, one: one.purpose),
        (words("From"), lambda _, one: one.by_name),
        (words("State"), lambda _, one: FATES.get(one.fate, Tag(one.fate))),
        (words("Why"), lambda _, one: one.because),
    ),
    Empty("no item has been handed in", "members hand items in until the list closes"),
)
ATTENDANCE: Final = Sheet[Attending](
    "attendance",
    "Who takes part",
    (
        (words("Who", "name"), lambda visit, one: _person(visit, one.name, one.person)),
        (words("As", "capacity"), lambda _, one: one.capacity),
        (words("How", "route"), lambda _, one: _how(one)),
        (words("Vote", "vote"), lambda _, one: "has a vote" if one.votes else "no vote"),
        (words("Since", "since"), lambda _, one: one.since),
    ),
    Empty("nobody is there", "those who come are entered one by one"),
)
AWAY: Final = Sheet[Away](
    "away",
    "Members who are not there",
    (
        (words("Who", "name"), lambda visit, one: _person(visit, one.name, one.person)),
        (
            words("Apologies", "apologies"),
            lambda _, one: "no word" if one.note is None else "sent apologies",
        ),
        (words("Note"), lambda _, one: one.note or None),
    ),
    Empty("everybody is there", "members who are away are shown here"),
)
DECISIONS: Final = Sheet[Decision](
    "decisions",
    "Decisions",
    (
        (figures("No", "number"), lambda _, one: one.number),
        (words("Decision"), lambda _, one: one.words),
        (words("How", "how"), lambda _, one: _manner(one)),
        (figures("For"), lambda _, one: one.in_favour),
        (figures("Against"), lambda _, one: one.against),
        (figures("Abstained"), lambda _, one: one.abstained),
        (words("It", "result"), lambda _, one: result_of(one)),
        (words("Why"), lambda _, one: one.because),
    ),
    Empty("nothing has been decided", "each decision is shown here as it is taken"),
)
MOTIONS: Final = Sheet[Motion](
    "motions",
    "Motions",
    (
        (figures("No", "number"), lambda _, one: one.motion),
        (words("Motion", "title"), lambda _, one: one.title),
        (words("As it stands"), lambda _, one: one.text),
        (words("Mover"), lambda _, one: one.mover_name),
        (words("Seconder"), lambda _, one: one.seconder_name),
        (words("State"), lambda _, one: "decided" if one.decided else "open"),
    ),
    Empty("no motion has been moved", "motions are moved on items of the agenda"),
)
AMENDMENTS: Final = Sheet[Amendment](
    "amendments",
    "Amendments",
    (
        (words("Amendment"), lambda _, one: one.amendment),
        (figures("Motion"), lambda _, one: one.motion),
        (words("Mover"), lambda _, one: one.mover_name),
        (words("The motion with it"), lambda _, one: one.becomes),
        (words("It"), lambda _, one: Tag(one.fate)),
        (words("Why"), lambda _, one: one.because),
    ),
    Empty("no amendment has been moved", "amendments are moved on motions"),
)
RULINGS: Final = Sheet[Ruling](
    "rulings",
    "Points of order",
    (
        (figures("No", "number"), lambda _, one: one.number),
        (words("Raised by"), lambda _, one: one.raised_by_name),
        (words("Point of order"), lambda _, one: one.point),
        (words("Point"), lambda _, one: "upheld" if one.upheld else "not upheld"),
        (words("Ruling"), lambda _, one: one.ruling),
        (words("Challenge"), lambda _, one: _challenge(one)),
    ),
    Empty("no point of order was raised", "points and rulings are shown here"),
)
INTERESTS: Final = Sheet[Interest](
    "interests",
    "Interests",
    (
        (words("Who"), lambda _, one: one.person_name),
        (figures("Item"), lambda _, one: one.item),
        (words("Interest"), lambda _, one: one.what),
        (words("In the vote"), lambda _, one: "withdraws" if one.withdraws else "takes part"),
    ),
    Empty("no interest was declared", "interests are declared item by item"),
)
ACCREDITED: Final = Sheet[Accredited](
    "accredited",
    "Delegates",
    (
        (words("Who", "name"), lambda visit, one: _person(visit, one.name, one.person)),
        (words("Delegation", "delegation"), lambda _, one: one.delegation),
        (figures("Place"), lambda _, one: one.place),
        (words("As"), lambda _, one: one.part),
        (words("Now"), lambda _, one: "speaks" if one.speaks else None),
        (words("Proxy with"), lambda _, one: one.holder_name),
    ),
    Empty("nobody is accredited", "delegations and delegates are entered before it opens"),
)
MANDATED: Final[dict[str | None, str]] = {
    Answer.FOR: "for",
    Answer.AGAINST: "against",
    Answer.ABSTAINED: "to abstain",
    None: "free",
}
KEPT: Final[dict[bool | None, Tag | None]] = {
    None: None,
    True: Tag("as mandated", Tone.CARRIED),
    False: Tag("against its mandate", Tone.WARNING),
}
CARD_VOTES: Final = Sheet[CardVote](
    "card_votes",
    "Card votes",
    (
        (figures("No", "number"), lambda _, one: one.number),
        (figures("Item", "item"), lambda _, one: one.item),
        (figures("Motion", "motion"), lambda _, one: one.motion),
        (words("Question"), lambda _, one: one.question),
        (figures("For"), lambda _, one: one.in_favour),
        (figures("Against"), lambda _, one: one.against),
        (figures("Abstained"), lambda _, one: one.abstained),
        (figures("Cards in all"), lambda _, one: one.cards),
        (words("It"), lambda _, one: _card_result(one)),
    ),
    Empty("no card vote was called", "card votes are shown here with one result each"),
)
MANDATES: Final = Sheet[MandateLine](
    "mandates",
    "What groups told their delegates",
    (
        (figures("Item", "item"), lambda _, one: one.item),
        (words("Group", "name"), lambda _, one: one.name),
        (words("Mandate", "answer"), lambda _, one: MANDATED[one.answer]),
        (words("What it decided"), lambda _, one: one.words),
    ),
    Empty("no group has mandated its delegates", "groups do, item by item, before it opens"),
)
CASTS: Final = Sheet[CastLine](
    "casts",
    "How delegations voted, beside their mandate",
    (
        (figures("Vote", "number"), lambda _, one: one.number),
        (words("Delegation", "delegation"), lambda _, one: one.delegation),
        (figures("Place", "place"), lambda _, one: one.place),
        (words("Answered by"), lambda _, one: one.answered_by),
        (figures("For"), lambda _, one: one.in_favour),
        (figures("Against"), lambda _, one: one.against),
        (figures("Abstained"), lambda _, one: one.abstained),
        (words("Mandate", "mandate"), lambda _, one: one.mandate and MANDATED[one.mandate]),
        (words("Kept"), lambda _, one: KEPT[one.as_mandated]),
    ),
    Empty("no card vote has been counted", "each delegation's cards stand here then"),
)
ACTIONS: Final = Sheet[ActionLine](
    "actions",
    "What it gave somebody to do",
    (
        (
            words("Action", "text"),
            lambda visit, one: Link(one.text, visit.link(f"/actions/{one.action}")),
        ),
        (words("Who", "owner"), lambda _, one: one.owner),
        (words("Stands", "state"), lambda _, one: tag_of(one)),
        (words("Due", "due"), lambda _, one: one.due),
        (figures("Decision", "decision"), lambda _, one: one.decision),
    ),
    Empty("its decisions gave nobody anything to do", "actions of decisions come here"),
)
