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
from services.application.bodies import SeatMember
from services.application.endings import VacateSeat
from services.application.rules import ReviseRulebook
from services.application.years import KeepMeetingsElsewhere
from services.examples.models import Record
from services.examples.register import BodyMeeting
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
INVENTED: Final = "drawn for the rehearsal"


def at_noon(day: date) -> datetime:
    """Noon of a day: the moment of a fact of which only the day is known."""
    return datetime.combine(day, time(12), LONDON)


def name_of(person: Person) -> str:
    """What a generated member is called."""
    return f"Member {person.number}"


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
        await self._change_rules(until=NEXT_GROUP)
        await self._theatre.to(at_noon(NEXT_GROUP))
        self._seat_the_next_group(first)
        assert last.called_on is not None
        await self._change_rules(until=last.called_on)
        await self._meeting_of_2021(last)
        await self._change_rules(until=date.max)

    def _seat_the_first_group(self) -> None:
        for person in self._record.people.people:
            seat = next((p for p in person.posts if (p.body, p.post) == (GROUP, "member")), None)
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
                ),
                self._secretary,
            )

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
        scene.decide(until=OFFICERS_GROUP)
        await self._theatre.to(at_noon(meeting.day))
        self._add_rules(meeting.day)
        scene.decide()
        await self._theatre.to(meeting.ended_at)
        scene.close()

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
        await self._theatre.to(meeting.opened_at)
        scene.open([Present(one.id, name_of(one)) for one in self._people.coordinating_group])
        scene.decide()
        await self._theatre.to(meeting.ended_at)
        scene.close()
        elsewhere = "The sources have no other meeting of the group, though it met."
        self._theatre.ask(KeepMeetingsElsewhere(body=GROUP, reason=elsewhere), self._secretary)

    def _seat_the_next_group(self, first: BodyMeeting) -> None:
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
            self._theatre.ask(
                SeatMember(body=GROUP, person=person.id, name=name_of(person), how=INVENTED),
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
