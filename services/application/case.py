"""One case on the desk: what a command reads, writes and stamps, until it is committed whole.

Whatever was read is remembered with its version, and the store refuses the commit if any of it has
changed since: no decision slips past a change of the rules or of the things that it looked at.
"""

from __future__ import annotations

import hmac
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from domain import powers
from domain.bodies.access import AccessRequest
from domain.bodies.body import Body, body_id
from domain.bodies.composition import Qualified
from domain.bodies.cooption import CoOption
from domain.bodies.electorate import Electorate, electorate
from domain.bodies.member import Member
from domain.bodies.scopes import nearest, scopes, scopes_of
from domain.cases.panel import Panel
from domain.cases.suspension import Suspension
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import SERVICE, BodyId, CommandId, PersonId, RuleId, derived
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, StaleView
from domain.kernel.sealed import Purpose
from domain.meetings.credentials import Credentials
from domain.meetings.meeting import Meeting
from domain.reports.report import Report
from domain.rules.kinds import BodyKind, kind_of, word_of
from domain.rules.rulebook import RULEBOOK_ID, Edition, Governing, Rulebook
from domain.rules.values import Flag
from services.application.asker import Asker
from services.application.then import Then
from services.reports.held import CALLED, Held, held
from services.store.port import RecordedAct, Store
from services.store.scanned import Scan
from services.vault.qualifying import FromActs
from services.voting.suspended import SUSPENDED

PAGE = 500
SPOKEN_FOR_BY = RuleId("bodies.spoken_for_by")
KEEPS_POWERS = RuleId("suspension.keeps_powers")
FROM_PARENT = "from_parent"
Kind = TypeVar("Kind", bound=Aggregate)
Told = TypeVar("Told")


class Known(NamedTuple):
    """A body as it was established: enough to find those that a rule is about."""

    id: BodyId
    slug: str
    kind: str
    parent: BodyId | None
    region: str | None
    scopes: tuple[str, ...]


def _known(act: RecordedAct) -> Known:
    """A body without the names under which rules speak of it: its parent's is needed for these."""
    event: Any = act.event
    return Known(
        BodyId(event.originator_id), event.slug, event.kind, event.parent, event.region, ()
    )


def _stream(act: RecordedAct) -> UUID:
    stream: UUID = act.event.originator_id
    return stream


BEGUN = Scan((Meeting.Opened.TOPIC, Meeting.Cancelled.TOPIC), lambda _: True, _stream)
SEATED_IN = Scan((Body.Seated.TOPIC,), lambda act: act.event.mandate.person, _stream)
DELEGATE_AT = Scan(
    (Credentials.DelegateAdmitted.TOPIC,), lambda act: act.event.delegate.person, _stream
)
ESTABLISHED = Scan((Body.Established.TOPIC,), lambda _: True, _known)
ASKED_ACCESS = Scan((AccessRequest.Asked.TOPIC,), lambda act: act.event.person, _stream)
CO_OPTED = Scan((CoOption.Proposed.TOPIC,), lambda act: act.event.asked.person, _stream)
REPORTED = Scan((Report.Opened.TOPIC,), lambda act: act.event.subject.body, _stream)
REPORTED_TO = Scan((Report.Opened.TOPIC,), lambda act: act.event.subject.parent, _stream)

SAT_ON = Scan(
    (Panel.Appointed.TOPIC, Panel.Replaced.TOPIC),
    lambda _: True,
    lambda act: (
        act.event.chosen.people if isinstance(act.event, Panel.Appointed) else (act.event.by,)
    ),
)


class Case:
    """What one command has in hand."""

    def __init__(
        self,
        store: Store,
        by: Asker,
        key: CommandId,
        expected: dict[UUID, int],
    ) -> None:
        self.now: datetime = store.now()
        self.by = by
        self.qualified: Qualified = FromActs(self, Purpose.QUOTA).qualified
        self.key = key
        self._store = store
        self._expected = expected
        self._held: dict[UUID, Aggregate] = {}
        self._read: dict[UUID, int] = {}
        self._powerless: dict[tuple[PersonId, datetime], RuleId | None] = {}

    def load(self, kind: type[Kind], stream: UUID) -> Kind:
        """The thing of that id; raises `NotFound`, or `StaleView` if it moved on since."""
        found = self.find(kind, stream)
        if found is None:
            raise NotFound(f"There is no {kind.__name__.lower()} with the id {stream}.")
        return found

    def find(self, kind: type[Kind], stream: UUID) -> Kind | None:
        """The thing of that id, if there is one."""
        held = self._held.get(stream)
        if held is None:
            held = self.as_recorded(kind, stream)
            self._read.setdefault(stream, 0 if held is None else held.version)
            if held is None:
                return None
            self._check_expected(stream, held.version)
            self._held[stream] = held
        if not isinstance(held, kind):
            raise NotFound(f"The id {stream} does not belong to a {kind.__name__.lower()}.")
        return held

    def as_recorded(self, kind: type[Kind], stream: UUID) -> Kind | None:
        """The thing of that id as it is on record."""
        return self._store.find(kind, stream)

    def add(self, thing: Kind) -> Kind:
        """Take in a thing that this command began."""
        self._held[thing.id] = thing
        return thing

    def body(self, slug: str) -> Body | None:
        return self.find(Body, body_id(slug))

    def body_by_id(self, body: UUID) -> Body | None:
        return self.find(Body, body)

    def member(self, person: PersonId) -> Member | None:
        return self.find(Member, person)

    def bodies_of(self, person: PersonId) -> tuple[Body, ...]:
        """The bodies in which somebody sits, with those in which this very command seats them."""
        sat_in = dict.fromkeys(SEATED_IN.of(self._store, person))
        sat_in.update(dict.fromkeys(one.id for one in self._held.values() if isinstance(one, Body)))
        return tuple(body for at in sat_in if (body := self.load(Body, at)).has_member(person))

    def co_options_of(self, person: PersonId) -> Iterator[CoOption]:
        """Every co-option of somebody that was ever proposed."""
        return (self.load(CoOption, one) for one in CO_OPTED.of(self._store, person))

    def suspension_of(self, person: PersonId, moment: datetime | None = None) -> Suspension | None:
        """The suspension under which somebody is then, or now, by its moments."""
        at = moment or self.now
        every = (self.load(Suspension, one) for one in SUSPENDED.of(self._store, person))
        return next((one for one in every if one.in_force_at(at)), None)

    def suspensions_of(self, person: PersonId) -> tuple[Suspension, ...]:
        """Every suspension that somebody was ever under."""
        return tuple(self.load(Suspension, one) for one in SUSPENDED.of(self._store, person))

    def powerless(self, person: PersonId, moment: datetime | None = None) -> RuleId | None:
        """The rule by which somebody who is suspended uses no seat, post or membership then, or
        now; none for all others."""
        at = (person, moment or self.now)
        if at not in self._powerless:
            suspended = self.suspension_of(*at) is not None
            bars = suspended and not self.edition.value(KEEPS_POWERS, Flag).holds
            self._powerless[at] = KEEPS_POWERS if bars else None
        return self._powerless[at]

    def electorate(self, body: Body, moment: datetime | None = None) -> Electorate:
        """Those who have a vote in a body then, or now."""
        if moment is None or moment >= self.now:
            return electorate(body, self.now, self)
        then = Then(self, moment)
        found = then.body_by_id(body.id)
        return Electorate() if found is None else electorate(found, moment, then)

    def made_up_from(self, body: Body, moment: datetime) -> Body | None:
        """The body of whose members another is made up by the rules of then, if it is of any."""
        parent, edition = self.parent_of(body), self.rulebook.at(moment)
        if parent is None:
            return None
        rule = nearest(edition, scopes_of(edition, body, parent), FROM_PARENT)
        return parent if rule is not None and edition.value(rule.id, Flag).holds else None

    def actors_of(self, stream: UUID) -> set[PersonId]:
        """Everybody who has done anything to a thing."""
        return {one.event.act.actor for one in self.acts_of(stream)}

    def told(self, scan: Scan[Told], thing: Hashable) -> Sequence[Told]:
        """What a reading of the log kept of a thing."""
        return scan.of(self._store, thing)

    def has_died(self, person: PersonId) -> bool:
        found = self.member(person)
        return found is not None and found.has_died

    def must_not_have_died(self, person: PersonId) -> None:
        """Refuse to give anything to a member who has died."""
        found = self.member(person)
        if found is not None:
            found.must_not_have_died()

    def kind_of(self, body: Body) -> BodyKind:
        """What the rules of the day say of the kind that a body is of."""
        return kind_of(self.edition, body.kind)

    def parent_of(self, body: Body) -> Body | None:
        """The body that one is part of, if it is part of any."""
        return None if body.parent is None else self.body_by_id(body.parent)

    def bodies(self) -> tuple[Known, ...]:
        """Every body that was ever established, dissolved ones included."""
        begun, edition = ESTABLISHED.of(self._store, True), self.edition
        slugs = {one.id: one.slug for one in begun}
        words = {kind: word_of(edition, kind) for kind in {one.kind for one in begun}}
        return tuple(
            one._replace(
                scopes=scopes(
                    one.slug,
                    words[one.kind],
                    slugs.get(one.parent) if one.parent else None,
                )
            )
            for one in begun
        )

    def every(self, scan: Scan[UUID], thing: Hashable) -> Sequence[UUID]:
        """Everything that a reading of the log found about a thing."""
        return scan.of(self._store, thing)

    def called_of(self, body: UUID) -> Sequence[UUID]:
        """Every meeting of a body that was ever called, in the order of calling."""
        return CALLED.of(self._store, body)

    def not_begun_of(self, body: UUID) -> Sequence[UUID]:
        """Every meeting of a body that was called and, by the log, neither opened nor called off.

        Those of years that have passed are not loaded to find those ahead.
        """
        begun = set(BEGUN.of(self._store, True))
        return [one for one in self.called_of(body) if one not in begun]

    def reports_of(self, body: UUID) -> Sequence[UUID]:
        """Every report of a body that was ever opened."""
        return REPORTED.of(self._store, body)

    def reports_to(self, body: UUID) -> Sequence[UUID]:
        """Every report that a group of this body owes to it."""
        return REPORTED_TO.of(self._store, body)

    def recorded(self, *kinds: type[Recorded]) -> Iterator[Recorded]:
        """Every act of these kinds on record, oldest first."""
        after, topics = 0, tuple(kind.TOPIC for kind in kinds)
        while acts := self._store.acts(after=after, topics=topics, limit=PAGE):
            yield from (act.event for act in acts)
            after = acts[-1].position

    def cause_of(self, stream: UUID) -> UUID | None:
        """The act from which it followed that a thing began; none if it followed from none."""
        begun = self._store.acts(after=0, stream=stream, limit=1)
        return begun[0].event.act.cause if begun else None

    def began(self, stream: UUID) -> RecordedAct:
        """The first act of a thing; raises `NotFound`.  Of two at one moment the later one stands
        behind the other."""
        begun = self._store.acts(after=0, stream=stream, limit=1)
        if not begun:
            raise NotFound(f"There is nothing on record with the id {stream}.")
        return begun[0]

    def on_record(self, stream: UUID, act: UUID, kind: type[Recorded]) -> RecordedAct:
        """An act of that kind of a thing, as it is on record; raises `NotFound`."""
        for one in self.acts_of(stream, (kind,)):
            if one.event.event_id == act:
                return one
        raise NotFound(f"There is no act with the id {act}.")

    def acts_of(
        self, stream: UUID, kinds: tuple[type[Recorded], ...] = ()
    ) -> Iterator[RecordedAct]:
        """Every act of a thing on record, or those of these kinds, oldest first."""
        after, topics = 0, tuple(kind.TOPIC for kind in kinds)
        while acts := self._store.acts(after=after, topics=topics, stream=stream, limit=PAGE):
            yield from acts
            after = acts[-1].position

    def newest_of(self, stream: UUID, kinds: tuple[type[Recorded], ...]) -> RecordedAct | None:
        """The newest act of these kinds of a thing; its first act if it has none of them."""
        found = list(self.acts_of(stream, kinds)) if kinds else []
        found = found or list(self._store.acts(after=0, stream=stream, limit=1))
        return found[-1] if found else None

    def streams_begun_by(self, topic: str) -> tuple[UUID, ...]:
        """Everything that began with an act of that topic, in the order of recording."""
        found: list[UUID] = []
        after = 0
        while acts := self._store.acts(after=after, topics=(topic,), limit=PAGE):
            found += (act.event.originator_id for act in acts)
            after = acts[-1].position
        return tuple(found)

    def held(self, meeting: UUID, *, votes_published: bool) -> Held:
        """A meeting as the log has it, with what was done by its decisions."""
        return held(self._store, meeting, votes_published=votes_published)

    @property
    def rulebook(self) -> Rulebook:
        found = self.find(Rulebook, RULEBOOK_ID)
        if found is None:
            raise OutOfOrder(
                "The organisation has no rulebook yet, so nothing says who may do this. "
                "Adopt one first ('found_rulebook')."
            )
        return found

    @property
    def edition(self) -> Edition:
        """The rules in force now."""
        return self.rulebook.at(self.now)

    def id_for(self, *parts: object) -> UUID:
        """The id of something that this command begins: the same however often it is sent."""
        return derived(self.key, *parts)

    def secret_for(self, what: str) -> str:
        """A value of these words and the log's own secret, which nobody outside can know."""
        return hmac.new(self._store.request_key(), what.encode(), sha256).hexdigest()

    def act(self, authority: Authority, cause: UUID | None = None) -> Act:
        """The envelope of what this command does."""
        self._speaks_for()
        rulebook = self.find(Rulebook, RULEBOOK_ID)
        return Act(
            occurred_at=self.now,
            actor=self.by.person,
            recorded_by=self.by.recorder,
            on_behalf_of=self.by.on_behalf_of,
            authority=authority,
            command_id=self.key,
            rulebook_version=0 if rulebook is None else rulebook.at(self.now).number,
            cause=cause,
        )

    def act_by_service(self) -> Act:
        """The envelope of what the service does at a deadline; `NotAllowed` for all others."""
        if self.by.person != SERVICE:
            raise NotAllowed(
                "The service does this by itself at its moment; nobody does it by hand."
            )
        return self.act(powers.SERVICE_ITSELF)

    def act_by_power(
        self,
        rule: RuleId,
        *,
        governing: Governing | None = None,
        about: powers.About = powers.NOTHING,
    ) -> Act:
        """The envelope of an act that a rule gives to some; raises `NotAllowed` for all others."""
        found = (governing or self.edition).rule(rule)
        return self.act(powers.require(self.by, found, self, about)).under(found.id)

    def _speaks_for(self) -> None:
        """Refuse an act in the name of a body in which the asker does not sit."""
        if self.by.on_behalf_of is None:
            return
        body = self.find(Body, self.by.on_behalf_of)
        if body is None or not body.has_member(self.by.person):
            raise NotAllowed(
                "You can act on behalf of a body only if you sit in it.", rule=SPOKEN_FOR_BY
            )

    @property
    def changed(self) -> list[Aggregate]:
        """What has acts to commit."""
        return [thing for thing in self._held.values() if thing.pending_events]

    @property
    def reads(self) -> dict[UUID, int]:
        """What was only looked at, and the version that was seen."""
        written = {thing.id for thing in self.changed}
        return {stream: seen for stream, seen in self._read.items() if stream not in written}

    def _check_expected(self, stream: UUID, version: int) -> None:
        wanted = self._expected.get(stream)
        if wanted is not None and wanted != version:
            raise StaleView(
                f"Somebody changed this since you opened it (you saw version {wanted}, it is at "
                f"{version} now). Look at it again before you decide."
            )
