"""Answers as whom a visitor acts, until there is a login: a cookie, or two headers of a program.

Whoever reaches these pages may choose anybody; that is why they listen on this machine only.  What
the chosen person may do is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import Request

from domain.bodies.body import Body, body_id
from domain.bodies.member import Member, person_id
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput, NotAllowed
from services.application.asker import Asker, somebody
from services.store.port import Store

COOKIE: Final = "acting-as"
PERSON_HEADER: Final = "Act-As"
BODY_HEADER: Final = "On-Behalf-Of"
NOBODY: Final = "Say first as whom you act: choose it at the top of the page."


NO_SWITCH: Final = (
    "There is no login yet, so over servers of one's own nobody can act through these pages. "
    "Use `convenor act` where the service runs."
)


def has_switch(request: Request) -> bool:
    """Whether a visitor may choose whom to act as: with embedded servers only."""
    return bool(request.app.state.site.settings.embedded)


@dataclass(frozen=True)
class Acting:
    """Whom a visitor acts as, and for which body if any, as ids and as the cookie has them."""

    person: PersonId
    body: UUID | None = None

    @property
    def asker(self) -> Asker:
        """The one who asks, as commands are told."""
        return somebody(self.person, self.body)

    @property
    def cookie(self) -> str:
        """What the cookie holds: ids alone."""
        return f"{self.person}~{self.body or ''}"


def read(request: Request) -> Acting | None:
    """Whom this request acts as: by its headers, else its cookie; nobody without the switch."""
    if not has_switch(request):
        return None
    named = request.headers.get(PERSON_HEADER)
    if named is not None:
        return Acting(person_named(named), body_named(request.headers.get(BODY_HEADER, "")))
    person, _, body = request.cookies.get(COOKIE, "").partition("~")
    if not person:
        return None
    try:
        return Acting(PersonId(UUID(person)), UUID(body) if body else None)
    except ValueError:
        return None


def must_act(request: Request) -> Acting:
    """Whom this request acts as; raises `NotAllowed` if nobody was chosen."""
    if not has_switch(request):
        raise NotAllowed(NO_SWITCH)
    acting = read(request)
    if acting is None:
        program = f" Programs say it in the header {PERSON_HEADER}."
        raise NotAllowed(NOBODY + (program if request.url.path.startswith("/api/") else ""))
    return acting


def person_named(text: str) -> PersonId:
    """A person by id or by membership number."""
    try:
        return PersonId(UUID(text))
    except ValueError:
        return person_id(text.strip().upper())


def body_named(text: str) -> UUID | None:
    """A body by id or by short name; none where nothing is said."""
    if not text.strip():
        return None
    try:
        return UUID(text)
    except ValueError:
        return body_id(text.strip().lower())


def member_of(store: Store, number: str) -> Member:
    """The member of that number; raises `BadInput` in words for the field."""
    found = store.find(Member, person_id(number.strip().upper()))
    if found is None or not found.present:
        raise BadInput(
            f"There is no member with the number “{number.strip()}”. Numbers look like M00042."
        )
    return found


def body_of(store: Store, body: UUID | None) -> Body | None:
    """The body that is spoken for, if it is one."""
    return None if body is None else store.find(Body, body)
