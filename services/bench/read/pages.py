"""How long each page takes over real HTTP on this machine, warm, for a reader and for an actor.

The list of pages is that of the routes of the application, so a new one can't be forgotten.  A form
is asked for as the pages offer it, by whom it is offered to.  The reader looks at the present and
at a past moment; the actor is the secretary of the office, to whom most is offered.  The chair of
the coordinating group looks at the same pages for the forms that are offered to them alone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from html import unescape
from time import perf_counter
from typing import Final, NamedTuple
from uuid import UUID

import httpx
from fastapi.routing import APIRoute

from domain.bodies.body import body_id
from services.bench.read.founding import NCG, SECRETARY, STAFF
from services.bench.read.places import Places
from services.bench.read.processor import Processor
from services.bench.read.sizes import NOW, ROUND
from services.bench.read.timing import Sample, Timed, timed
from services.web.acting import COOKIE
from services.web.app import API, PAGES, every_route
from services.web.deeds import asking
from services.web.deeds.catalogue import DEEDS

FORMS: Final = "/do/"
FORM: Final = f"{FORMS}{{verb}}"
DONE: Final = "/done/{act}"
STREAM: Final = "/meetings/{meeting}/live"
SHEETS: Final = (".pdf", "/everything")
PAST: Final = f"as_of={NOW - ROUND - timedelta(days=3):%Y-%m-%d}"
_OFFERED: Final = re.compile(r'href="(/do/(\w+)[^"]*)"')


class Page(NamedTuple):
    """A page, the addresses at which it is asked for, and by whom."""

    name: str
    addresses: Sequence[str]

    @property
    def is_sheet(self) -> bool:
        """Whether it is no page but a paper: set for printing, or all that is kept of somebody."""
        return self.name.endswith(SHEETS)


class Asked(NamedTuple):
    """What came of asking every page: times, and what was not asked or not answered.

    `empty` are the addresses of things that there are none of, `unmet` the forms that no page
    offers to either of those who act.
    """

    pages: Sequence[Timed]
    sheets: Sequence[Timed]
    empty: Sequence[str]
    unmet: Sequence[str]
    refused: Sequence[str]


class Form(NamedTuple):
    """Where a form was offered for the first time, and to whom."""

    address: str
    client: httpx.Client


def routes() -> list[str]:
    """The path of everything that the application answers to GET, in the order of its routes."""
    found = [route for module in (*PAGES, asking, *API) for route in module.router.routes]
    paths = [
        one.path
        for one in (*found, *every_route())
        if isinstance(one, APIRoute) and "GET" in (one.methods or ())
    ]
    return [*dict.fromkeys(paths)]


class Visitor:
    """Asks for pages as a reader and as an actor, and keeps the time."""

    def __init__(self, address: str, times: int, chair: UUID | None, processor: Processor) -> None:
        self._reader = _client(address)
        self._actor = _client(address, f"{SECRETARY}~{body_id(STAFF)}")
        self._chair = _client(address, "" if chair is None else f"{chair}~{body_id(NCG)}")
        self._times = times
        self._processor = processor
        self.forms: dict[str, Form] = {}
        self.refused: list[str] = []

    def close(self) -> None:
        for client in (self._reader, self._actor, self._chair):
            client.close()

    def form(self, verb: str) -> list[Sample]:
        """Every asking for a form, by whom it is offered to."""
        found = self.forms[verb]
        return self._asked(found.client, found.address)

    def samples(self, page: Page) -> list[Sample]:
        """Every asking for a page."""
        if page.name == STREAM:
            return [self._first_words(one) for one in page.addresses for _ in range(self._times)]
        return [one for told in self._askings(page) for one in self._asked(*told)]

    def _askings(self, page: Page) -> Iterator[tuple[httpx.Client, str]]:
        """Who asks for which address."""
        for address in page.addresses:
            self._meet(self._actor, self._actor.get(address))
            self._meet(self._chair, self._chair.get(address))
            yield self._actor, address
            yield self._reader, address
            yield self._reader, f"{address}{'&' if '?' in address else '?'}{PAST}"

    def _asked(self, client: httpx.Client, address: str) -> list[Sample]:
        """The times of one address after a first asking, which warms; none if it is refused."""
        answer = client.get(address)
        if answer.status_code >= httpx.codes.BAD_REQUEST:
            self.refused.append(f"{address} ({answer.status_code})")
            return []
        who = "reading" if client is self._reader else "acting"
        self._processor.look()
        return [self._timed(client, address, who) for _ in range(self._times)]

    def _timed(self, client: httpx.Client, address: str, who: str) -> Sample:
        begun, used = perf_counter(), self._processor.used()
        client.get(address)
        took, used = perf_counter() - begun, self._processor.used() - used
        return Sample(of=f"{address}, {who}", ms=1000 * took, processor=used)

    def _meet(self, client: httpx.Client, answer: httpx.Response) -> None:
        """Keep the address of each form that is offered for the first time."""
        for href, verb in _OFFERED.findall(answer.text):
            self.forms.setdefault(verb, Form(unescape(href), client))

    def _first_words(self, address: str) -> Sample:
        """A page that goes on by itself: the time until it says where the record stands."""
        begun = perf_counter()
        with self._reader.stream("GET", address) as answer:
            lines = answer.iter_lines()
            next((line for line in lines if line.startswith("data:")), None)
            took = perf_counter() - begun
        return Sample(of=address, ms=1000 * took)


def asked_all(visitor: Visitor, places: Places) -> Asked:
    """Ask for every page of the routes, and then for every form that they offered."""
    pages, sheets, empty = list[Timed](), list[Timed](), list[str]()
    try:
        for page in _pages(places):
            samples = visitor.samples(page)
            if samples:
                (sheets if page.is_sheet else pages).append(_told(page.name, samples))
            else:
                empty.append(page.name)
        for verb in sorted(visitor.forms):
            samples = visitor.form(verb)
            if samples:
                pages.append(_told(FORM.replace("{verb}", verb), samples))
    finally:
        visitor.close()
    unmet = sorted({*DEEDS} - {*visitor.forms})
    return Asked(pages, sheets, empty, unmet, visitor.refused)


def _told(name: str, samples: Sequence[Sample]) -> Timed:
    found = timed(name, samples)
    print(f"{found.p95:8.1f} ms {name}", file=sys.stderr, flush=True)
    return found


def _pages(places: Places) -> Iterator[Page]:
    """Every page but the forms."""
    for path in routes():
        if path == DONE:
            yield Page(DONE, [f"{one}?verb=convene_meeting" for one in places.filled(path)])
        elif path != FORM:
            yield Page(path, places.filled(path))


def _client(address: str, acting: str = "") -> httpx.Client:
    cookies = {COOKIE: acting} if acting else {}
    return httpx.Client(
        base_url=address, headers={"accept": "text/html"}, cookies=cookies, timeout=120
    )
