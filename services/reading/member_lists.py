"""Answers who the members of a group are, for an officer who was given the list.

It does not decide who may see it: whoever asks has had that judged and recorded.  It has no past.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.data_access.grant_acts import Scope
from services.reading.view import Answer, Reading


class Listed(Answer):
    """A member of the group; how they are reached is missing from a list of names."""

    number: str
    name: str | None
    email: str | None = None
    post_address: str | None = None


_REACHED: Final = {Scope.NAMES: "", Scope.CONTACTS: ", d.email, d.post_address"}
_LIST: Final = """
    SELECT m.number, d.name{reached} FROM members m
    LEFT JOIN private.person_details d ON d.person = m.person
    WHERE m.grp = %(body)s AND m.valid @> %(as_of)s::timestamptz ORDER BY m.number
"""


def member_list(at: Reading, body: UUID, scope: Scope) -> tuple[Listed, ...]:
    """Everybody who belongs to the group now, by number."""
    return at.all(Listed, _LIST.format(reached=_REACHED[scope]), body=body)
