"""The two sides of a case, under which names they act, and how their way back in is known again.

A side acts under an id that belongs to the case and to nobody's membership, so that the log of acts
does not tell who complains of whom.  Who they are is sealed.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, NewType
from uuid import UUID

from domain.kernel.ids import PersonId, derived
from domain.kernel.sealed import Purpose, Seal, Sealed

CaseId = NewType("CaseId", UUID)

Content = Annotated[Sealed[str], Seal(Purpose.CASE, whose="case")]
"""A text of a case, under the key that is the case's own."""
Named = Annotated[Sealed[PersonId] | None, Seal(Purpose.CASE, whose="case")]
"""Who is meant in a case; none for somebody who is no member, or whom nobody could name."""


class Side(StrEnum):
    """Who is heard in a case."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"


def party_id(case: UUID, side: Side) -> PersonId:
    """The id under which a side acts in a case."""
    return PersonId(derived(case, "side", side))


def reference_of(case: UUID) -> str:
    """The number of a case, as it stands in letters: always the same for the same case."""
    letters = b32encode(sha256(case.bytes).digest()).decode()[:10]
    return f"C-{letters[:5]}-{letters[5:]}"


def mark_of(case: UUID, secret: str) -> str:
    """What is kept of the secret of a way back in: enough to know it again, and no more."""
    return sha256(case.bytes + secret.strip().encode()).hexdigest()


def opens(case: UUID, mark: str | None, secret: str) -> bool:
    """Whether this is the secret of which a mark was kept."""
    return mark is not None and hmac.compare_digest(mark, mark_of(case, secret))
