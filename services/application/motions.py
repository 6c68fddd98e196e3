"""Motions at a meeting: moved, amended, put in parts, voted on."""

from __future__ import annotations

from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from domain.kernel.sane import Line
from domain.meetings.agenda import Item, Purpose
from domain.meetings.attendance import Capacity
from domain.meetings.decisions import Form, Manner, NamedVote, Names, Put
from domain.meetings.motions import Motion
from domain.meetings.orders import ITEMS_BY
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.amendment.drafting import draft_amendment
from domain.text.merging.collisions import Choice
from domain.text.merging.layout import apply
from domain.text.text import ParagraphId, Text
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.hall import Hall, hall
from services.application.meetings import OfMeeting


class MoveMotion(OfMeeting):
    """Move a motion on an item; `mover` if it is entered for somebody."""

    item: int
    title: Line
    text: str
    mover: PersonId | None = None
    seconder: PersonId | None = None


class MoveEmergencyMotion(OfMeeting):
    """Let in an emergency and the motion on it, by a vote of the meeting."""

    title: Line
    text: str
    votes: Votes
    mover: PersonId | None = None
    seconder: PersonId | None = None


class AmendMotion(OfMeeting):
    """Move an amendment to a motion: the whole text as it should become."""

    motion: int
    text: str
    parent: AmendmentId | None = None
    mover: PersonId | None = None


class VoteOnAmendments(OfMeeting):
    """Enter the vote on amendments to a motion."""

    motion: int
    amendments: tuple[AmendmentId, ...]
    votes: Votes


class PartOfMotion(Command):
    """One paragraph of a motion, and the vote on it."""

    paragraph: ParagraphId
    votes: Votes


class VoteInParts(OfMeeting):
    """Enter the votes on a motion paragraph by paragraph."""

    motion: int
    parts: tuple[PartOfMotion, ...]


class PutMotion(OfMeeting):
    """Enter the vote on a motion as it stands after the amendments to it.

    `choices` say which reading holds where carried amendments collide, `names` what it is about.
    """

    motion: int
    form: Form = Form.SHOW_OF_HANDS
    votes: Votes | None = None
    named: tuple[NamedVote, ...] = ()
    choices: tuple[Choice, ...] = ()
    names: Names = Names()


@VERBS.handles(MoveMotion)
def move_motion(case: Case, command: MoveMotion) -> None:
    it = hall(case, command.meeting)
    it.meeting.move_motion(it.act(ITEMS_BY), _motion(it, command, command.item))


@VERBS.handles(MoveEmergencyMotion)
def move_emergency_motion(case: Case, command: MoveEmergencyMotion) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    mover = command.mover or case.by.person
    told = {"title": command.title, "text": command.text, "purpose": Purpose.DECISION}
    item = Item.model_validate({"number": 0, "by": mover, "emergency": True, **told})
    it.meeting.admit_item(it.recorded, item, command.votes, it.sat)
    number = it.meeting.agenda.items[-1].number
    it.meeting.move_motion(it.recorded, _motion(it, command, number))


def _motion(it: Hall, command: MoveMotion | MoveEmergencyMotion, item: int) -> Motion:
    mover = command.mover or it.case.by.person
    for person in (mover, command.seconder):
        if person is not None:
            _must_move(it, person)
    return Motion(
        number=0,
        item=item,
        title=command.title,
        text=Text.from_plain(command.text),
        mover=mover,
        seconder=command.seconder,
    )


def _must_move(it: Hall, person: PersonId) -> None:
    """Refuse whoever is not there, or is there as an observer or as staff."""
    here = it.meeting.room.get(person)
    if here.capacity is not Capacity.MEMBER:
        raise NotAllowed(
            f"{here.name} takes part as {here.capacity.in_words}; only members move and second.",
            rule=ITEMS_BY,
        )


@VERBS.handles(AmendMotion)
def amend_motion(case: Case, command: AmendMotion) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    motion = it.meeting.motion(command.motion)
    mover = command.mover or case.by.person
    _must_move(it, mover)
    base = _base(motion, command.parent)
    drafted = draft_amendment(base, command.text, motion.next_name())
    also = {"parent": command.parent, "mover": it.name_of(mover)}
    amendment = Amendment.model_validate({**dict(drafted), **also})
    it.meeting.move_amendment(it.act(ITEMS_BY), command.motion, amendment, mover, it.orders)


def _base(motion: Motion, parent: AmendmentId | None) -> Text:
    """The text that an amendment is made for: the motion's, or as the amended one has it."""
    held = [one for one in motion.open if one.id == parent]
    return apply(motion.text, held[0]) if held else motion.text


@VERBS.handles(VoteOnAmendments)
def vote_on_amendments(case: Case, command: VoteOnAmendments) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    it.meeting.decide_amendments(
        it.recorded, command.motion, command.amendments, command.votes, it.sat
    )


@VERBS.handles(VoteInParts)
def vote_in_parts(case: Case, command: VoteInParts) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    votes = {part.paragraph: part.votes for part in command.parts}
    it.meeting.vote_in_parts(it.recorded, command.motion, votes, it.sat)


@VERBS.handles(PutMotion)
def put_motion(case: Case, command: PutMotion) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    put = Put(
        item=0,
        manner=Manner.VOTE,
        text="",
        motion=command.motion,
        form=command.form,
        votes=command.votes,
        named=command.named,
        names=command.names,
    )
    it.meeting.decide(it.recorded, put, it.sat, command.choices)
