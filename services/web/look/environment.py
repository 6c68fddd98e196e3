"""Answers how templates are read: one Jinja environment for every page, strict and escaping.

An unknown name in a template is an error, never an empty place. Words come in as filters that
already know the organisation's zone. It refuses to know routes and queries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domain.reports.content import on_one_line
from services.reports.as_html import running
from services.web.look import cells, chart, parts, redline, timeline, turnout, window, words
from services.web.look.frame import House, Place

WEB: Final = Path(__file__).parent.parent
TEMPLATES: Final = WEB / "templates"
STATIC: Final = WEB / "static"

MAY_COME_FROM: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY: Final = "; ".join(
    f"{what} {whence}" for what, whence in MAY_COME_FROM.items()
)
"""What a page may load and run: its own files, nothing inline, nothing from elsewhere."""


@lru_cache(8)
def environment(house: House) -> Environment:
    """The environment for one organisation: its zone, its static files, our words.

    Made once for each: the templates that it has put together are kept with it.
    """
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(word_filters(house))
    made.filters.update(rows=cells.rows_of(house.zone), grid_lines=timeline.grid_lines)
    made.filters.update(running=running, on_one_line=on_one_line)
    made.globals.update(
        asset=lambda name: f"{house.static}{name}?v={fingerprint(name)}",
        places=tuple(Place),
        house=house,
        board_controls=window.controls,
        vote_bar=chart.vote_bar,
        turnout_chart=lambda given: turnout.turnout_chart(given, house.zone),
        Tag=parts.Tag,
        Tone=parts.Tone,
        View=redline.View,
    )
    made.tests["link"] = lambda it: isinstance(it, parts.Link)
    return made


def word_filters(house: House) -> dict[str, Callable[..., str]]:
    """Our words as filters; those that need the zone have it."""
    return {
        "moment": lambda at: words.moment(at, house.zone),
        "short_moment": lambda at: words.short_moment(at, house.zone),
        "period": lambda at, now: words.period(at, now, house.zone),
        "late_by": words.late_by,
        "day": words.day,
        "local_day": lambda at: words.short_day(at.astimezone(house.zone)),
        "short_day": words.short_day,
        "number": words.number,
        "counted": words.counted,
        "percent": words.percent,
        "ordinal": words.ordinal,
        "listed": words.listed,
        "sentence": words.sentence,
        "machine_time": lambda at: at.astimezone(house.zone).isoformat(timespec="seconds"),
    }


@cache
def fingerprint(name: str) -> str:
    """A few characters that change with the file, so that browsers may keep it for good."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
