"""The items of a meeting one by one: what was moved, decided, published and given to whom to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from domain.actions.action import Action
from domain.meetings.agenda import Agenda, Fate, Item
from domain.meetings.cards import CardVote
from domain.meetings.decisions import Decision, Form, Manner, NamedVote
from domain.meetings.meeting import Meeting
from domain.meetings.order import ForParent
from domain.reports.content import (
    Block,
    Fact,
    Facts,
    Heading,
    Listed,
    Paragraph,
    Quoted,
    Resolved,
    Undertaken,
    blocks_of,
)
from projections.phrases import called
from services.reports.following import following
from services.reports.held import Held

_HOW = {
    Manner.CONSENSUS: "by consensus",
    Manner.VOTE: "by a vote",
    Manner.NOTED: "noted",
    Manner.ELECTED: "elected",
    Manner.ENDORSED: "endorsed",
    Manner.ESTABLISHED: "established",
    Manner.CO_OPTED: "co-opted",
}


def agenda_of(held: Held) -> tuple[Item, ...]:
    """The items in the order in which they were drafted, late ones after them."""
    agenda = Agenda()
    for act in held.of(Meeting.ItemHandedIn, Meeting.ItemAdmitted, Meeting.AgendaDrafted):
        if isinstance(act, Meeting.AgendaDrafted):
            known = [item for item in agenda.items if item.number not in act.order]
            ordered = [agenda.item(number) for number in act.order]
            agenda = Agenda(items=(*ordered, *known))
        else:
            agenda = agenda.adding(act.item)
    return agenda.items


def items(held: Held) -> Iterator[Block]:
    """Each item under its heading; one below another has a label with a point, such as 5.1."""
    for item in agenda_of(held):
        yield Heading(text=item.heading, level=3 if "." in item.label.strip(".") else 2)
        told = tuple(_of_item(held, item))
        if told or not _has_parts(held, item):
            yield from told or (Paragraph(text="Nothing was recorded under this item."),)
    yield from _order_paper(held)


def _has_parts(held: Held, item: Item) -> bool:
    """Whether other items stand below it, as 5.1 below 5."""
    return any(other.is_part_of(item) for other in agenda_of(held))


def _of_item(held: Held, item: Item) -> Iterator[Block]:
    if item.admitted:
        late = next(act for act in held.of(Meeting.ItemAdmitted) if act.item == item)
        what = "an emergency" if item.emergency else "a late item"
        yield Paragraph(text=f"Let in as {what}: {late.votes.in_words()}.")
    yield from blocks_of(item.text)
    yield from _interests(held, item)
    for act in held.of(Meeting.MotionMoved):
        if act.motion.item == item.number:
            yield from _motion(held, act)
    yield from _card_votes(held, item)
    for act in held.of(Meeting.Decided):
        if act.decision.item == item.number:
            yield from _decision(held, act)
    yield from _left(held, item)


def _card_votes(held: Held, item: Item) -> Iterator[Block]:
    told = [
        f"Card vote {vote.number}{_on_motion(vote)}, “{vote.question}”: "
        f"{'carried' if vote.result.carried else 'lost'}. {vote.result.because}"
        for vote in held.card_votes
        if vote.item == item.number and vote.result is not None
    ]
    if told:
        yield Listed(items=tuple(told))


def _on_motion(vote: CardVote) -> str:
    return "" if vote.motion is None else f" on motion {vote.motion}"


def _interests(held: Held, item: Item) -> Iterator[Block]:
    declared = [
        f"{_name(held, one.person)} declared an interest: {one.what}"
        f"{' Took no part in the vote.' if one.withdraws else ''}"
        for one in (act.interest for act in held.of(Meeting.InterestDeclared))
        if one.item == item.number
    ]
    if declared:
        yield Listed(items=tuple(declared))


def _motion(held: Held, act: Any) -> Iterator[Block]:
    motion = act.motion
    by = _name(held, motion.mover)
    seconded = f", seconded by {_name(held, motion.seconder)}" if motion.seconder else ""
    yield Paragraph(text=f"Motion {motion.number}, “{motion.title}”, moved by {by}{seconded}.")
    told = [*_moved(held, motion.number), *_voted(held, motion.number)]
    if told:
        yield Listed(items=tuple(told))


def _moved(held: Held, motion: int) -> Iterator[str]:
    for act in held.of(Meeting.AmendmentMoved):
        if act.motion == motion:
            yield f"Amendment {act.amendment.id} was moved by {_name(held, act.mover)}."


def _voted(held: Held, motion: int) -> Iterator[str]:
    for act in held.of(Meeting.AmendmentsDecided):
        if act.motion == motion:
            fate = "carried" if act.carried else "lost"
            yield f"Amendment {', '.join(act.names)} {fate}: {act.because}"
    for act in held.of(Meeting.VotedInParts):
        if act.motion == motion:
            yield from (
                f"Part {part.paragraph} {'carried' if part.carried else 'lost'}: {part.because}"
                for part in act.parts
            )


def _decision(held: Held, act: Any) -> Iterator[Block]:
    decision: Decision = act.decision
    cast = _casting(held, decision)
    carried = decision.carried if cast is None else cast.in_favour
    remark = decision.inquorate
    told = [taken.in_words for taken in _for_parent(held, decision)]
    if remark is not None:
        told.append(f"It waits for a later meeting: {remark}")
    yield Resolved(
        number=decision.number,
        how=_how(decision),
        text=decision.text,
        carried=carried,
        binds=carried and decision.quorate,
        remark=" ".join(told) or None,
    )
    if cast is not None:
        yield Paragraph(text=cast.because)
    yield from _by_name(held, decision)
    for statement in held.of(Meeting.StatementPublished):
        if statement.statement.decision == decision.number:
            yield Quoted(title=statement.statement.title, text=statement.statement.text)
    yield from _followed(held, held.caused_by(act.event_id))


def _for_parent(held: Held, decision: Decision) -> Iterator[ForParent]:
    """As what officers took a decision in place of the body above."""
    for act in held.of(Meeting.DecisionTakenForParent):
        if act.taken.decision == decision.number:
            yield act.taken


def _how(decision: Decision) -> str:
    how = _HOW[decision.manner]
    if decision.votes is None:
        return how
    form = "" if decision.form is None else f" ({_FORMS[decision.form]})"
    return f"{how}{form}, {decision.votes.in_words()}"


_FORMS = {
    Form.OPEN: "open",
    Form.SHOW_OF_HANDS: "show of hands",
    Form.RECORDED: "recorded",
    Form.SECRET: "secret",
}


def _casting(held: Held, decision: Decision) -> Any | None:
    given = (act for act in held.of(Meeting.CastingVoteGiven) if act.number == decision.number)
    return next(given, None)


def _by_name(held: Held, decision: Decision) -> Iterator[Block]:
    """How each voted, where a rule has it published."""
    if decision.named and held.votes_published:
        facts = [
            Fact(name=answer.capitalize(), said=", ".join(_name(held, one.person) for one in of_it))
            for answer, of_it in _grouped(decision.named)
        ]
        yield Facts(facts=tuple(facts))


def _grouped(named: Sequence[NamedVote]) -> Iterator[tuple[str, list[NamedVote]]]:
    for answer in dict.fromkeys(one.answer for one in named):
        yield answer, [one for one in named if one.answer is answer]


def _followed(held: Held, acts: Sequence[Any]) -> Iterator[Block]:
    told = tuple(following(held, acts))
    if told:
        yield Listed(items=told)
    for act in acts:
        if isinstance(act, Action.Given):
            task = act.task
            yield Undertaken(text=task.text, owner=task.owner.name, due=task.due)


def _left(held: Held, item: Item) -> Iterator[Block]:
    for act in held.of(Meeting.ItemLeft):
        if act.item == item.number:
            to = f" to {called(act.remitted_to)}" if act.fate is Fate.REMITTED else ""
            vote = "" if act.votes is None else f" {act.votes.in_words()}."
            yield Paragraph(text=f"The item was {act.fate}{to}: {_end(act.reason)}{vote}")
    closed = held.one(Meeting.Closed)
    if closed is not None and item.number in closed.left:
        yield Paragraph(text="The meeting did not come to this item; it is left to the next one.")


def _order_paper(held: Held) -> Iterator[Block]:
    """Points of order and challenges to the chair, which belong to no item."""
    told = [*_rulings(held), *_challenges(held)]
    if told:
        yield Heading(text="Points of order")
        yield Listed(items=tuple(told))


def _rulings(held: Held) -> Iterator[str]:
    for act in held.of(Meeting.PointOfOrderRuled):
        ruling = act.ruling
        fate = "upheld" if ruling.upheld else "did not uphold"
        yield (
            f"{_name(held, ruling.raised_by)}: {_end(ruling.point)} "
            f"The chair {fate} it: {_end(ruling.ruling)}"
        )


def _challenges(held: Held) -> Iterator[str]:
    for act in held.of(Meeting.ChallengeSettled):
        fate = "fell" if act.overturned else "stands"
        yield f"Ruling {act.ruling} was challenged and {fate}: {act.votes.in_words()}."


def _name(held: Held, person: Any) -> str:
    return held.names.get(person, "somebody")


def _end(text: str) -> str:
    return f"{text.strip().rstrip('.')}."
