"""Questions on the public value from which ties are drawn: where it is found, and from when on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from domain.elections.lot import LotSource
from services.web.deeds.asks import Asks
from services.web.deeds.form import Given, Question, at_moment, text
from services.web.visit import Visit

Fields = Mapping[str, object]
Reads = Callable[[Visit, Given], Fields]
WHERE: Final = "Say where anybody will find the value"


def a_lot(label: str = "Where anybody will find the value", hint: str = "") -> tuple[Asks, Asks]:
    """A value that may not be left out."""
    return _asks(label, hint, _needed)


def a_lot_or_none(label: str, hint: str) -> tuple[Asks, Asks]:
    """A value that may be left out where nothing can be tied."""
    return _asks(label, hint, lambda visit, given: _needed(visit, given) if _said(given) else {})


def _asks(label: str, hint: str, read: Reads) -> tuple[Asks, Asks]:
    def source(visit: Visit, given: Given) -> Question:
        return text("source", label, given, hint)

    return Asks(source, lambda visit, given: {}), Asks(_known_from, read)


def _known_from(visit: Visit, given: Given) -> Question:
    return at_moment("known_from", "When that value is first known", given)


def _said(given: Given) -> bool:
    return bool(given.text("source"))


def _needed(visit: Visit, given: Given) -> Fields:
    lot = LotSource(
        source=given.needed("source", WHERE),
        known_from=given.moment("known_from", "when the value is first known", visit),
    )
    return {"lot": lot}
