"""Which kinds of body the rules of the day declare, and what is particular about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter

from domain.rules.kinds import KINDS, BodyKind
from services.reading.view import Reading

_DECLARED: Final = """
    SELECT substr(rule, %(from)s), value::text FROM rules
    WHERE valid @> %(as_of)s::timestamptz AND starts_with(rule, %(kinds)s) ORDER BY rule
"""
# One page asks for them several times, and always of the same moment.
_KNOWN: Final[WeakKeyDictionary[Reading, Mapping[str, BodyKind]]] = WeakKeyDictionary()
_KIND: Final = TypeAdapter(BodyKind)


def declared_at(at: Reading) -> Mapping[str, BodyKind]:
    """Every kind by its short name, as the rules of the moment declare it."""
    known = _KNOWN.get(at)
    if known is None:
        found = at.rows(_DECLARED, **{"from": len(KINDS) + 1, "kinds": KINDS})
        known = _KNOWN[at] = {kind: _read(text) for kind, text in found}
    return known


def word_among(kinds: Mapping[str, BodyKind], kind: str) -> str:
    """What rules call the bodies of a kind."""
    return (kinds[kind].rules_under if kind in kinds else None) or kind


def those(at: Reading, which: str) -> Iterator[str]:
    """The kinds of which that property says yes."""
    return (kind for kind, one in declared_at(at).items() if getattr(one, which))


@lru_cache(500)
def _read(text: str) -> BodyKind:
    return _KIND.validate_json(text)
