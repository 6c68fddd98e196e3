"""What the log says of bodies and meetings at each position, read by nothing but plain rules.

It shares no code with the service's own reading: mandates are rows in a dictionary, and votes are
held against who sat in the body and was there when they were given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate, Origin
from domain.kernel.ids import PersonId
from domain.meetings.attendance import Attendance, Capacity, Route
from domain.meetings.decisions import Decision, Settled
from domain.meetings.meeting import Meeting
from tests.bodies.voting_otherwise import Otherwise


@dataclass
class Folded:
    """Bodies by id with the mandates that run, and meetings with who is there."""

    slugs: dict[UUID, str] = field(default_factory=dict)
    parents: dict[UUID, UUID | None] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)
    held: dict[UUID, dict[UUID, Mandate]] = field(default_factory=lambda: defaultdict(dict))
    of: dict[UUID, UUID] = field(default_factory=dict)
    came: dict[UUID, dict[PersonId, Attendance]] = field(default_factory=lambda: defaultdict(dict))
    chair: dict[UUID, PersonId | None] = field(default_factory=dict)
    withdrawn: dict[UUID, set[tuple[int, PersonId]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    decided: dict[UUID, Decision] = field(default_factory=dict)
    meeting_of: dict[UUID, UUID] = field(default_factory=dict)
    settled: dict[UUID, Settled] = field(default_factory=dict)
    otherwise: Otherwise = field(default_factory=Otherwise)

    def take(self, event: Any) -> None:
        """Go on by one act."""
        at = event.originator_id
        self.otherwise.take(event)
        match event:
            case Body.Established():
                self.slugs[at], self.parents[at] = event.slug, event.parent
            case Body.Seated() | Body.PostFilled():
                self.held[at][event.mandate.id] = event.mandate
            case Body.SeatVacated() | Body.PostVacated():
                self._ended(at, event)
            case Body.Dissolved():
                self.gone.add(at)
                self.held[at].clear()
            case Meeting.Convened():
                self.of[at] = event.body
            case Meeting.Arrived():
                self.came[at][event.attendance.person] = event.attendance
            case Meeting.Departed():
                self._left(at, event.person)
            case Meeting.ChairTaken():
                self.chair[at] = event.person
            case Meeting.InterestDeclared(interest=interest) if interest.withdraws:
                self.withdrawn[at].add((interest.item, interest.person))
            case Meeting.Decided():
                self.decided[event.event_id] = event.decision
                self.meeting_of[event.event_id] = at
            case Meeting.CastingVoteGiven():
                act = self.act_of(at, event.number)
                told = {"carried": event.in_favour}
                self.decided[act] = self.decided[act].model_copy(update=told)
            case Meeting.DecisionSettled():
                self._settle(at, event)

    def _ended(self, at: UUID, event: Body.SeatVacated | Body.PostVacated) -> None:
        """With a seat its holder's posts in the body end."""
        with_it = isinstance(event, Body.SeatVacated)
        self.held[at] = {
            name: one
            for name, one in self.held[at].items()
            if name != event.mandate and not (with_it and one.person == event.person)
        }

    def _settle(self, meeting: UUID, event: Meeting.DecisionSettled) -> None:
        self.settled[self.act_of(meeting, event.number)] = event.settled

    def _left(self, meeting: UUID, person: PersonId) -> None:
        """With whoever leaves go the proxies that they hold."""
        self.came[meeting] = {
            who: one
            for who, one in self.came[meeting].items()
            if who != person and one.held_by != person
        }
        if self.chair.get(meeting) == person:
            self.chair[meeting] = None

    def act_of(self, meeting: UUID, number: int) -> UUID:
        """The act by which a meeting took its decision of that number."""
        return next(
            act
            for act, one in self.decided.items()
            if one.number == number and self.meeting_of[act] == meeting
        )

    def seats(self, body: UUID) -> Iterator[Mandate]:
        return (one for one in self.held[body].values() if one.post is None)

    def body(self, slug: str) -> UUID | None:
        return next((at for at, known in self.slugs.items() if known == slug), None)

    def holders(self, slug: str, post: str | None) -> set[PersonId]:
        """Who holds a post now, or a seat if none is said; `officers` are the holders of any."""
        at = self.body(slug)
        mandates = [] if at is None else self.held[at].values()
        return {
            one.person
            for one in mandates
            if one.post == post or (post == "officers" and one.post is not None)
        }

    def voting(self, body: UUID) -> set[PersonId]:
        """Who has a vote: none who is suspended."""
        return {one.person for one in self.seats(body) if one.voting} - self.otherwise.barred

    def voting_there(self, meeting: UUID) -> set[PersonId]:
        """Who is there with a vote; an observer has none, whoever holds a proxy is not two."""
        seated = self.voting(self.of[meeting])
        return {
            who
            for who, one in self.came[meeting].items()
            if who in seated and one.capacity is Capacity.MEMBER and one.route is Route.IN_PERSON
        }

    def could_vote(self, meeting: UUID, item: int) -> set[PersonId]:
        """Those, and whoever gave one of them a proxy, less who withdrew from the item."""
        there, seated = self.voting_there(meeting), self.voting(self.of[meeting])
        sent = {
            who
            for who, one in self.came[meeting].items()
            if one.route is Route.PROXY and who in seated and one.held_by in there
        }
        gone = {who for on, who in self.withdrawn[meeting] if on == item}
        return (there | sent) - gone


def one_holder_of_each_post(now: Folded, most_share: int, most: dict[tuple[str, str], int]) -> None:
    """A post has no more places than the rules give it, one where none says.

    No place has two holders unless they share it, and never more than may share.
    """
    for at, mandates in now.held.items():
        places: dict[tuple[str, int], list[Mandate]] = defaultdict(list)
        for one in mandates.values():
            if one.post is not None:
                places[one.post, one.place].append(one)
        for post, many in Counter(post for post, _ in places).items():
            assert many <= most.get((now.slugs[at], post), 1), (now.slugs[at], post, many)
        for where, holders in places.items():
            shares = sorted(one.share for one in holders)
            assert len(set(shares)) == len(shares), (now.slugs[at], where, holders)
            assert max(shares) <= most_share, (now.slugs[at], where)
            assert len({one.person for one in holders}) == len(holders)


def ex_officio_seats_match_their_posts(now: Folded, posts: dict[str, tuple[str, ...]]) -> None:
    """Whoever holds such a post has a seat, and nobody else has one by virtue of it."""
    for at, slug in now.slugs.items():
        entitled = {
            person for power in posts.get(slug, ()) for person in now.holders(*power.split("."))
        }
        seated = {one.person for one in now.seats(at)}
        by_post = [one for one in now.seats(at) if one.origin is Origin.EX_OFFICIO]
        if at in now.gone:
            assert not seated
            continue
        assert entitled <= seated, (slug, entitled - seated)
        for one in by_post:
            assert one.follows is not None
            elsewhere = now.slugs[one.follows.body]
            assert one.person in now.holders(elsewhere, one.follows.post), (slug, one)


def only_votes_of_voting_members_were_counted(
    now: Folded, event: Meeting.Decided, quorum: int
) -> None:
    decision, meeting = event.decision, event.originator_id
    could = now.could_vote(meeting, decision.item)
    assert decision.present == len(now.voting_there(meeting)), decision
    assert {one.person for one in decision.named} <= could
    assert decision.voters == len(could), (decision, could)
    assert decision.needed == quorum, decision
    if decision.votes is not None:
        votes = decision.votes
        assert votes.in_favour + votes.against + votes.abstained <= len(could)


def only_a_tie_was_decided_and_by_a_chair_with_a_vote(
    now: Folded, event: Meeting.CastingVoteGiven
) -> None:
    meeting = event.originator_id
    decision = now.decided[now.act_of(meeting, event.number)]
    votes, chair = decision.votes, now.chair.get(meeting)
    assert votes is not None
    assert votes.in_favour == votes.against
    assert event.act.actor == chair
    assert chair in now.voting_there(meeting) & now.could_vote(meeting, decision.item)


def nothing_came_of_a_decision_that_did_not_bind(now: Folded, event: Any) -> None:
    if event.act.authority.kind != "decision":
        return
    taken = UUID(event.act.authority.id)
    decision, settled = now.decided[taken], now.settled.get(taken)
    assert decision.carried
    assert settled is not Settled.ANNULLED
    assert (decision.present or 0) >= (decision.needed or 0) or settled is Settled.RATIFIED, (
        decision
    )


def statements_rest_on_what_binds(now: Folded, event: Meeting.StatementPublished) -> None:
    for act, decision in now.decided.items():
        if (
            now.meeting_of[act] == event.originator_id
            and decision.number == event.statement.decision
        ):
            settled = now.settled.get(act)
            assert settled is not Settled.ANNULLED
            assert (decision.present or 0) >= (decision.needed or 0) or settled is Settled.RATIFIED
