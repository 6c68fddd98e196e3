"""Names for the things that acts speak of.

Every id is opaque: a person's id says nothing of the person.  Ids are passed in, never made here,
so that the same command always names the same thing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NewType
from uuid import UUID, uuid5

StreamId = UUID
ActId = NewType("ActId", UUID)
CommandId = NewType("CommandId", UUID)
PersonId = NewType("PersonId", UUID)
BodyId = NewType("BodyId", UUID)
ProcessId = NewType("ProcessId", UUID)
CycleId = NewType("CycleId", UUID)
ProposalId = NewType("ProposalId", UUID)
AssemblyId = NewType("AssemblyId", UUID)
BallotId = NewType("BallotId", UUID)
ElectionId = NewType("ElectionId", UUID)
DecisionId = NewType("DecisionId", UUID)
RuleId = NewType("RuleId", str)
ClauseId = NewType("ClauseId", str)

CONVENOR = UUID("7c1c7be8-53a5-5f2a-9d0e-1d3a5c0f7a10")
"""The namespace of every derived id, and the actor of what the service records by itself."""

SERVICE = PersonId(uuid5(CONVENOR, "service"))
UNKNOWN_PERSON = PersonId(uuid5(CONVENOR, "unknown person"))


def derived(namespace: UUID, *parts: object) -> UUID:
    """The id that always belongs to these parts, whoever asks and however often."""
    return uuid5(namespace, "\x1f".join(str(part) for part in parts))


def act_id(occurred_at: datetime, command: UUID, stream: UUID, version: int) -> ActId:
    """A UUIDv7 (RFC 9562, section 5.7) whose random part follows from what makes the act unique."""
    millis = int(occurred_at.timestamp() * 1000) & ((1 << 48) - 1)
    seed = hashlib.sha256(b"%b%b%d" % (command.bytes, stream.bytes, version)).digest()
    noise = int.from_bytes(seed[:10], "big")
    rand_a, rand_b = noise >> 68 & 0xFFF, noise & ((1 << 62) - 1)
    return ActId(UUID(int=millis << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b))
