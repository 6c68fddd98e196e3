"""How many of the members on the register belong to a recognised group, and since when as many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from services.reading.view import Reading

_BELONG: Final = """
    SELECT grp, count(*) FROM members
    WHERE grp = ANY(%(bodies)s) AND valid @> %(as_of)s::timestamptz GROUP BY grp
"""
_CHANGED: Final = """
    SELECT grp, greatest(max(lower(valid)) FILTER (WHERE lower(valid) <= %(as_of)s),
                         max(upper(valid)) FILTER (WHERE upper(valid) <= %(as_of)s))
    FROM members WHERE grp = ANY(%(bodies)s) AND lower(valid) <= %(as_of)s GROUP BY grp
"""


def enrolled(at: Reading, bodies: Iterable[UUID]) -> dict[UUID, int]:
    """How many belong to each of these groups; the register is not asked where there is none."""
    wanted = [*bodies]
    found = dict(at.rows(_BELONG, bodies=wanted)) if wanted else {}
    return {body: found.get(body, 0) for body in wanted}


def changed(at: Reading, bodies: Iterable[UUID]) -> dict[UUID, datetime]:
    """When somebody last came to each of these groups, or went."""
    wanted = [*bodies]
    return dict(at.rows(_CHANGED, bodies=wanted)) if wanted else {}
