"""Answers who did what, when and by what power: every act, with filters, and why each could be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

import orjson
from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from domain.kernel.act import Standing
from domain.kernel.refusal import BadInput, NotFound
from services.reading import journal as reading
from services.reading.journal import ActLine, Filter, JournalPage
from services.reading.journal import Page as Stretch
from services.web.answers import Page, answered, stands_for
from services.web.lawbook import Law
from services.web.look import parts
from services.web.look.as_of import read_as_of
from services.web.look.frame import Place
from services.web.look.parts import Empty, Link, Option, Table
from services.web.look.words import counted, shortened
from services.web.pages import telling
from services.web.tables import as_csv, table, words
from services.web.visit import Visit, Visiting

router = APIRouter(tags=["journal"])
ON_A_PAGE, AS_DATA = 50, 1_000
MOST_DIGITS = 18
"""More no position of the record could have."""
KINDS = (
    "cycle",
    "proposal",
    "assembly",
    "ballot",
    "election",
    "rulebook",
    "body",
    "member",
    "claim",
)
NONE = Empty("no act fits these filters", "take a filter away to see more")


@router.get("/journal")
def journal(visit: Visiting) -> Response:
    """Acts, the newest first: `before` a position, or `after` one, the oldest first.

    `limit` at a time.  `next` is the address of the acts that follow.  As CSV it is all of them.
    """
    which = filter_of(visit)
    form = visit.request.scope.get("form", "html")
    if form == "csv" and visit.asked("table") in ("", "acts"):
        return _everything(visit, which)
    stretch = stretch_of(visit, AS_DATA if form == "json" else ON_A_PAGE)
    found = reading.journal(visit.at, which, stretch)
    following = _following(visit, found, stretch)
    page = Page(
        "journal",
        Place.JOURNAL,
        {**found.model_dump(mode="json"), "next": following and _as_json(following)},
        {
            "sentence": _sentence(which, found, stretch),
            "chosen": _chosen(visit, which),
            "following": following,
            "forwards": stretch.forwards,
        },
        {"acts": _table(visit, found, which)},
    )
    return answered(visit, page)


def stretch_of(visit: Visit, usual: int) -> Stretch:
    """Which acts the address asks for: `before` or `after` a position, `limit` of them."""
    before, after = visit.asked("before"), visit.asked("after")
    if before and after:
        raise BadInput("Acts are read before a position or after one: take one of the two away.")
    limit = _whole("limit", visit.asked("limit"), usual)
    if not 1 <= limit <= reading.MOST:
        raise BadInput(f"At least 1 act and at most {reading.MOST:,} are given at a time.")
    return Stretch(
        start=_position(before or after) if before or after else None,
        limit=limit,
        forwards=bool(after),
    )


def _following(visit: Visit, found: JournalPage, stretch: Stretch) -> str:
    """The address of the acts that follow; empty at the end."""
    if found.next_start is None:
        return ""
    start = "after" if stretch.forwards else "before"
    kept = [(k, v) for k, v in visit.frame(None).kept_query if k not in ("before", "after")]
    return visit.link(f"/journal?{urlencode([*kept, (start, str(found.next_start))])}")


def _as_json(href: str) -> str:
    return href.replace("/journal", "/journal.json", 1)


def _everything(visit: Visit, which: Filter) -> Response:
    """Every act that the filter finds, as CSV, read a stretch at a time while it goes out."""

    def lines() -> Iterator[str]:
        stretch: Stretch | None = Stretch(limit=AS_DATA)
        while stretch is not None:
            found = reading.journal(visit.at, which, stretch)
            text = as_csv(_table(visit, found, which))
            yield text if stretch.start is None else text.partition("\r\n")[2]
            start = found.next_start
            stretch = None if start is None else Stretch(start=start, limit=AS_DATA)

    named = {"Content-Disposition": 'attachment; filename="acts.csv"', **stands_for(visit)}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=named)


def filter_of(visit: Visit) -> Filter:
    """The filter in the address; raises `BadInput` with what to write."""
    return Filter(
        process=visit.asked_id("process"),
        kind=visit.asked("kind") or None,
        topic=visit.asked("topic") or None,
        actor=visit.asked_id("actor"),
        standing=_standing(visit.asked("standing")),
        rule=visit.asked("rule") or None,
        from_when=_moment(visit, "from"),
        until=_moment(visit, "until"),
    )


def _standing(text: str) -> Standing | None:
    if text and text not in list(Standing):
        raise BadInput(f"An act is {', '.join(Standing)}; “{shortened(text)}” is none of these.")
    return Standing(text) if text else None


def _position(text: str) -> int:
    return _whole("position", text, 0)


def _whole(what: str, text: str, usual: int) -> int:
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise BadInput(f"A {what} is a whole number, and “{shortened(text)}” is none.")
    return int(text)


def _moment(visit: Visit, name: str) -> datetime | None:
    text = visit.asked(name)
    return read_as_of(text, visit.site.house.zone) if text else None


def _sentence(which: Filter, found: JournalPage, stretch: Stretch) -> str:
    order = "oldest" if stretch.forwards else "newest"
    if which == Filter():
        return f"Everything that was done, {order} first. Nothing is ever changed or taken out."
    shown = counted(len(found.acts), "act").capitalize()
    return f"{shown} shown here{', and there are more' if found.next_start else ''}."


def _chosen(visit: Visit, which: Filter) -> list[str]:
    """Filters that no control of the table shows."""
    said = []
    if which.process is not None:
        title = reading.title_of(visit.at, which.process)
        said.append(f"what belongs to “{title or which.process}”")
    if which.actor is not None:
        said.append(f"what {visit.names(which.actor)[which.actor]} did")
    if which.rule is not None:
        said.append(f"what was judged by the rule “{Law(visit).title(which.rule)}”")
    return said


def _table(visit: Visit, found: JournalPage, which: Filter) -> Table:
    rows = [
        (
            act.position,
            act.occurred_at,
            Link(telling.said(act, which.process), visit.link(f"/acts/{act.act}")),
            act.actor_name
            if act.behalf_name is None
            else f"{act.actor_name}, for {act.behalf_name}",
            act.authority,
            telling.remark(act.standing),
        )
        for act in found.acts
    ]
    columns = (
        words("Position"),
        words("When"),
        words("What"),
        words("Who"),
        words("By authority of"),
        words("Standing"),
    )
    filters = (
        parts.Filter("kind", "About", tuple(Option(k, k) for k in KINDS), visit.asked("kind")),
        parts.Filter(
            "standing",
            "Standing",
            tuple(Option(s.value, s.value) for s in Standing),
            visit.asked("standing"),
        ),
        parts.Filter("from", "From the day", (), visit.asked("from")),
        parts.Filter("until", "Until the day", (), visit.asked("until")),
    )
    caption = counted(len(rows), "act").capitalize()
    return table(visit, "acts", Table(caption, columns, rows, NONE, filters=filters))


@router.get("/acts/{act}")
def act(act: UUID, visit: Visiting) -> Response:
    """One act: why it could be done, by which rules, and what made it follow."""
    found = reading.act(visit.at, act)
    law = Law(visit)
    cause = None if found.cause is None else _cause(visit, found.cause)
    page = Page(
        "act",
        Place.JOURNAL,
        found,
        {
            "it": found,
            "remark": telling.remark(found.standing),
            "sentence": _why(found),
            "who": visit.link(f"/people/{found.actor}"),
            "authority_href": telling.authority_href(visit, found),
            "rules": law.clauses(found.rules),
            "breaks": law.clauses(found.breaks),
            "cause": cause,
            "thing": thing(visit, found),
            "whole": visit.link(f"/journal?process={found.belongs_to[-1]}"),
            "data": _data(found),
        },
    )
    return answered(visit, page)


def _why(found: ActLine) -> str:
    power = {
        "post": f"They hold a post: {found.authority}",
        "membership": f"They have the power as {found.authority}",
        "decision": f"It follows from a decision: {found.authority}",
        "rule": f"A rule gives the power to {found.authority}",
        "source": f"It is taken from a source: {found.authority}",
    }
    return f"{power.get(found.authority_kind, found.authority)}."


def _cause(visit: Visit, cause: UUID) -> Link | None:
    try:
        known = reading.act(visit.at, cause)
    except NotFound:
        return None
    return Link(telling.said(known), visit.link(f"/acts/{cause}"))


def thing(visit: Visit, found: ActLine) -> Link | None:
    """The page of what the act is about."""
    if found.kind in telling.HREFS:
        return Link(found.subject, visit.link(f"{telling.HREFS[found.kind]}{found.stream}"))
    if found.kind == "credentials":
        return Link(found.subject, visit.link(f"/meetings/{found.process_id}"))
    if found.kind == "choices":
        return Link(found.subject, visit.link(f"/ballots/{found.process_id}"))
    if found.kind == "rulebook":
        return Link("the rulebook", visit.link("/rulebook"))
    if found.kind == "body":
        slug = visit.at.rows("SELECT slug FROM bodies WHERE body = %(of)s LIMIT 1", of=found.stream)
        return Link(found.subject, visit.link(f"/bodies/{slug[0][0]}")) if slug else None
    return None


def _data(found: ActLine) -> str:
    """What the act carries, for the auditor."""
    if found.data is None:
        return ""
    return orjson.dumps(found.data, option=orjson.OPT_INDENT_2).decode()
