"""Answers what one request is about: for which moment, by whom, and what it is read from.

Everything on a page is read in one transaction that changes nothing, so that its parts agree.  It
decides nothing and knows no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput
from services.application.case import Known
from services.reading.view import Reading, name_of, reading
from services.store.looking import Look
from services.web import acting
from services.web.acting import Acting
from services.web.look.as_of import PARAMETER, UnreadableMoment, read_as_of
from services.web.look.frame import ActingAs, Frame, Place, Standing, Take
from services.web.look.words import shortened
from services.web.site import LawRows, Site

_NAMES = (
    f"SELECT asked.person, {name_of('asked.person')}"
    " FROM unnest(%(people)s::uuid[]) AS asked (person)"
)


class Visit:
    """One request, and the one reading from which it is answered."""

    def __init__(self, request: Request, site: Site, at: Reading) -> None:
        self.request = request
        self.site = site
        self.at = at
        self.acting: Acting | None = acting.read(request)
        self.law_rows: LawRows | None = None
        self.every_body: tuple[Known, ...] | None = None
        self.looked: dict[tuple[type[Aggregate], UUID], Aggregate | None] = {}

    @property
    def moment(self) -> datetime:
        """The moment that the page stands for."""
        return self.at.view.moment

    @property
    def asker(self) -> PersonId | None:
        """Whom the visitor acts as, if they chose somebody."""
        return self.at.asker

    @property
    def past(self) -> bool:
        return self.at.view.past

    def asked(self, name: str) -> str:
        """A parameter of the address; empty where it is not given."""
        return self.request.query_params.get(name, "").strip()

    def asked_id(self, name: str) -> UUID | None:
        """An id in the address, if it is given; raises `BadInput` for what is none."""
        text = self.asked(name)
        try:
            return UUID(text) if text else None
        except ValueError:
            raise BadInput(
                f"The {name} “{shortened(text)}” is no id: take it from a link of these pages."
            ) from None

    def names(self, *people: UUID) -> dict[UUID, str]:
        """What these people are called."""
        return dict(self.at.rows(_NAMES, people=list(people))) if people else {}

    @cached_property
    def log(self) -> Look:
        """The log as it is for all that the page looks up in it or tries."""
        return self.site.office.store.look()

    @cached_property
    def who(self) -> str:
        """Whom you act as, in words."""
        if self.acting is None:
            return "nobody yet"
        name = self.names(self.acting.person)[self.acting.person]
        body = acting.body_of(self.log, self.acting.body)
        return f"{name}, on behalf of {body.name}" if body else name

    def frame(self, place: Place | None, takes: Sequence[Take] = ()) -> Frame:
        """What stands around the page."""
        view = self.at.view
        query = tuple(self.request.query_params.multi_items())
        return Frame(
            house=self.site.house,
            standing=Standing(view.moment, view.position, past=view.past),
            path=self.request.url.path,
            query=query,
            place=place,
            acting_as=ActingAs(self.who, f"/act-as?back={self.request.url.path}"),
            takes=takes,
        )

    def link(self, href: str) -> str:
        """An address inside the site, for the same moment."""
        return self._bare.link(href)

    @cached_property
    def _bare(self) -> Frame:
        """What every link of the page is made by: a page has hundreds."""
        return self.frame(None)


def visit(request: Request) -> Iterator[Visit]:
    """The visit of this request, with a connection of its own while it lasts."""
    site: Site = request.app.state.site
    moment, chosen = _as_of(request, site), acting.read(request)
    asker = None if chosen is None else chosen.person
    with site.office.pool.connection() as rows, reading(rows, moment, asker=asker) as at:
        yield Visit(request, site, at)


Visiting = Annotated[Visit, Depends(visit)]


def bare_frame(request: Request, site: Site) -> Frame:
    """What stands around a page that reads nothing, such as a refusal."""
    name = "nobody yet" if acting.read(request) is None else "whom you chose"
    return Frame(
        house=site.house,
        standing=Standing(site.office.store.now(), site.office.store.head()),
        path=request.url.path,
        acting_as=ActingAs(name),
    )


def _as_of(request: Request, site: Site) -> datetime | None:
    """The moment in the address; an empty one means the present."""
    text = request.query_params.get(PARAMETER, "")
    if not text:
        return None
    moment = read_as_of(text, site.house.zone)
    if moment > site.office.store.now():
        message = f"“{shortened(text)}” has not come yet: choose a moment that has passed."
        raise UnreadableMoment(message)
    return moment
