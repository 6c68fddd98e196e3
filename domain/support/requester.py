"""Whoever asks for support: under which name they act, and by which number they come back.

They act under an id that belongs to the request and to nobody's membership, so that the log of acts
does not tell who is suspended elsewhere.  Who they are is sealed, if they say so at all.
"""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256
from uuid import UUID

from domain.kernel.ids import PersonId, derived


def requester_id(case: UUID) -> PersonId:
    """The id under which whoever asked acts."""
    return PersonId(derived(case, "requester"))


def reference_of(case: UUID) -> str:
    """The number of a request, as it stands in letters: always the same for the same request."""
    letters = b32encode(sha256(case.bytes).digest()).decode()[:10]
    return f"S-{letters[:5]}-{letters[5:]}"
