"""Whatever is asked for, however odd, the answer is what was asked for or a sentence about it.

Over every address of the route table, every form and every verb, with what nobody would send on
purpose.  The quick run always tries the same requests; `--long` tries many more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.application.catalogue import VERBS
from services.web.app import API, PAGES
from services.web.deeds import asking
from services.web.deeds.catalogue import DEEDS
from tests.support.hands import member
from tests.web.conftest import Shown, cookie_of
from tests.web.odd import anything, in_address, words

Asked = Callable[..., None]
CALM = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)
QUICK, LONG = 120, 1_000
QUERY = (
    *("as_of", "sort", "page", "view", "scale", "at", "from", "to", "table", "kind", "standing"),
    *("process", "actor", "rule", "topic", "before", "after", "limit", "data", "state", "cycle"),
    *("edition", "carried", "chosen", "verb", "back", "proposal", "parent", "assembly", "body"),
    *("claim", "parents", "amendment", "place", "way", "q1"),
)
ANSWERS = (
    *("seen", "title", "text", "note", "reason", "rule", "value", "meeting", "stage", "due"),
    *("present", "quorum", "held_on", "notice_on", "for", "against", "abstained", "amendments"),
    *("contested", "reading", "wording", "paragraph", "fresh", "after", "p.p1", "question"),
    *("ruling", "reasons", "clauses", "appeal_to", "body", "notice_at", "decided_at", "changes"),
    *("outcome", "from_when", "upon", "name", "slug", "kind", "region", "parent", "remit"),
    *("number", "joined_on", "group", "person", "how", "voting", "post", "parents", "key"),
    *("starts", "closes", "until", "at", "due", "on", "agreed_by", "emergency", "decision"),
)
KNOWN = (
    *("cycle", "proposal", "other", "assembly", "ballot", "claim", "election"),
    *("second_cycle", "draft", "open_proposal"),
)
HEADERS = (
    "Act-As",
    "On-Behalf-Of",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "Accept",
    "Cookie",
)


def addresses() -> list[str]:
    modules = (*PAGES, asking, *API)
    routes = [route for module in modules for route in module.router.routes]
    reading = [r.path for r in routes if isinstance(r, APIRoute) and "GET" in (r.methods or ())]
    return [*reading, "/docs", "/openapi.json", "/static/{path}", "/nothing/{path}"]


def _said_well(answer: httpx.Response) -> None:
    """A sentence, and never a fault of our own."""
    assert answer.status_code < 500, answer.text[:600]
    if answer.status_code < 400:
        return
    if "json" in answer.headers.get("content-type", ""):
        said = answer.json()["title"]
    else:
        said = answer.text
    assert said.strip(), (answer.status_code, answer.headers)
    assert "Traceback" not in said


@st.composite
def somewhere(draw: st.DrawFn, known: dict[str, str]) -> str:
    """An address of the route table, its places filled with things that exist or never could."""
    filler = st.one_of(st.sampled_from(sorted(known.values())), in_address)
    path = draw(st.sampled_from(addresses()))
    while "{" in path:
        before, _, rest = path.partition("{")
        name, _, after = rest.partition("}")
        usual = st.just(known[name]) if name in known else filler
        path = before + draw(st.one_of(usual, filler)) + after
    ending = draw(st.sampled_from(("", "", "", ".json", ".csv", ".ics")))
    asked = draw(st.lists(st.tuples(st.sampled_from(QUERY), filler), max_size=4))
    query = "&".join(f"{name}={value}" for name, value in asked)
    return f"{path}{ending}?{query}" if query else f"{path}{ending}"


def header(text: str) -> bytes:
    """What a client could put into a header at all."""
    return "".join(c for c in text if c not in "\r\n\x00" and ord(c) > 31)[:2000].strip().encode()


some_headers = st.lists(
    st.tuples(st.sampled_from(HEADERS), words.map(header)), max_size=2, unique_by=lambda one: one[0]
)


@pytest.fixture(scope="module")
def ask(shaken: Shown) -> Iterator[Asked]:
    """Ask as somebody, and see that the answer is said well."""
    cookies = [cookie_of(member(0), "staff"), cookie_of(member(2), "riverside"), ""]
    with httpx.Client(base_url=shaken.address, timeout=60) as client:

        def go(method: str, path: str, who: int = 2, **more: Any) -> None:
            headers = [(b"accept", b"text/html"), (b"cookie", f"acting-as={cookies[who]}".encode())]
            own = [(name.lower().encode(), value) for name, value in more.pop("headers", [])]
            kept = [pair for pair in headers if pair[0] not in {name for name, _ in own}]
            kinds = more.pop("kind", None)
            kept += [(b"content-type", kinds)] if kinds else []
            try:
                answer = client.request(method, path, headers=kept + own, **more)
            except httpx.InvalidURL:
                return  # no client could send it
            except httpx.TransportError as fault:
                raise AssertionError(f"{fault!r} for {method} {path} {kept}") from fault
            _said_well(answer)

        yield go


def odd(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples == QUICK,
        suppress_health_check=CALM,
        database=None,
    )


def known_ids(shaken: Shown) -> dict[str, str]:
    ids = {name: str(getattr(shaken.played, name)) for name in KNOWN}
    return ids | {"person": str(member(1)), "slug": "ncg", "rule": "election.ncg.method"}


def try_addresses(shaken: Shown, ask: Asked, examples: int) -> None:
    @odd(examples)
    @given(somewhere(known_ids(shaken)), some_headers, st.integers(0, 2))
    def tried(path: str, headers: list[tuple[str, bytes]], who: int) -> None:
        ask("GET", path, who, headers=headers)

    tried()


def try_forms(shaken: Shown, ask: Asked, examples: int) -> None:
    known = known_ids(shaken)
    answer = st.one_of(words, st.sampled_from(sorted(known.values())))
    names = st.sampled_from([*ANSWERS, *QUERY])
    about = {name: known[name] for name in ("cycle", "assembly", "claim")}

    @odd(examples)
    @given(
        st.sampled_from(sorted(DEEDS)),
        st.sampled_from(("open_proposal", "draft", "proposal")),
        st.dictionaries(names, st.lists(answer, min_size=1, max_size=2), max_size=9),
        st.sampled_from(("fill", "check", "preview", "confirm", "wish")),
        st.integers(0, 1),
    )
    def tried(verb: str, which: str, given: dict[str, list[str]], step: str, who: int) -> None:
        filled = {**about, "proposal": known[which], "body": "ncg", **given, "step": step}
        ask("POST", f"/do/{verb}", who, data=filled)

    tried()


def try_verbs(shaken: Shown, ask: Asked, examples: int) -> None:
    known = known_ids(shaken)

    def fields(verb: str) -> st.SearchStrategy[tuple[str, Any]]:
        named = dict(VERBS)[verb].model_fields
        usual = {name: known[name] for name in named if name in known}
        odd_ones = st.dictionaries(
            st.sampled_from([*named, "wish"]), st.one_of(anything, words), max_size=4
        )
        return st.tuples(st.just(verb), odd_ones.map(lambda found: {**usual, **found}))

    @odd(examples)
    @given(st.sampled_from([verb for verb, _ in VERBS]).flatmap(fields), some_headers)
    def tried(asked: tuple[str, Any], headers: list[tuple[str, bytes]]) -> None:
        verb, body = asked
        headers = [*headers, ("Accept", b"*/*")] if "Accept" not in dict(headers) else headers
        body_text = json.dumps(body)
        ask(
            "POST",
            f"/api/acts/{verb}",
            0,
            content=body_text,
            kind=b"application/json",
            headers=headers,
        )

    tried()


def test_no_odd_address_ends_in_a_fault(shaken: Shown, ask: Asked) -> None:
    try_addresses(shaken, ask, QUICK)


def test_no_odd_form_ends_in_a_fault(shaken: Shown, ask: Asked) -> None:
    try_forms(shaken, ask, QUICK)


def test_no_odd_request_of_a_program_ends_in_a_fault(shaken: Shown, ask: Asked) -> None:
    try_verbs(shaken, ask, QUICK)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("attempt", [try_addresses, try_forms, try_verbs])
def test_no_odd_request_of_thousands_ends_in_a_fault(
    shaken: Shown, ask: Asked, attempt: Callable[[Shown, Asked, int], None]
) -> None:
    attempt(shaken, ask, LONG)


BODIES = (
    b"",
    b"null",
    b"[]",
    b"{",
    b"\xff\xfe",
    b'{"title": NaN}',
    b'{"title": 1e999}',
    b'{"\\ud800": 1}',
    b'{"title": "\\ud800"}',
    b"[" * 20_000,
    b'{"title": ' + b"[" * 600 + b"]" * 600 + b"}",
    b'{"title": ' + b"9" * 5_000 + b"}",
)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("path", ["/api/acts/open_cycle", "/api/ballots/{ballot}/papers"])
def test_a_body_that_is_no_request_is_refused(
    shaken: Shown, ask: Asked, path: str, body: bytes
) -> None:
    address = path.format(**vars(shaken.played))
    ask("POST", address, 0, content=body, kind=b"application/json", headers=[("Accept", b"*/*")])


@pytest.mark.parametrize(
    "path", ["/", "/rulebook", "/proposals", "/bodies", "/journal", "/ballots"]
)
def test_before_anything_was_on_record_every_page_says_so(shaken: Shown, path: str) -> None:
    answer = shaken.client().get(path, params={"as_of": "1900-01-01"})
    assert answer.status_code in (200, 404)
