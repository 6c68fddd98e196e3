"""Forms on notices: serve one, record what was posted, came back or was omitted; addresses.

The address that somebody writes goes into the address book and not into the act; the act has the
name of its entry, which is the same however often the form is confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from uuid import UUID

from domain.bodies.body import body_id
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput
from domain.notices.contact import Channel, Format
from domain.notices.notice import Occasion, Whom
from services.application.command import Command
from services.application.notices import (
    RecordBounce,
    RecordOmission,
    RecordPost,
    ServeNotice,
    SetContact,
    WithdrawContact,
)
from services.mail.book import checked
from services.reading import bodies, notices
from services.web.acting import member_of
from services.web.deeds.asks import a_member, one_choice, words
from services.web.deeds.form import (
    Deed,
    Given,
    Question,
    Unclear,
    at_moment,
    long_text,
    one_of,
    text,
)
from services.web.deeds.on_registers import Register, about_person
from services.web.deeds.seen import Watch
from services.web.look.parts import Choice, Link, Mistake
from services.web.visit import Visit

THE_NOTICE: Final = Watch("notice", ("notice.posted", "notice.completed"))
CHANNELS: Final = [Choice(Channel.EMAIL.value, "E-mail"), Choice(Channel.POST.value, "Post")]
FORMATS: Final = [
    Choice(Format.STANDARD.value, "As usual"),
    Choice(Format.LARGE_PRINT.value, "In large print"),
    Choice(Format.PLAIN_TEXT.value, "As plain text"),
]
OCCASIONS: Final = [
    Choice(Occasion.GENERAL.value, "Something to know"),
    Choice(Occasion.MEETING.value, "A meeting of this body"),
]
TO: Final = [
    Choice(Whom.BODY.value, "Whoever sits in this body"),
    Choice(Whom.ALL_MEMBERS.value, "All members"),
    Choice(Whom.LISTED.value, "The members listed below"),
]
NUMBERS: Final = "Membership numbers, such as M00042, with spaces or in lines."


def about_notice(visit: Visit, given: Given) -> Link:
    found = notices.notice(visit.at, given.id("notice")).notice
    return Link(found.subject, f"/notices/{found.notice}")


_AHEAD: Final = """
    SELECT meeting, title FROM body_meetings
    WHERE body = %(body)s AND valid @> %(as_of)s::timestamptz AND state = 'called'
      AND starts > %(as_of)s ORDER BY starts, meeting
"""


def _about_body(visit: Visit, given: Given) -> Link:
    found = bodies.line_of(visit.at, given.text("body"))
    return Link(found.name, f"/bodies/{found.slug}")


def _ask_notice(visit: Visit, given: Given) -> list[Question]:
    when = (
        "Leave it empty if nothing happens, or for a meeting that you chose. By this it is judged "
        "whether notice is long enough."
    )
    rows = visit.at.rows(_AHEAD, body=body_id(given.text("body")))
    ahead = [Choice("", "None"), *(Choice(str(meeting), title) for meeting, title in rows)]
    return [
        one_of("occasion", "What it is about", given, OCCASIONS),
        one_of("about", "The meeting that it is of", given, ahead),
        at_moment("happens_at", "When that happens", given, when),
        text("subject", "Its subject", given),
        long_text("text", "What it says", given, "It stays on record for good.", rows=10),
        one_of("to", "To whom", given, TO),
        long_text("people", "Which members, if not all of these", given, NUMBERS, rows=3),
    ]


def _serve(visit: Visit, given: Given) -> Command:
    happens = given.moment("happens_at", "when it is", visit) if given.text("happens_at") else None
    return ServeNotice(
        body=given.text("body"),
        occasion=Occasion(given.text("occasion") or Occasion.GENERAL),
        about=given.text("about") or None,
        happens_at=happens,
        subject=given.needed("subject", "Give it a subject"),
        text=given.needed("text", "Write what it says"),
        to=Whom(given.text("to") or Whom.BODY),
        people=_members(visit, given),
    )


def _members(visit: Visit, given: Given) -> tuple[PersonId, ...]:
    """The members whose numbers were written; raises `Unclear` at the first unknown one."""
    numbers = re.split(r"[\s,;]+", given.text("people"))
    try:
        found = [member_of(visit.log, number).id for number in numbers if number]
    except BadInput as unknown:
        raise Unclear(Mistake("people", unknown.sentence.removesuffix("."))) from None
    return tuple(PersonId(one) for one in dict.fromkeys(found))


def _ask_post(visit: Visit, given: Given) -> list[Question]:
    return [
        text("letters", "How many letters", given, width=6),
        text("posted_on", "The day they went to the post", given, "Such as 2022-05-20.", width=10),
        long_text("people", "To whom, if more were waiting", given, NUMBERS, rows=3),
    ]


def _post(visit: Visit, given: Given) -> Command:
    return RecordPost(
        notice=given.id("notice"),
        letters=given.number("letters", "how many letters went"),
        posted_on=given.day("posted_on", "the day"),
        people=_members(visit, given),
    )


def _ask_contact(visit: Visit, given: Given) -> list[Question]:
    where = "For e-mail name@example.org; for post the lines as they stand on an envelope."
    return [
        one_of("channel", "How", given, CHANNELS),
        long_text("address", "Where", given, where, rows=4),
        text("language", "In which language, by its short name", given, "Such as en or cy.", 10),
        one_of("format", "In which form", given, FORMATS),
    ]


def _contact(visit: Visit, given: Given) -> Command:
    person, channel = PersonId(given.id("person")), _channel(given)
    return SetContact(
        person=person,
        channel=channel,
        entry=_entry(visit, given, person, channel),
        language=given.text("language") or "en",
        format=Format(given.text("format") or Format.STANDARD),
    )


def _channel(given: Given) -> Channel:
    word = given.needed("channel", "Choose how")
    if word not in list(Channel):
        raise Unclear(Mistake("channel", "Choose one of them"))
    return Channel(word)


def _entry(visit: Visit, given: Given, person: PersonId, channel: Channel) -> UUID:
    """The address's entry; it is put in when the form is confirmed, and only looked at before."""
    address, entry = given.needed("address", "Write the address"), given.fresh_id()
    try:
        checked(channel, address)
    except BadInput as unfit:
        raise Unclear(Mistake("address", unfit.sentence.removesuffix("."))) from None
    if given.text("step") == "confirm":
        visit.site.office.addresses.put_in(person, channel, address, entry)
    return entry


def _known(make: Callable[[Visit, Given], Command]) -> Callable[[Visit, Given], Command]:
    """What is no choice of the form is told at the form and is no fault of the service."""

    def read(visit: Visit, given: Given) -> Command:
        for name, choices in (("occasion", OCCASIONS), ("to", TO), ("format", FORMATS)):
            if given.text(name) and given.text(name) not in [choice.value for choice in choices]:
                raise Unclear(Mistake(name, "Choose one of them"))
        return make(visit, given)

    return read


REGISTERS: Final = (
    Register(
        command=RecordBounce,
        title="Record that it came back",
        intro="What came back by e-mail goes by post, where a postal address is known.",
        asks=(
            a_member("person", "Whose it was, by membership number"),
            one_choice("channel", "By which way it had gone", CHANNELS),
            words("reason", "Why it came back", "Say why", "Such as: moved away."),
        ),
        about=about_notice,
        button="Record it",
        what_now="They count as not served until they are reached otherwise.",
        kept=("notice",),
    ),
    Register(
        command=WithdrawContact,
        title="Take an address away",
        intro="The address is destroyed. Notices no longer reach them that way.",
        asks=(one_choice("channel", "Which", CHANNELS),),
        about=about_person,
        button="Take it away",
        what_now="They are served through the other channel, if there is one.",
        kept=("person",),
    ),
)


def _ask_omission(visit: Visit, given: Given) -> list[Question]:
    return [
        a_member("person", "Who was left out, by membership number").ask(visit, given),
        one_of("accidental", "Was it an accident?", given, YES_NO),
        text("reason", "How it came about", given),
    ]


def _omission(visit: Visit, given: Given) -> Command:
    return RecordOmission(
        notice=given.id("notice"),
        person=_person(visit, given),
        accidental=given.needed("accidental", "Say whether it was an accident") != "no",
        reason=given.needed("reason", "Say how it came about"),
    )


def _person(visit: Visit, given: Given) -> PersonId:
    read = a_member("person", "").read(visit, given)
    return PersonId(UUID(str(read["person"])))


YES_NO: Final = [Choice("", "Choose"), Choice("yes", "Yes"), Choice("no", "No")]
DEEDS: Final = {one.command.verb(): one.deed for one in REGISTERS} | {
    "serve_notice": Deed(
        title="Serve a notice",
        intro="Each gets it by their own channel, and for each it is proved when it was served.",
        about=_about_body,
        ask=_ask_notice,
        make=_known(_serve),
        button="Serve it",
        what_now="The list is written, and what goes by e-mail is sent at once.",
        kept=("body",),
    ),
    "record_post": Deed(
        title="Record letters handed to the post",
        intro="By that day it is known when they count as served.",
        about=about_notice,
        ask=_ask_post,
        make=_post,
        button="Record it",
        what_now="They count as served on the day that the rule says.",
        kept=("notice",),
        watch=THE_NOTICE,
    ),
    "record_omission": Deed(
        title="Record that somebody was left out",
        intro="That it happened is recorded whatever it means; the rule on omission says that.",
        about=about_notice,
        ask=_ask_omission,
        make=_omission,
        button="Record it",
        what_now="It stays on record with the notice.",
        kept=("notice",),
    ),
    "set_contact": Deed(
        title="Say how somebody is reached",
        intro="The address is kept apart from the record, which only says that there is one.",
        about=about_person,
        ask=_ask_contact,
        make=_known(_contact),
        button="Keep it",
        what_now="Notices are served there from now on.",
        kept=("person",),
    ),
}
