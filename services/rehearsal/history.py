"""Before Refounding: rules, bodies and meetings of four years, each on its day.

The group of 2017 is made up of the people whom the record names; who sat in the group that followed
in 2020 is not in the sources, so generated members take their places.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import MandateEnding, Origin
from domain.kernel.moments import LONDON
from domain.rules.values import RuleChange
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.endings import VacateSeat
from services.application.rules import ReviseRulebook
from services.application.years import KeepMeetingsElsewhere
from services.examples.base import Backed
from services.examples.models import Founding, Record
from services.examples.register import BodyMeeting, Post
from services.rehearsal.cast import named
from services.rehearsal.electorate import Person
from services.rehearsal.meeting_scene import MeetingScene, Present
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

GROUP: Final = "ncg"
OFFICERS_GROUP: Final = "officers_group"
FIRST_GROUP, NEXT_GROUP = date(2017, 2, 17), date(2020, 7, 6)
"""When a newly elected group took its seats: its election is on record, the day is not."""
PAPERS_OUT: Final = timedelta(days=5)
DRAFTED, ONLINE = timedelta(days=1), timedelta(days=2)
"""After the end of a meeting; that a report comes within three days is on record, its day is not.
"""
INVENTED: Final = "drawn for the rehearsal"


def at_noon(day: date) -> datetime:
    """Noon of a day: the moment of a fact of which only the day is known."""
    return datetime.combine(day, time(12), LONDON)


def name_of(person: Person) -> str:
    """What a generated member is called."""
    return f"Member {person.number}"


def told_by(record: Founding, entry: Backed) -> str:
    """Where something is on record that no meeting kept here decided, by its titles."""
    titles = {one.id: one.title for one in record.sources.sources}
    return "; ".join(titles[cited] for cited in entry.source) or INVENTED


def _sat_first(post: Post) -> bool:
    """Whether a post is a place in the group of 2017."""
    return (post.body, post.post) == (GROUP, "member") and post.day < NEXT_GROUP


class History:
    """The years before the cycle, played in their order."""

    def __init__(self, theatre: Theatre, record: Record, people: Company) -> None:
        self._theatre = theatre
        self._record = record
        self._people = people
        self._secretary = people.staff()

    async def play(self) -> None:
        """From the first group to the last meeting before the cycle."""
        first, last = self._record.bodies.meetings
        await self._theatre.to(at_noon(FIRST_GROUP))
        self._seat_the_first_group()
        await self._first_meeting(first)
        self._seat_the_next_group()
        self._give_it_co_chairs()
        self._establish_its_groups()
        assert last.called_on is not None
        await self._change_rules(until=last.called_on)
        await self._meeting_of_2021(last)
        await self._change_rules(until=date.max)

    def _seat_the_first_group(self) -> None:
        for person in self._record.people.people:
            seat = next((p for p in person.posts if _sat_first(p)), None)
            if seat is None:
                continue
            elected = seat.region is not None
            self._theatre.ask(
                SeatMember(
                    body=GROUP,
                    person=named(person.id),
                    name=person.name,
                    how="elected by the region" if elected else "of the group's other places",
                    origin=Origin.ELECTION if elected else Origin.NOMINATION,
                    category=seat.region,
                    source=told_by(self._record, seat),
                ),
                self._secretary,
            )
        for name in self._record.bodies.meetings[0].apologies_of:
            unnamed = SeatMember(
                body=GROUP,
                person=named(name),
                name=name,
                how="of the group's other places",
                origin=Origin.NOMINATION,
                source=told_by(self._record, self._record.bodies.meetings[0]),
            )
            self._theatre.ask(unnamed, self._secretary)

    async def _first_meeting(self, meeting: BodyMeeting) -> None:
        """The rules that it agreed hold once there is the officers' group that they name."""
        assert meeting.called_on is not None
        assert meeting.opened_at is not None
        assert meeting.ended_at is not None
        scene = MeetingScene(self._theatre, self._record, meeting, self._secretary)
        await self._theatre.to(at_noon(meeting.called_on))
        scene.call()
        await self._theatre.to(meeting.opened_at)
        scene.open(scene.attended())
        scene.left.present_reports()
        scene.decide(until=OFFICERS_GROUP)
        await self._theatre.to(at_noon(meeting.day))
        self._add_rules(meeting.day)
        scene.decide()
        await self._theatre.to(meeting.ended_at)
        scene.close()
        await self._report(scene, meeting.ended_at)
        for day in scene.left.last_days():
            await self._change_rules(until=day)
            await self._theatre.to(at_noon(day))
            scene.left.finish_actions(day)
        await self._change_rules(until=NEXT_GROUP)
        await self._theatre.to(at_noon(NEXT_GROUP))
        scene.left.drop_actions("A new group was elected; what became of it is not on record.")

    async def _report(self, scene: MeetingScene, ended: datetime) -> None:
        """Draft, show to the first readers, put online."""
        await self._change_rules(until=(ended + DRAFTED).date())
        await self._theatre.to(ended + DRAFTED)
        scene.left.draft_report()
        await self._change_rules(until=(ended + ONLINE).date())
        await self._theatre.to(ended + ONLINE)
        scene.left.publish_report()

    async def _meeting_of_2021(self, meeting: BodyMeeting) -> None:
        assert meeting.called_on is not None
        assert meeting.opened_at is not None
        assert meeting.ended_at is not None
        scene = MeetingScene(self._theatre, self._record, meeting, self._secretary)
        await self._theatre.to(at_noon(meeting.called_on))
        scene.call()
        scene.give_notice()
        await self._change_rules(until=meeting.day - PAPERS_OUT)
        await self._theatre.to(meeting.opened_at - PAPERS_OUT)
        scene.circulate_papers()
        scene.left.draft_staff_report()
        await self._theatre.to(meeting.opened_at)
        scene.open([Present(one.id, name_of(one)) for one in self._people.coordinating_group])
        scene.left.present_reports()
        scene.decide()
        await self._theatre.to(meeting.ended_at)
        elsewhere = "The sources have no other meeting of the group, though it met."
        self._theatre.ask(KeepMeetingsElsewhere(body=GROUP, reason=elsewhere), self._secretary)
        scene.close()
        await self._report(scene, meeting.ended_at)

    def _seat_the_next_group(self) -> None:
        """Those who sat until then go, and all that hung on their seats with them."""
        group = self._theatre.office.store.load(Body, body_id(GROUP))
        for seat in group.seats:
            gone = VacateSeat(
                body=GROUP,
                person=seat.person,
                ending=MandateEnding.TERM,
                reason="A new group was elected in June 2020.",
            )
            self._theatre.ask(gone, self._secretary)
        for person in self._people.coordinating_group:
            told = {"person": person.id, "name": name_of(person), "how": INVENTED}
            given = SeatMember.model_validate({"body": GROUP, "source": INVENTED} | told)
            self._theatre.ask(given, self._secretary)

    def _give_it_co_chairs(self) -> None:
        """That two co-chairs led it is on record."""
        first, second, *_ = self._people.coordinating_group
        for person in (first, second):
            self._theatre.ask(
                FillPost(
                    body=GROUP,
                    post="co_chair",
                    person=person.id,
                    name=name_of(person),
                    how=INVENTED,
                    source=INVENTED,
                ),
                self._secretary,
            )

    def _establish_its_groups(self) -> None:
        """The working groups that report later; no meeting on record says when they began."""
        by_meetings = self._record.bodies.established_by_meetings
        for body in self._record.bodies.bodies:
            if body.created == NEXT_GROUP and body.id not in by_meetings:
                self._theatre.ask(
                    EstablishBody(
                        slug=body.id,
                        name=body.name,
                        kind=body.kind,
                        parent=body.parent,
                        remit=body.remit,
                        source=told_by(self._record, body),
                    ),
                    self._secretary,
                )

    async def _change_rules(self, until: date) -> None:
        """Every rule that was altered or added up to a day, on its own day."""
        book = self._record.rulebook
        altered = {change.at for change in book.changes}
        added = {rule.since for rule in book.rules if rule.since is not None}
        now = self._theatre.office.store.now().date()
        for day in sorted(day for day in altered | added if now < day <= until):
            await self._theatre.to(at_noon(day))
            self._alter_rules(day)
            self._add_rules(day)

    def _alter_rules(self, day: date) -> None:
        changes = [change for change in self._record.rulebook.changes if change.at == day]
        if not changes:
            return
        asked = tuple(RuleChange(rule=c.rule, value=c.value) for c in changes)
        self._theatre.ask(
            ReviseRulebook(title=f"Ballot of all members, {day:%B %Y}", rules=asked),
            self._theatre.ballot_of_members,
        )

    def _add_rules(self, day: date) -> None:
        added = tuple(r.as_rule() for r in self._record.rulebook.rules if r.since == day)
        if not added:
            return
        self._theatre.ask(
            ReviseRulebook(title=f"Rules adopted in {day:%B %Y}", added=added),
            self._theatre.ballot_of_members,
        )
