"""Votes beside those by heads: in writing and by card, with members suspended and others co-opted.

What is tried here is often refused: whoever has no vote replies, a place answers twice, a
delegation casts more cards than it has.  What holds of what is recorded is read from the acts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from domain.cases.suspension import Suspension
from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.meetings.cards import Cast
from domain.meetings.credentials import Credentials
from domain.meetings.decisions import Answer, NamedVote
from domain.meetings.delegations import Delegate, Part
from domain.meetings.resolution import Resolution
from services.application.bodies import EstablishBody
from services.application.cooptions import AcceptCoOption, DecideCoOption, ProposeCoOption
from services.application.credentials import (
    AdmitDelegate,
    AdmitDelegation,
    AnswerRollCall,
    CallCardVote,
    CastCards,
    CloseCardVote,
    GiveProxy,
    OpenCredentials,
    TakePlace,
)
from services.application.endings import VacateSeat
from services.application.meetings import ConveneMeeting, HandInItem
from services.application.resolutions import DemandMeeting, ProposeResolution, ReplyToResolution
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival
from services.application.suspensions import Suspend
from tests.application.organisation import CHAIR, STAFF
from tests.support.hands import member
from tests.support.kinds import Kind

if TYPE_CHECKING:
    from tests.bodies.folded import Folded
    from tests.bodies.histories import Life, Step

OUTSIDER, NEWCOMER = member(91), member(92)
DELEGATES: Final = tuple(member(number) for number in range(6, 13))
ALL_OF_A_GROUP: Final = 7
"""Where everybody who speaks for the first group is suspended while a card vote is open."""
ANSWERS: Final = (Answer.FOR, Answer.AGAINST, Answer.ABSTAINED)


def suspend(life: Life, step: Step) -> None:
    """Somebody is suspended for some days."""
    _suspend(life, DELEGATES[step.a % len(DELEGATES)], days=1 + 2 * step.b)


def _suspend(life: Life, person: PersonId, days: int) -> None:
    """By one of the officers, as long as there are any."""
    by = next((held.person for held in life.body("ncg").posts), CHAIR)
    until = life.org.store.now() + timedelta(days=days, hours=12)
    life.ask(Suspend(person=person, reasons="Reasons.", until=until), by)


def write(life: Life, step: Step) -> None:
    """Members and others reply in writing; on the way one loses the seat, or is suspended."""
    put = ProposeResolution(body="ncg", title="It", text="It is so.")
    resolution = life.org.hands.began(life.org.ask(put, STAFF))
    for number, person in enumerate((CHAIR, *DELEGATES, OUTSIDER, NEWCOMER)):
        if (number + step.a) % 4:
            answer = ANSWERS[(step.b + number) % (1 + step.c % 3)]
            life.ask(ReplyToResolution(resolution=resolution, answer=answer), person)
        if step.c == number:
            life.ask(DemandMeeting(resolution=resolution), person)
    seats = life.body("ncg").seats
    if seats and step.c % 3 == 0:
        gone = seats[step.a % len(seats)].person
        life.ask(VacateSeat(body="ncg", person=gone, reason="because"), STAFF)
    if step.c % 3 == 1:
        _suspend(life, DELEGATES[step.a % len(DELEGATES)], days=5)
    life.org.hands.at(life.org.store.now() + timedelta(days=3, minutes=5))


def co_opt(life: Life, step: Step) -> None:
    """Somebody is co-opted by what the last meeting decided, and tries to have a vote by it."""
    meetings = life.meetings()
    if not meetings:
        return
    person = (OUTSIDER, NEWCOMER)[step.a % 2]
    asked = {"body": "ncg", "person": person, "name": "Co-opted", "voting": step.b % 2 == 1}
    decided = {"meeting": meetings[-1], "number": 1}
    told: dict[str, Any] = {**asked, "reasons": "Reasons.", "decision": decided}
    if not life.ask(ProposeCoOption.model_validate(told), STAFF):
        return
    proposed = life.org.store.acts(limit=10_000)[-1].event.originator_id
    agreed = DecideCoOption(cooption=proposed, agreed=True, meeting=meetings[-1], number=1)
    if life.ask(agreed, STAFF):
        life.ask(AcceptCoOption(cooption=proposed), person)


def confer(life: Life, step: Step) -> None:
    """Two groups send delegates; their cards are cast twice, too many and by the wrong people."""
    conference = EstablishBody(slug="conference", name="Conference", kind=Kind.CONFERENCE)
    life.ask(conference, STAFF)
    starts = life.org.store.now() + timedelta(minutes=5)
    called = ConveneMeeting(body="conference", starts=starts, place="Hall")
    meeting: dict[str, Any] = {"meeting": life.org.hands.began(life.org.ask(called, STAFF))}
    life.ask(HandInItem(title="It", **meeting), STAFF)
    life.ask(OpenCredentials(**meeting), STAFF)
    people = [DELEGATES[(number + step.b) % len(DELEGATES)] for number in range(6)]
    for at, (group, members) in enumerate((("leeds", 150), ("york", 100 + 30 * (step.a % 3)))):
        life.ask(AdmitDelegation(group=group, members=members, **meeting), STAFF)
        for place in (1, 2):
            _accredit(life, meeting, group, people[2 * at + place - 1], place)
    _accredit(life, meeting, "leeds", people[4], 1, Part.ALTERNATE)
    life.org.store.clock.hold(starts)
    for person in people:
        life.ask(RecordArrival(person=person, name="A delegate", **meeting), STAFF)
    life.ask(OpenMeeting(**meeting), STAFF)
    if step.c % 2:
        life.ask(TakePlace(person=people[4], **meeting), STAFF)
    if step.b % 3 == 0:
        life.ask(GiveProxy(principal=people[1], holder=people[2], **meeting), STAFF)
    life.ask(CallCardVote(item=1, question="Is it so?", **meeting), STAFF)
    _cast(life, meeting, people, step)
    life.ask(CloseCardVote(number=1, **meeting), STAFF)
    life.ask(CloseMeeting(**meeting), STAFF)


def _accredit(
    life: Life,
    meeting: dict[str, Any],
    group: str,
    person: PersonId,
    place: int,
    part: Part = Part.DELEGATE,
) -> None:
    told = {"group": group, "person": person, "name": "A delegate", "place": place, "part": part}
    life.ask(AdmitDelegate.model_validate({**meeting, **told}), STAFF)


def _cast(life: Life, meeting: dict[str, Any], people: list[PersonId], step: Step) -> None:
    """Every way is tried after every other, while one of them may be suspended."""
    cards: dict[str, Any] = {"number": 1, **meeting}
    if step.c % 3 == 0:
        _suspend(life, people[step.a % len(people)], days=3)
    if step.c == ALL_OF_A_GROUP:
        for person in people[:2]:
            _suspend(life, person, days=3)
    if step.a % 2:
        split = Votes(in_favour=step.c, against=15 - step.c if step.b % 4 else step.c)
        life.ask(CastCards(group="leeds", votes=split, **cards), STAFF)
    for number, person in enumerate((*people, OUTSIDER)):
        answer = ANSWERS[(number + step.a) % 3]
        voter = people[2] if number == 1 and step.b % 3 == 0 else person
        told = {"person": person, "answer": answer, "voter": voter}
        life.ask(AnswerRollCall.model_validate({**cards, **told}), STAFF)
    for group, all_of_them in (("leeds", 15), ("york", 10)):
        whole = Votes(in_favour=0, against=all_of_them)
        life.ask(CastCards(group=group, votes=whole, **cards), STAFF)


STEPS: Final = (suspend, write, co_opt, confer)


@dataclass
class Otherwise:
    """What the log says of suspensions, of replies in writing, and of cards."""

    suspended: dict[UUID, PersonId] = field(default_factory=dict)
    put_to: dict[UUID, UUID] = field(default_factory=dict)
    replies: dict[UUID, list[NamedVote]] = field(default_factory=lambda: defaultdict(list))
    cards: dict[tuple[UUID, str], int] = field(default_factory=dict)
    delegates: dict[tuple[UUID, PersonId], Delegate] = field(default_factory=dict)
    speaking: dict[UUID, dict[tuple[str, int], PersonId]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    proxies: dict[UUID, dict[PersonId, PersonId]] = field(default_factory=lambda: defaultdict(dict))
    spoke: dict[UUID, dict[tuple[str, int], PersonId]] = field(default_factory=dict)
    cast: dict[UUID, list[Cast]] = field(default_factory=lambda: defaultdict(list))

    @property
    def barred(self) -> frozenset[PersonId]:
        return frozenset(self.suspended.values())

    def take(self, event: Any) -> None:
        """Go on by one act."""
        at = event.originator_id
        match event:
            case Suspension.Imposed():
                self.suspended[at] = event.person
            case Suspension.Lifted() | Suspension.Ended():
                self.suspended.pop(at, None)
            case Resolution.Put():
                self.put_to[at] = event.put.body
            case Resolution.Replied():
                self.replies[at].append(event.vote)
            case Credentials.DelegationAdmitted():
                self.cards[at, event.delegation.slug] = event.delegation.cards
            case Credentials.DelegateAdmitted():
                self.delegates[at, event.delegate.person] = event.delegate
            case Credentials.DelegateEnded():
                self._gone(at, event.person)
            case Credentials.PlaceTaken():
                one = self.delegates[at, event.person]
                self.speaking[at][one.delegation, one.place] = event.person
                self.proxies[at].pop(event.person, None)
            case Credentials.ProxyGiven():
                self.proxies[at][event.proxy.principal] = event.proxy.holder
            case Credentials.CardVoteCalled():
                self.spoke[at], self.cast[at] = dict(self.speaking[at]), []
            case Credentials.CardsCast() | Credentials.RollCallAnswered():
                self.cast[at].append(event.cast)

    def _gone(self, at: UUID, person: PersonId) -> None:
        self.speaking[at] = {p: who for p, who in self.speaking[at].items() if who != person}
        held = self.proxies[at].items()
        self.proxies[at] = {one: to for one, to in held if person not in (one, to)}


def votes_otherwise_are_of_those_who_have_them(now: Folded, event: Any) -> None:
    """Whoever replies has a vote then, who is counted has one at the end, no card counts twice."""
    at, also = event.originator_id, now.otherwise
    match event:
        case Resolution.Replied():
            assert event.vote.person in now.voting(also.put_to[at]), event
            assert event.vote.person not in [one.person for one in also.replies[at]]
        case Resolution.Decided():
            voting = now.voting(also.put_to[at])
            counted = [one.answer for one in also.replies[at] if one.person in voting]
            assert event.result.members == len(voting)
            assert event.result.in_favour == counted.count(Answer.FOR)
            assert event.result.against == counted.count(Answer.AGAINST)
        case Credentials.CardsCast():
            slug = event.cast.delegation
            spoke = {who for (group, _), who in also.spoke[at].items() if group == slug}
            assert spoke - also.barred, "nobody spoke for them"
            assert event.cast.votes.took_part == also.cards[at, slug]
            assert slug not in [one.delegation for one in also.cast[at]]
        case Credentials.RollCallAnswered():
            _answered_for_their_place(also, event)
        case Credentials.CardVoteClosed():
            _counted_once(also, event)


def _answered_for_their_place(also: Otherwise, event: Credentials.RollCallAnswered) -> None:
    at, cast = event.originator_id, event.cast
    assert cast.place is not None
    place = (cast.delegation, cast.place)
    spoke = also.spoke[at].get(place)
    assert spoke is not None
    assert event.person not in also.barred
    assert event.person in (spoke, also.proxies[at].get(spoke))
    before = [one for one in also.cast[at] if one.delegation == cast.delegation]
    assert not any(one.place in (None, cast.place) for one in before)


def _counted_once(also: Otherwise, event: Credentials.CardVoteClosed) -> None:
    at, votes = event.originator_id, event.result.votes
    given = [one.votes for one in also.cast[at]]
    assert votes.in_favour == sum(one.in_favour for one in given)
    assert votes.against == sum(one.against for one in given)
    assert votes.took_part <= event.result.cards
    assert event.result.cards == sum(n for (one, _), n in also.cards.items() if one == at)
    for slug in {one.delegation for one in also.cast[at]}:
        of_it = [one.votes.took_part for one in also.cast[at] if one.delegation == slug]
        assert sum(of_it) <= also.cards[at, slug]
