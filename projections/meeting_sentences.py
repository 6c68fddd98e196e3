"""What the acts of a meeting are called, each in one plain sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from domain.kernel.aggregate import Recorded
from domain.meetings.agenda import Fate
from domain.meetings.attendance import Capacity
from domain.meetings.credentials import Credentials
from domain.meetings.decisions import Answer
from domain.meetings.mandating import DelegateMandate
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.year import BodyYear
from projections.phrases import Told, called, counted, end, listed, moment, start


def _mandated(answer: Answer | None) -> str:
    """What delegates are told to do, after `to`."""
    words = {Answer.FOR: "vote for it", Answer.AGAINST: "vote against it"}
    return "vote as they judge" if answer is None else words.get(answer, "abstain")


MEETING_SENTENCES: Final[dict[type[Recorded], Callable[[Any, Told], str]]] = {
    DelegateMandate.Given: lambda e, t: (
        f"{t.who} told the delegates of {e.name} on item {e.item} of {t.quoted(e.meeting)} to "
        f"{_mandated(e.answer)}: {end(e.words)}"
    ),
    DelegateMandate.Changed: lambda e, t: (
        f"{t.who} changed “{t.what}” to “{_mandated(e.answer)}”: {end(e.words)}"
    ),
    Meeting.Convened: lambda e, t: (
        f"{t.who} called {'an emergency' if e.called.is_emergency else 'a'} meeting of "
        f"{e.body_name} for {start(e.called.starts)}, at {end(e.called.place)}"
    ),
    Meeting.EmergencyAgreedTo: lambda e, t: (
        f"{e.agreement.name} agreed to the emergency meeting, {e.agreement.route}."
    ),
    Meeting.EmergencyConfirmed: lambda e, t: (
        f"{e.agreed} of {counted(e.officers, 'officer')} have agreed, so it may be held without "
        "the usual notice."
    ),
    Meeting.NoticeGiven: lambda e, t: (
        f"{t.who} gave {counted(len(e.to), 'member')} of the body notice of the meeting."
        if e.to
        else "Notice of the meeting was served on everybody who sits in the body."
    ),
    Meeting.ItemHandedIn: lambda e, t: (
        f"{t.who} handed in the item “{e.item.title}”."
        if e.item.brought is None
        else f"“{e.item.title}” came back to the agenda by itself."
    ),
    Meeting.ItemsClosed: lambda e, t: (
        f"The list of items was closed with {counted(e.items, 'item')}."
    ),
    Meeting.AgendaDrafted: lambda e, t: f"{t.who} drafted the order of the agenda.",
    Meeting.PapersCirculated: lambda e, t: (
        f"{t.who} sent round the draft agenda with {counted(len(e.papers), 'paper')}."
    ),
    Meeting.ApologiesSent: lambda e, t: f"{e.name} sent apologies.",
    Meeting.DeadlineMissed: lambda e, t: (
        f"{e.duty.words} was due by {moment(e.due)} and had not been done."
    ),
    Meeting.MembersReminded: lambda e, t: (
        f"The body was reminded that it meets at {start(e.starts)}."
    ),
    Meeting.NotOpened: lambda e, t: (
        f"Nobody had opened the meeting, moved it or called it off by {moment(e.due)}."
    ),
    Meeting.NotClosed: lambda e, t: f"Nobody had closed the meeting by {moment(e.due)}.",
    Meeting.Moved: lambda e, t: (
        f"{t.who} moved the meeting to {start(e.starts)}, at {e.place}: {end(e.reason)}"
    ),
    Meeting.Cancelled: lambda e, t: f"{t.who} called the meeting off: {end(e.reason)}",
    Meeting.Opened: lambda e, t: _opened(e),
    Meeting.ChairTaken: lambda e, t: f"{e.name} took the chair: {end(e.how)}",
    Meeting.Arrived: lambda e, t: _arrived(e),
    Meeting.Departed: lambda e, t: f"{e.name} left the meeting.",
    Meeting.QuorumLost: lambda e, t: (
        "The quorum was lost."
        if e.present is None
        else f"The quorum was lost: {counted(e.present, 'voting member')} present, where "
        f"{_needed(e.needed)} needed."
    ),
    Meeting.QuorumRegained: lambda e, t: (
        "The quorum was regained."
        if e.present is None
        else f"The quorum was regained with {counted(e.present, 'voting member')} present."
    ),
    Meeting.UnseenCounted: lambda e, t: (
        f"{t.who} counted those who are there and belong without being shown."
    ),
    Meeting.ItemAdmitted: lambda e, t: (
        f"The meeting let in “{e.item.title}”{' as an emergency' if e.item.emergency else ''}, "
        f"with {e.votes.in_words()}."
    ),
    Meeting.ItemTaken: lambda e, t: f"Item {e.item} came before the meeting.",
    Meeting.ItemLeft: lambda e, t: _left(e),
    Meeting.MotionMoved: lambda e, t: (
        f"{t.name(e.motion.mover)} moved motion {e.motion.number}, “{e.motion.title}”."
    ),
    Meeting.AmendmentMoved: lambda e, t: (
        f"{t.name(e.mover)} moved amendment {e.amendment.id} to motion {e.motion}."
    ),
    Meeting.AmendmentsDecided: lambda e, t: (
        f"{_amendments(e)} to motion {e.motion} {'was' if len(e.names) == 1 else 'were'} "
        f"{'carried' if e.carried else 'lost'}: {end(e.because)}"
    ),
    Meeting.VotedInParts: lambda e, t: (
        f"Motion {e.motion} was put in {counted(len(e.parts), 'part')}; "
        f"{sum(part.carried for part in e.parts)} of them carried."
    ),
    Meeting.Decided: lambda e, t: _decided(e),
    Meeting.CastingVoteGiven: lambda e, t: (
        f"The chair gave a casting vote {'for' if e.in_favour else 'against'} decision {e.number}."
    ),
    Meeting.InterestDeclared: lambda e, t: (
        f"{t.name(e.interest.person)} declared an interest in item {e.interest.item}"
        f"{' and takes no part in the vote' if e.interest.withdraws else ''}: "
        f"{end(e.interest.what)}"
    ),
    Meeting.PointOfOrderRuled: lambda e, t: (
        f"{t.name(e.ruling.raised_by)} raised a point of order, which the chair "
        f"{'upheld' if e.ruling.upheld else 'did not uphold'}: {end(e.ruling.point)}"
    ),
    Meeting.ChairChallenged: lambda e, t: (
        f"{t.name(e.challenge.by)} challenged ruling {e.challenge.ruling}; "
        f"{t.name(e.challenge.taken_by)} took the chair for the vote on it."
    ),
    Meeting.ChallengeSettled: lambda e, t: (
        f"Ruling {e.ruling} of the chair {'fell' if e.overturned else 'stands'}, with "
        f"{e.votes.in_words()}."
    ),
    Meeting.NextDateFixed: lambda e, t: f"The next meeting was fixed for {e.on:%-d %B %Y}.",
    Meeting.StatementPublished: lambda e, t: (
        f"{t.who} published the statement “{e.statement.title}”."
    ),
    Meeting.DecisionTakenForParent: lambda e, t: (
        f"Decision {e.taken.decision} was taken in place of {t.name(e.taken.body)}. "
        f"{e.taken.in_words}"
    ),
    Meeting.DecisionSettled: lambda e, t: (
        f"Decision {e.number} was {e.settled} by a later decision."
    ),
    BodyYear.Begun: lambda e, t: (
        f"From now on it is watched whether {e.body_name} meets in each quarter."
    ),
    BodyYear.MeetingCounted: lambda e, t: f"The meeting on {e.held.on:%-d %B %Y} was counted.",
    BodyYear.QuarterWarned: lambda e, t: (
        f"It was looked at whether the body has met in {e.quarter.name}: {end(e.act.note or 'yes')}"
    ),
    BodyYear.QuarterEnded: lambda e, t: (
        f"{e.quarter.name} ended with {counted(e.meetings, 'meeting')} of the body, where "
        f"{_needed(e.needed)} needed."
    ),
    BodyYear.Ended: lambda e, t: "It is no longer watched whether the body meets in each quarter.",
    Resolution.Put: lambda e, t: (
        f"{t.who} put “{e.put.title}” in writing to {counted(len(e.put.to), 'member')} of "
        f"{e.put.body_name}, to be answered by {moment(e.put.closes)}."
    ),
    Resolution.Replied: lambda e, t: f"{t.name(e.vote.person)} replied.",
    Resolution.MeetingDemanded: lambda e, t: f"{t.name(e.person)} asked for a meeting instead.",
    Resolution.LeftToMeeting: lambda e, t: (
        f"{counted(e.demanded, 'member')} asked for a meeting, so the matter waits for it."
    ),
    Resolution.Lapsed: lambda e, t: f"It lapsed, undecided: {end(e.because)}",
    Resolution.LaterSettled: lambda e, t: f"It was {e.settled} by a later decision.",
    Resolution.Decided: lambda e, t: (
        f"The written resolution was {'agreed to' if e.result.carried else 'lost'}: "
        f"{end(e.result.because)}"
    ),
    Credentials.Opened: lambda e, t: (
        f"Credentials were opened; members are counted as of {e.counted_on:%-d %B %Y}."
    ),
    Credentials.BegunAnew: lambda e, t: (
        "The meeting was moved, so credentials begin anew; members are counted as of "
        f"{e.counted_on:%-d %B %Y}."
    ),
    Credentials.DelegationAdmitted: lambda e, t: (
        f"{e.delegation.name} sends {counted(e.delegation.places, 'delegate')} with "
        f"{counted(e.delegation.cards, 'card')}."
    ),
    Credentials.DelegateAdmitted: lambda e, t: (
        f"{e.delegate.name} was accredited for place {e.delegate.place} of "
        f"{e.delegate.delegation} ({e.delegate.part})."
    ),
    Credentials.DelegateEnded: lambda e, t: f"{e.name} is a delegate no longer: {end(e.reason)}",
    Credentials.PlaceTaken: lambda e, t: f"{t.name(e.person)} speaks for their place.",
    Credentials.ProxyGiven: lambda e, t: (
        f"{t.name(e.proxy.principal)} gave {t.name(e.proxy.holder)} a proxy."
    ),
    Credentials.CardVoteCalled: lambda e, t: (
        f"Card vote {e.number} was called on "
        f"{f'item {e.item}' if e.motion is None else f'motion {e.motion}, item {e.item}'}: "
        f"“{e.question}”."
    ),
    Credentials.CardsCast: lambda e, t: (
        f"{e.cast.delegation} cast its cards {e.cast.channel}: {e.cast.votes.in_words()}."
    ),
    Credentials.RollCallAnswered: lambda e, t: (
        f"{t.name(e.person)} answered the roll {e.cast.channel} for place {e.cast.place} of "
        f"{e.cast.delegation}: {e.cast.votes.in_words()}."
    ),
    Credentials.CardVoteClosed: lambda e, t: (
        f"Card vote {e.number} was {'carried' if e.result.carried else 'lost'}: "
        f"{end(e.result.because)}"
    ),
    Meeting.Closed: lambda e, t: (
        f"The meeting ended; {counted(len(e.left), 'item')} "
        f"{'was' if len(e.left) == 1 else 'were'} left to the next one."
    ),
}


def _opened(e: Meeting.Opened) -> str:
    if e.present is None or e.needed is None:
        return f"The meeting was opened with {'a' if e.quorate else 'no'} quorum."
    return (
        f"The meeting was opened with {counted(e.present, 'voting member')} present, "
        f"where {_needed(e.needed)} needed."
    )


def _needed(number: int) -> str:
    return f"{number or 'none'} {'is' if number == 1 else 'are'}"


def _arrived(event: Meeting.Arrived) -> str:
    one = event.attendance
    as_what = "" if one.capacity is Capacity.MEMBER else f" as {one.capacity}"
    vote = "" if one.votes or as_what else ", without a vote"
    return f"{one.name} takes part {one.route}{as_what}{vote}."


def _left(event: Meeting.ItemLeft) -> str:
    to = f" to {called(event.remitted_to)}" if event.fate is Fate.REMITTED else ""
    return f"Item {event.item} was {event.fate}{to}: {end(event.reason)}"


def _amendments(event: Meeting.AmendmentsDecided) -> str:
    return f"Amendment{'' if len(event.names) == 1 else 's'} {listed(event.names)}"


def _decided(event: Meeting.Decided) -> str:
    decision = event.decision
    how = "by consensus" if decision.manner == "consensus" else f"({decision.manner})"
    fate = "was agreed to" if decision.carried else "was lost"
    binds = "" if decision.quorate else " It does not bind: there was no quorum."
    return f"Decision {decision.number} {fate} {how}: {end(decision.text)}{binds}"
