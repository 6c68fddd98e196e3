"""One notice: what is served, to how many, by when, what came back, and when service was complete.

An act names numbers and commitments; the proof for each single person lies in a table.  It holds no
address, and it does not send: it judges what is reported to it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.moments import LONDON, in_words
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from domain.kernel.value import Value
from domain.notices.contact import Channel
from domain.notices.service import EMAIL, POST, Addressees, Batch, Terms
from domain.rules.edition import Edition
from domain.rules.judging import as_fact, judged
from domain.rules.values import Flag

SERVED_BY = RuleId("notices.served_by")
TO_ALL_BY = RuleId("notices.to_all_by")
RECORD_KEPT_BY = RuleId("notices.record_kept_by")
OMISSION = RuleId("notices.accidental_omission")


class Occasion(StrEnum):
    """What a notice is about."""

    GENERAL = "general"
    MEETING = "meeting"
    BALLOT = "ballot"
    CYCLE = "cycle"


class Whom(StrEnum):
    """To whom a notice goes."""

    BODY = "body"
    ALL_MEMBERS = "all_members"
    LISTED = "listed"


class Matter(Value):
    """What is served: by which body, on which occasion, about what, in which words, to whom.

    `about` is the meeting, ballot or cycle, and the body itself where there is none of these.
    """

    body: BodyId
    occasion: Occasion
    about: UUID
    subject: str
    text: str
    to: Whom
    people: tuple[PersonId, ...] = ()


class Why(Value):
    """Why it did not reach somebody, and whether it had been sent before that was known."""

    served: bool
    reason: str


class Notice(Aggregate):
    """One notice and its service."""

    TOPIC = "notice"

    class Created(Aggregate.Created):
        """Never recorded: a notice begins by being called for."""

        TOPIC = "notice.created.v1"

    class Called(Aggregate.Created):
        """A notice was to be served: its words, whom it is for and its terms are fixed."""

        TOPIC = "notice.called.v1"
        matter: Matter
        terms: Terms

    class Addressed(Aggregate.Event):
        """The list of its addressees was written."""

        TOPIC = "notice.addressed.v1"
        addressees: Addressees

    class Served(Aggregate.Event):
        """A batch of it was handed over to be delivered by mail."""

        TOPIC = "notice.served.v1"
        batch: Batch

    class Bounced(Aggregate.Event):
        """It could not be delivered to these people; `served` says whether it had been sent."""

        TOPIC = "notice.bounced.v1"
        channel: Channel
        people: tuple[PersonId, ...]
        served: bool
        reason: str

    class Posted(Aggregate.Event):
        """So many letters were handed to the post on a day; none named: all that waited for it."""

        TOPIC = "notice.posted.v1"
        letters: int
        posted_on: date
        deemed: AwareDatetime
        people: tuple[PersonId, ...]

    class Omitted(Aggregate.Event):
        """Somebody who was entitled to it did not get it."""

        TOPIC = "notice.omitted.v1"
        person: PersonId
        accidental: bool
        reason: str

    class Completed(Aggregate.Event):
        """Nothing more will be sent: so many were served, so many of these late, so many not."""

        TOPIC = "notice.completed.v1"
        served: int
        late: int
        unserved: int

    def __init__(self, matter: Matter, terms: Terms) -> None:
        self.matter = matter
        self.terms = terms
        self.addressees: Addressees | None = None
        self.sent = 0
        self.refused: frozenset[PersonId] = frozenset()
        self.returned: dict[Channel, frozenset[PersonId]] = dict.fromkeys(Channel, frozenset())
        self.posted = 0
        self.late = 0
        self.omitted: frozenset[PersonId] = frozenset()
        self.completed = False

    @classmethod
    def call(cls, notice: UUID, act: Act, matter: Matter, terms: Terms, rules: Edition) -> Notice:
        """Begin a notice; one that comes too late for its period is judged by that rule."""
        if not matter.text.strip():
            raise BadInput("A notice needs words.")
        if matter.to is Whom.LISTED and not matter.people:
            raise BadInput("Say to whom the notice goes: the list of people is empty.")
        if terms.happens_at is not None and terms.happens_at <= act.occurred_at:
            raise BadInput("A notice is given before the thing happens, not after it.")
        stamped = act.under(EMAIL, POST)
        if terms.period is not None and terms.happens_at is not None:
            given = act.occurred_at.astimezone(LONDON).date()
            short = terms.period.days.short(given, terms.happens_at.astimezone(LONDON).date())
            stamped = judged(stamped, rules.rule(terms.period.rule), short)
        return cls._begin(cls.Called, notice, stamped, matter=matter, terms=terms)

    @property
    def waits_for_mail(self) -> int:
        """How many letters are still to go out by e-mail."""
        if self.addressees is None:
            return 0
        return self.addressees.by_email - self.sent - len(self.refused)

    @property
    def waits_for_post(self) -> int:
        """How many letters are still to go out by post: those that came back by e-mail too."""
        if self.addressees is None:
            return 0
        came_back = self.refused | self.returned[Channel.EMAIL]
        return self.addressees.by_post + len(came_back) - self.posted

    def address(self, act: Act, addressees: Addressees) -> None:
        """Record whom it is for, once."""
        if self.addressees is None:
            self._addressed(act=act.under(SERVED_BY), addressees=addressees)

    def serve(self, act: Act, batch: Batch) -> None:
        """Record that a batch was sent."""
        if batch.count > self.waits_for_mail:
            raise BadInput(
                f"{batch.count} cannot have been sent where {self.waits_for_mail} were waiting."
            )
        self._served(act=act.under(EMAIL), batch=batch)

    def bounce(self, act: Act, channel: Channel, people: tuple[PersonId, ...], why: Why) -> None:
        """Record that it did not reach people, once for each of them."""
        self._must_be_addressed()
        known = self.returned[channel]
        known |= self.refused if channel is Channel.EMAIL else frozenset()
        new = tuple(person for person in dict.fromkeys(people) if person not in known)
        gone = self.sent if channel is Channel.EMAIL else self.posted
        if why.served and len(self.returned[channel]) + len(new) > gone:
            raise BadInput("That can't have come back: nothing more of it has gone out that way.")
        if new:
            self._bounced(act=act, channel=channel, people=new, **why.model_dump())

    def post(self, act: Act, letters: int, posted_on: date, people: tuple[PersonId, ...]) -> None:
        """Record letters handed to the post on a day; `people` says which, if not all of them."""
        self._must_be_addressed()
        if posted_on > act.occurred_at.astimezone(LONDON).date():
            raise BadInput("That day has not come yet: record letters when they have been posted.")
        given = self.created_on.astimezone(LONDON).date()
        if posted_on < given:
            raise BadInput(
                f"The notice was given on {given:%-d %B %Y}, so no letter of it was posted before. "
                "Write the day on which they were handed over.",
                rule=POST,
            )
        if not self.waits_for_post:
            raise BadInput("No letter of this notice waits for the post.")
        if not 0 < letters <= self.waits_for_post:
            raise BadInput(
                f"{self.waits_for_post} letters wait for the post, so {letters} can't have gone. "
                "Write as many as were handed over."
            )
        if letters < self.waits_for_post and len(people) != letters:
            raise BadInput(
                f"{self.waits_for_post} letters wait for the post. Where only {letters} of them "
                "went, say to whom."
            )
        deemed = self.terms.deemed_by_post(posted_on)
        named = people if letters < self.waits_for_post else ()
        today = act.occurred_at.astimezone(LONDON).date()
        claimed = f"That they were posted on {posted_on:%-d %B %Y} was entered later."
        act = act if posted_on == today else act.noting(claimed)
        self._posted(
            act=act.under(POST), letters=letters, posted_on=posted_on, deemed=deemed, people=named
        )

    def omit(
        self, act: Act, person: PersonId, reason: str, rules: Edition, *, accidental: bool
    ) -> None:
        """Record that somebody was left out; what that means is said by the rule on omission."""
        if person in self.omitted:
            raise OutOfOrder("That they were left out is on record already.", rule=OMISSION)
        breach = None
        if not accidental:
            breach = "They were left out on purpose, so what it gave notice of may be void."
        elif not rules.value(OMISSION, Flag).holds:
            breach = "By this rule even an accidental omission may make void what is decided."
        self._omitted(
            act=as_fact(act, rules.rule(OMISSION), breach),
            person=person,
            accidental=accidental,
            reason=reason,
        )

    def complete(self, act: Act, rules: Edition) -> None:
        """Record that service is over: nothing waits any more, or what it was for has come."""
        if self.completed:
            return
        self._must_be_addressed()
        if not self.is_over(act.occurred_at):
            raise TooEarly(
                f"{self.waits_for_mail} letters wait for the mail and {self.waits_for_post} for "
                "the post.",
                rule=SERVED_BY,
            )
        assert self.addressees is not None
        served = self.sent + self.posted - sum(map(len, self.returned.values()))
        unserved = self.addressees.count - served
        self._completed(
            act=self._judged_late(act.under(SERVED_BY), rules, unserved),
            served=served,
            late=self.late,
            unserved=unserved,
        )

    @property
    def reached_all(self) -> bool:
        """Whether service is over, and nobody whom it was for was left out."""
        assert self.addressees is not None
        served = self.sent + self.posted - sum(map(len, self.returned.values()))
        return self.completed and served >= self.addressees.count

    def is_over(self, now: datetime) -> bool:
        """Whether nothing can be sent any more that would be of use."""
        happens_at = self.terms.happens_at
        if happens_at is not None and happens_at <= now:
            return True
        return self.addressees is not None and not (self.waits_for_mail or self.waits_for_post)

    def _judged_late(self, act: Act, rules: Edition, unserved: int) -> Act:
        if unserved:
            act = act.noting(f"{unserved} of those whom it was for were not reached.")
        period, due = self.terms.period, self.terms.due
        if period is None or due is None:
            return act
        breach = f"{self.late} were served after {in_words(due)}." if self.late else None
        return as_fact(act, rules.rule(period.rule), breach)

    def _must_be_addressed(self) -> None:
        if self.addressees is None:
            raise OutOfOrder(
                "The list of those whom it is for has not been written yet.", rule=SERVED_BY
            )

    @event(Addressed)
    def _addressed(self, act: Act, addressees: Addressees) -> None:
        self.addressees = addressees

    @event(Served)
    def _served(self, act: Act, batch: Batch) -> None:
        self.sent += batch.count
        self.late += batch.late

    @event(Bounced)
    def _bounced(
        self, act: Act, channel: Channel, people: tuple[PersonId, ...], served: bool, reason: str
    ) -> None:
        if served:
            self.returned = self.returned | {channel: self.returned[channel] | set(people)}
        else:
            self.refused |= set(people)

    @event(Posted)
    def _posted(
        self,
        act: Act,
        letters: int,
        posted_on: date,
        deemed: datetime,
        people: tuple[PersonId, ...],
    ) -> None:
        self.posted += letters
        self.late += letters if self.terms.is_late(deemed) else 0

    @event(Omitted)
    def _omitted(self, act: Act, person: PersonId, accidental: bool, reason: str) -> None:
        self.omitted |= {person}

    @event(Completed)
    def _completed(self, act: Act, served: int, late: int, unserved: int) -> None:
        self.completed = True
