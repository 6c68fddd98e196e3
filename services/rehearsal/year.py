"""A year of an example as scenes: its meetings, and whatever is asked for between and beside them.

What the engine does at deadlines is in no scene.  An act that the record says a rule refuses has to
be refused by that very rule; everything else has to be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.bodies.body import body_id
from domain.bodies.mandate import Origin
from domain.kernel.refusal import Refusal
from domain.reports.report import report_id
from domain.reports.reporting import Kind
from domain.text.refusals import TextRefused
from services.application.asker import Asker
from services.application.bodies import FillPost, JoinMember, JoinMembers, SeatMember
from services.application.catalogue import VERBS
from services.examples.models import Asked, YearRecord
from services.examples.register import BodyMeeting, Post
from services.examples.year import with_names
from services.rehearsal import founding
from services.rehearsal.cast import Cast
from services.rehearsal.history import INVENTED, at_noon
from services.rehearsal.meeting_scene import MeetingScene
from services.rehearsal.play import Scene
from services.rehearsal.stage import Stage

SEAT: Final = "member"
Told = tuple[datetime, str, Callable[[], None]]


class NotAsWritten(RuntimeError):
    """Something went another way than the record of the year says."""


class YearPlay:
    """The scenes of one year, and the names under which what was begun goes on stage."""

    def __init__(self, stage: Stage, record: YearRecord) -> None:
        self._stage = stage
        self._record = record
        self._cast = Cast(record, record.year.guests)
        founder = record.year.founder
        self._keeper = founding.Keeper(self._cast.id(founder), self._cast.name(founder))
        self._begun: dict[str, UUID] = {}

    @property
    def opening(self) -> datetime:
        """When the organisation is founded."""
        return at_noon(self._record.rulebook.adopted)

    def found(self) -> None:
        """Found the organisation, with everybody who sits in it from the first day on."""
        founding.found(self._stage, self._record, self._keeper)
        self._join()
        first = self._record.rulebook.adopted
        here = {one.id for one in self._record.bodies.bodies}
        here -= self._record.bodies.established_by_meetings
        for person in self._record.people.people:
            for post in person.posts:
                if post.day == first and post.body in here and post.body != founding.STAFF:
                    self._give(person.id, post)

    def scenes(self) -> list[Scene]:
        """Everything that people do, in order."""
        told = [
            *(one for meeting in self._record.bodies.meetings for one in self._of_meeting(meeting)),
            *self._between(),
        ]
        return sorted(Scene(at, place, what, do) for place, (at, what, do) in enumerate(told))

    def begun(self, name: str) -> UUID:
        """What an entry began, a meeting, a report on it, or a person; raises `NotAsWritten`."""
        thing, _, report = name.partition("/")
        if thing in self._begun:
            found = self._begun[thing]
            return report_id(found, Kind(report)) if report else found
        if thing in self._cast:
            return self._cast.id(thing)
        raise NotAsWritten(f"'{thing}' has not begun when an act of the year names it.")

    def _join(self) -> None:
        adopted = self._record.rulebook.adopted
        people = self._record.people.people
        joining = (JoinMember(number=p.number, joined_on=adopted) for p in people if p.number)
        self._stage.ask(JoinMembers(members=tuple(joining)), self._keeper.asker)

    def _give(self, slug: str, post: Post) -> None:
        has_parent = {one.id for one in self._record.bodies.bodies if one.parent is not None}
        told = {
            "body": post.body,
            "person": self._cast.id(slug),
            "name": self._cast.name(slug),
            "how": INVENTED,
            "origin": Origin.APPOINTMENT if post.body in has_parent else Origin.ELECTION,
            "until": post.until,
            "source": INVENTED,
        }
        if post.post == SEAT:
            self._stage.ask(SeatMember.model_validate(told), self._keeper.asker)
        else:
            filled = FillPost.model_validate(told | {"post": post.post})
            self._stage.ask(filled, self._keeper.asker)

    def _of_meeting(self, meeting: BodyMeeting) -> Iterator[Told]:
        """What is done for a meeting, each thing at its moment if the record has one."""
        scene = MeetingScene(self._stage, self._record, meeting, self._keeper.asker)

        def call() -> None:
            scene.call()
            self._begun[meeting.id] = scene.meeting

        assert meeting.called_on is not None
        name = meeting.id.replace("_", " ")
        yield at_noon(meeting.called_on), f"{name}: called", call
        later = (
            (meeting.noticed_at, "notice", scene.give_notice),
            (meeting.papers_at, "papers", scene.circulate_papers),
            (meeting.opened_at, "opened", lambda: scene.open(scene.attended())),
            (meeting.opened_at, "decided", scene.decide),
            (meeting.ended_at, "ended", scene.close),
        )
        for at, what, do in later:
            if at is not None:
                yield at, f"{name}: {what}", do

    def _between(self) -> Iterator[Told]:
        for asked in self._record.year.acts:
            yield asked.at, asked.do.replace("_", " "), self._doing(asked)

    def _doing(self, asked: Asked) -> Callable[[], None]:
        def do() -> None:
            fields = with_names(asked.fields, self.begun)
            command = VERBS.command(asked.do).model_validate(fields)
            behalf = None if asked.for_ is None else body_id(asked.for_)
            by = Asker(person=self._cast.id(asked.by), on_behalf_of=behalf)
            if asked.refused is not None:
                self._must_be_refused(lambda: self._stage.ask(command, by), asked)
                return
            receipt = self._stage.ask(command, by)
            if asked.called is not None:
                self._begun[asked.called] = self._stage.began(receipt)

        return do

    def _must_be_refused(self, ask: Callable[[], object], asked: Asked) -> None:
        try:
            ask()
        except (Refusal, TextRefused) as refusal:
            rule = getattr(refusal, "rule", None)
            if rule == asked.refused:
                return
            raise NotAsWritten(
                f"{asked.do} at {asked.at.isoformat()} was refused by {rule}, and the record says "
                f"that {asked.refused} refuses it: {refusal}"
            ) from refusal
        raise NotAsWritten(
            f"{asked.do} at {asked.at.isoformat()} was done, and the record says that "
            f"{asked.refused} refuses it."
        )
