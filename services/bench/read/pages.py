"""How long each page takes over real HTTP on this machine, warm, for a reader and for an actor.

The list of pages is that of the routes.  A form is asked for as the pages offer it.  The reader
looks at the present and at a past moment; the actor is the secretary, to whom most is offered.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from html import unescape
from time import perf_counter, process_time
from typing import Final, NamedTuple

import httpx
from fastapi.routing import APIRoute

from domain.bodies.body import body_id
from services.bench.read.founding import SECRETARY, STAFF
from services.bench.read.places import Places
from services.bench.read.sizes import NOW, ROUND
from services.bench.read.timing import Sample, Timed, timed
from services.web.acting import COOKIE
from services.web.app import API, OPENAPI, PAGES
from services.web.deeds import asking

FORMS: Final = "/do/"
FORM: Final = f"{FORMS}{{verb}}"
DONE: Final = "/done/{act}"
STREAM: Final = "/meetings/{meeting}/live"
SHEETS: Final = (".pdf",)
PAST: Final = f"as_of={NOW - ROUND - timedelta(days=3):%Y-%m-%d}"
_OFFERED: Final = re.compile(r'href="(/do/(\w+)[^"]*)"')


class Page(NamedTuple):
    """A page, the addresses at which it is asked for, and by whom."""

    name: str
    addresses: Sequence[str]

    @property
    def is_sheet(self) -> bool:
        """Whether it is no page but a sheet that is set for printing."""
        return self.name.endswith(SHEETS)

    @property
    def is_form(self) -> bool:
        """Whether it is a form to be filled in, which nobody does in the past."""
        return self.name.startswith(FORMS)


class Asked(NamedTuple):
    """What came of asking every page: times, forms met on the way, and what was not answered."""

    pages: Sequence[Timed]
    sheets: Sequence[Timed]
    empty: Sequence[str]
    refused: Sequence[str]


def routes() -> list[str]:
    """The path of everything that is asked for with GET, in the order of the routes."""
    modules = (*PAGES, asking, *API)
    found = [route for module in modules for route in module.router.routes]
    paths = [
        one.path for one in found if isinstance(one, APIRoute) and "GET" in (one.methods or ())
    ]
    return [*dict.fromkeys((*paths, "/docs", OPENAPI))]


class Visitor:
    """Asks for pages as a reader and as an actor, and keeps the time."""

    def __init__(self, address: str, times: int) -> None:
        accept = {"accept": "text/html"}
        acting = {COOKIE: f"{SECRETARY}~{body_id(STAFF)}"}
        self._reader = httpx.Client(base_url=address, headers=accept, timeout=120)
        self._actor = httpx.Client(base_url=address, headers=accept, cookies=acting, timeout=120)
        self._times = times
        self.forms: dict[str, str] = {}
        self.refused: list[str] = []

    def close(self) -> None:
        self._reader.close()
        self._actor.close()

    def samples(self, page: Page) -> list[Sample]:
        """Every asking for a page."""
        if page.name == STREAM:
            return [self._first_words(one) for one in page.addresses for _ in range(self._times)]
        return [one for told in self._askings(page) for one in self._asked(*told)]

    def _askings(self, page: Page) -> Iterator[tuple[httpx.Client, str]]:
        """Who asks for which address; only who acts is asked to fill in a form."""
        for address in page.addresses:
            yield self._actor, address
            if not page.is_form:
                yield self._reader, address
                yield self._reader, f"{address}{'&' if '?' in address else '?'}{PAST}"

    def _asked(self, client: httpx.Client, address: str) -> list[Sample]:
        """The times of one address after a first asking, which warms; none if it is refused."""
        answer = client.get(address)
        self._meet(answer)
        if answer.status_code >= httpx.codes.BAD_REQUEST:
            self.refused.append(f"{address} ({answer.status_code})")
            return []
        who = "acting" if client is self._actor else "reading"
        return [_timed(client, address, who) for _ in range(self._times)]

    def _meet(self, answer: httpx.Response) -> None:
        """Keep the address of each form that is offered for the first time."""
        for href, verb in _OFFERED.findall(answer.text):
            self.forms.setdefault(verb, unescape(href))

    def _first_words(self, address: str) -> Sample:
        """A page that goes on by itself: the time until it says where the record stands."""
        begun = perf_counter()
        with self._reader.stream("GET", address) as answer:
            lines = answer.iter_lines()
            next((line for line in lines if line.startswith("data:")), None)
            took = perf_counter() - begun
        return Sample(of=address, ms=1000 * took)


def _timed(client: httpx.Client, address: str, who: str) -> Sample:
    begun, used = perf_counter(), process_time()
    client.get(address)
    took, used = perf_counter() - begun, process_time() - used
    return Sample(of=f"{address}, {who}", ms=1000 * took, processor=1000 * used)


def asked_all(address: str, places: Places, times: int) -> Asked:
    """Ask for every page of the routes."""
    visitor = Visitor(address, times)
    pages, sheets, empty = list[Timed](), list[Timed](), list[str]()
    try:
        for page in _pages(visitor, places):
            samples = visitor.samples(page)
            if samples:
                found = timed(page.name, samples)
                (sheets if page.is_sheet else pages).append(found)
                print(f"{found.p95:8.1f} ms {found.name}", file=sys.stderr, flush=True)
            else:
                empty.append(page.name)
    finally:
        visitor.close()
    return Asked(pages, sheets, empty, visitor.refused)


def _pages(visitor: Visitor, places: Places) -> Iterator[Page]:
    """Every page; the forms come last, because the other pages offer them."""
    for path in routes():
        if path not in (FORM, DONE):
            yield Page(path, places.filled(path))
    acts = [f"{path}?verb=convene_meeting" for path in places.filled(DONE)]
    yield Page(DONE, acts)
    for verb, href in sorted(visitor.forms.items()):
        yield Page(FORM.replace("{verb}", verb), [href])
