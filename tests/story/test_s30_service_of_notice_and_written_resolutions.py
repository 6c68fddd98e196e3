"""S30: service of notice, and decisions in writing.

Each member is served by their own channel, in their language and format; what bounces goes by post;
service is proved and its moment deemed by rule; the rule on accidental omission is cited.  Between
meetings a decision is taken in writing: notice, the least time to reply, a majority of all members,
and so many members can ask for a meeting instead.  A sender that is killed half way is in
`tests/mail/test_a_sender_is_killed.py`, a worker in `tests/engine/test_a_whole_year.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.bodies.mandate import MandateEnding
from domain.kernel.act import Standing
from domain.kernel.ids import PersonId
from domain.kernel.moments import LONDON, end_of_day
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, TooEarly, TooLate
from domain.meetings.decisions import Answer
from domain.meetings.orders import ITEMS_BY
from domain.meetings.resolution import DEMAND, MAJORITY, NOTICE, REPLY, Resolution, State
from domain.notices.contact import Channel, Format
from domain.notices.notice import OMISSION, Notice, Occasion
from domain.notices.service import EMAIL, POST
from domain.notices.working_days import working_day_after
from domain.rules.values import Share
from services.application.endings import VacateSeat
from services.application.notices import (
    RecordBounce,
    RecordOmission,
    RecordPost,
    ServeNotice,
    SetContact,
)
from services.application.resolutions import DemandMeeting, ProposeResolution, ReplyToResolution
from services.bootstrap import Office, office
from services.config import SmtpSecurity
from services.mail.listing import again
from services.mail.sending import Patience, Post, Sender
from services.mail.server import MailServer
from services.mail.writing import Letterhead
from tests.mail.postbox import Postbox, postbox
from tests.story.founding import CHAIR, GROUP, GUEST, STAFF, Founding
from tests.support.hands import Hands

BY_MAIL, BY_LETTER, NOWHERE = GROUP[:10], GROUP[10:13], GROUP[13]
AT_ONCE = Patience(first=timedelta(), longest=timedelta(), attempts=3, server_away=timedelta())
Rows = dict[UUID, tuple[str, str]]


class Served(Founding):
    """The group over real servers: a database, and a mail server that takes what it is given."""

    def __init__(self, at: Office, box: Postbox) -> None:
        super().__init__(Hands(at.store, at.boxes))
        self.office, self.box = at, box
        for number, person in enumerate(BY_MAIL):
            self.reach(person, Channel.EMAIL, f"member-{number}@example.net")
        for number, person in enumerate(BY_LETTER):
            self.reach(person, Channel.POST, f"{number} Sample Street\nLeeds")

    def reach(self, person: PersonId, channel: Channel, where: str) -> None:
        entry = self.office.addresses.put_in(person, channel, where)
        told = {"language": "cy", "format": Format.LARGE_PRINT} if person == BY_LETTER[0] else {}
        asked = {"person": person, "channel": channel, "entry": entry, **told}
        self.ask(SetContact.model_validate(asked), person)

    def serve(self, days_ahead: int) -> UUID:
        """Serve notice of a meeting so many days ahead on everybody in the group."""
        notice = ServeNotice(
            body="ncg",
            occasion=Occasion.MEETING,
            happens_at=self.store.now() + timedelta(days=days_ahead),
            subject="The group meets",
            text="It meets in the hall.\n\nBusiness has to be in a week before.",
        )
        return self.began(self.ask(notice))

    def send(self) -> None:
        """Send and tell until there is nothing left to do."""
        server = MailServer(
            "127.0.0.1", self.box.port, SmtpSecurity.NONE, "office@example.org", patience=5
        )
        head = Letterhead("Sample", "office@example.org", "https://example.org")
        sender = Sender(self.office, Post(head, server, AT_ONCE))
        self.read()
        while sender.once():
            self.read()

    def read(self) -> None:
        self.office.projector.wait_for(self.store.head(), 90)

    def post(self, notice: UUID, letters: int) -> None:
        posted_on = self.store.now().astimezone(LONDON).date()
        self.ask(RecordPost(notice=notice, letters=letters, posted_on=posted_on))

    def notice(self, notice: UUID) -> Notice:
        return self.store.load(Notice, notice)

    def rows(self, notice: UUID) -> Rows:
        """Each addressee of an occasion: channel and state, which is the proof of service."""
        with self.office.pool.connection() as connection:
            found = connection.execute(
                "SELECT addressee, channel, state FROM convenor.outbox WHERE occasion = %s",
                (notice,),
            ).fetchall()
        return {row[0]: (row[1], row[2]) for row in found}


@pytest.fixture
def served(database_url: str) -> Iterator[Served]:
    with postbox() as box, office(database_url) as at:
        at.projector.start()
        try:
            yield Served(at, box)
        finally:
            at.projector.stop()


@pytest.fixture
def org() -> Founding:
    return Founding()


def test_s30_each_is_served_by_their_own_channel_and_service_is_proved(served: Served) -> None:
    served.box.balk = lambda who, _: "550 5.1.1 no such user" if "member-9@" in who else None
    notice = served.serve(days_ahead=40)
    served.send()
    found = served.notice(notice)
    assert found.addressees is not None
    assert (found.addressees.by_email, found.addressees.by_post) == (10, 3)
    assert found.addressees.nowhere == 1
    assert found.sent == 9
    assert served.rows(notice)[NOWHERE][0] == "none"
    assert served.rows(again(notice))[BY_MAIL[9]] == ("post", "waiting"), "it goes by post instead"
    deemed_by_rule(served, notice)
    served.post(notice, letters=4)
    served.send()
    (done,) = served.acts(Notice.Completed)
    assert (done.served, done.late, done.unserved) == (13, 0, 1)
    assert done.act.standing is Standing.JUDGED
    assert served.rows(notice)[BY_LETTER[0]] == ("post", "sent")
    assert served.rows(notice)[BY_MAIL[0]] == ("email", "sent")


def deemed_by_rule(served: Served, notice: UUID) -> None:
    """By letter it counts as served working days later, whoever reads it when."""
    terms = served.notice(notice).terms
    assert terms.email_hours == served.hours(EMAIL)
    assert terms.post_days == served.days(POST)
    today = served.store.now().astimezone(LONDON).date()
    deemed = working_day_after(today, terms.post_days)
    noon = datetime(deemed.year, deemed.month, deemed.day, 12, tzinfo=LONDON)
    assert terms.deemed_by_post(today) == end_of_day(noon)


def test_s30_a_notice_that_is_short_or_served_late_is_on_record_with_its_rule(
    served: Served,
) -> None:
    rule = served.orders.find("notice_days")
    assert rule is not None
    least = served.days(rule.id)
    short, in_time = served.serve(least - 5), served.serve(least + 1)
    called = {act.originator_id: act.act for act in served.acts(Notice.Called)}
    assert called[short].breaks == (rule.id,)
    assert called[in_time].standing is Standing.JUDGED
    served.send()
    served.later(days=1)
    served.post(in_time, letters=3)
    served.send()
    (done,) = [act for act in served.acts(Notice.Completed) if act.originator_id == in_time]
    assert done.late == 3, "what was posted a day later was not served in time"
    assert done.act.breaks == (rule.id,)


def test_s30_what_comes_back_is_recorded_and_goes_by_post(served: Served) -> None:
    notice = served.serve(days_ahead=40)
    served.send()
    bounce = RecordBounce(
        notice=notice, person=BY_MAIL[0], channel=Channel.EMAIL, reason="her mailbox is full"
    )
    served.refused(NotAllowed, "notices.record_kept_by", bounce, GROUP[8])
    served.ask(bounce)
    served.send()
    assert served.rows(notice)[BY_MAIL[0]] == ("email", "bounced")
    assert served.notice(notice).waits_for_post == 4
    served.refused(
        BadInput, None, RecordPost(notice=notice, letters=5, posted_on=served.store.now().date())
    )


def test_s30_who_was_left_out_by_accident_makes_nothing_void(served: Served) -> None:
    notice = served.serve(days_ahead=40)
    by_accident = RecordOmission(
        notice=notice, person=NOWHERE, accidental=True, reason="The list was an old one."
    )
    served.ask(by_accident)
    served.refused(OutOfOrder, OMISSION, by_accident)
    on_purpose = {"person": GROUP[8], "accidental": False, "reason": "He always objects."}
    served.ask(RecordOmission.model_validate({"notice": notice, **on_purpose}))
    first, second = (act.act for act in served.acts(Notice.Omitted))
    assert (first.standing, OMISSION in first.rules) == (Standing.JUDGED, True)
    assert (second.standing, second.breaks) == (Standing.IRREGULAR, (OMISSION,))


def test_s30_who_may_serve_and_who_says_how_somebody_is_reached_are_rules(served: Served) -> None:
    asked = ServeNotice(body="ncg", subject="We meet", text="In the hall.")
    served.refused(NotAllowed, "notices.served_by", asked, GROUP[8])
    served.ask(asked, CHAIR)
    contact = SetContact(person=GROUP[8], channel=Channel.EMAIL, entry=UUID(int=7))
    served.refused(NotAllowed, "notices.contact_given_by", contact, GROUP[9])
    served.ask(contact, STAFF)


def put(org: Founding, **other: object) -> UUID:
    asked = {"body": "ncg", "title": "A lease", "text": "We sign.", **other}
    return org.began(org.ask(ProposeResolution.model_validate(asked), GROUP[8]))


def reply(org: Founding, resolution: UUID, *people: PersonId, answer: Answer = Answer.FOR) -> None:
    for person in people:
        org.ask(ReplyToResolution(resolution=resolution, answer=answer), person)


def of(org: Founding, resolution: UUID) -> Resolution:
    return org.store.load(Resolution, resolution)


def more_than_half(org: Founding) -> int:
    share = org.rules.value(MAJORITY, Share)
    return next(yes for yes in range(1, 15) if share.met_by(yes, len(GROUP)))


def test_s30_in_writing_everybody_has_the_least_time_to_reply(org: Founding) -> None:
    hours = timedelta(hours=max(org.hours(NOTICE), org.hours(REPLY)))
    closes = org.store.now() + hours
    early = ProposeResolution(
        body="ncg", title="A lease", text="We sign.", closes=closes - timedelta(hours=1)
    )
    org.refused(TooEarly, REPLY, early, GROUP[8])
    org.refused(NotAllowed, ITEMS_BY, early, GUEST)
    found = of(org, put(org))
    assert found.put.closes >= closes
    assert set(found.put.to) == set(GROUP)
    (told,) = org.acts(Resolution.Put)
    assert {NOTICE, REPLY} <= set(told.act.rules)


def test_s30_it_is_carried_by_more_than_half_of_all_members_at_the_moment_it_closes(
    org: Founding,
) -> None:
    needed = more_than_half(org)
    carried, lost = put(org), put(org)
    reply(org, carried, *GROUP[:needed])
    reply(org, lost, *GROUP[: needed - 1])
    again_by = ReplyToResolution(resolution=carried, answer=Answer.AGAINST)
    org.refused(OutOfOrder, None, again_by, GROUP[0])
    org.refused(NotAllowed, MAJORITY, again_by, STAFF)
    closes = of(org, carried).put.closes
    assert of(org, carried).state is State.OPEN, "never before its time is over"
    org.at(closes + timedelta(days=3))
    org.refused(TooLate, REPLY, again_by, GROUP[13])
    results = {one: of(org, one).result for one in (carried, lost)}
    assert [result is not None and result.carried for result in results.values()] == [True, False]
    decided = {act.originator_id: act.act for act in org.acts(Resolution.Decided)}
    assert decided[carried].occurred_at == closes, "however late it was looked at"
    assert MAJORITY in decided[carried].rules


def test_s30_whoever_has_left_counts_neither_way(org: Founding) -> None:
    written = put(org)
    reply(org, written, *GROUP[5:12])
    for person in GROUP[12:]:
        reason = {"person": person, "reason": "moved", "ending": MandateEnding.RESIGNATION}
        org.ask(VacateSeat.model_validate({"body": "ncg", **reason}), person)
    org.at(of(org, written).put.closes)
    result = of(org, written).result
    assert result is not None
    assert (result.in_favour, result.members, result.carried) == (7, 12, True)


def test_s30_so_many_members_can_ask_for_a_meeting_instead(org: Founding) -> None:
    written, needed = put(org), org.count(DEMAND)
    reply(org, written, *GROUP)
    demand = DemandMeeting(resolution=written)
    org.refused(NotAllowed, MAJORITY, demand, STAFF)
    for person in GROUP[: needed - 1]:
        org.ask(demand, person)
    org.refused(OutOfOrder, None, demand, GROUP[0])
    assert of(org, written).state is State.OPEN
    org.ask(demand, GROUP[needed - 1])
    assert of(org, written).state is State.AT_A_MEETING
    (left,) = org.acts(Resolution.LeftToMeeting)
    assert (left.demanded, DEMAND in left.act.rules) == (needed, True)
    org.refused(
        OutOfOrder, DEMAND, ReplyToResolution(resolution=written, answer=Answer.FOR), GROUP[9]
    )
    org.later(days=30)
    assert of(org, written).result is None, "it is decided by nobody but a meeting"
