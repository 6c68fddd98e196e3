"""A notice for the present: a meeting of the coordinating group, served on those who sit in it.

Most are reached by e-mail, one by post, and of one no address is known.  The addresses are
invented, in a domain that no mail reaches, and a rehearsal sends none.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from domain.kernel.moments import LONDON
from domain.notices.contact import Channel
from domain.notices.notice import Occasion
from services.application.asker import Asker
from services.application.notices import ServeNotice, SetContact
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

AHEAD: Final = timedelta(days=24)
EVENING: Final = time(18, 30)
SUBJECT: Final = "Meeting of the coordinating group"
TEXT: Final = (
    "The coordinating group meets in the office and by telephone.\n\n"
    "Business for the agenda has to be in a week before. The draft agenda and the papers come "
    "three days before. (This meeting is invented.)"
)
BY_POST: Final = "{} Example Street\nExampleton\nEX1 1AA"


class Noticed:
    """The group's addresses, and the notice."""

    def __init__(self, theatre: Theatre, people: Company) -> None:
        self._theatre = theatre
        self._people = people

    def play(self) -> None:
        """Give the addresses and the notice."""
        *by_mail, by_post, _ = self._people.coordinating_group
        for at, person in enumerate(by_mail, start=1):
            self._reach(Asker(person=person.id), Channel.EMAIL, f"member-{at}@example.org")
        self._reach(Asker(person=by_post.id), Channel.POST, BY_POST.format(len(by_mail)))
        notice = ServeNotice(
            body="ncg",
            occasion=Occasion.MEETING,
            happens_at=self._in_the_evening(),
            subject=SUBJECT,
            text=TEXT,
        )
        self._theatre.ask(notice, self._people.staff())

    def _in_the_evening(self) -> datetime:
        day = (self._theatre.office.store.now() + AHEAD).astimezone(LONDON).date()
        return datetime.combine(day, EVENING, LONDON)

    def _reach(self, who: Asker, channel: Channel, address: str) -> None:
        entry = self._theatre.office.addresses.put_in(who.person, channel, address)
        self._theatre.ask(SetContact(person=who.person, channel=channel, entry=entry), who)
