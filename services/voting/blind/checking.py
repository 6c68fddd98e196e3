"""Whether a paper may go into the box, as far as it says so itself: form and signatures.

It knows neither who sent it nor when, nor what is in the box already.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.ballots.blind.announcement import Announcement
from domain.ballots.blind.answers import Marks, read, room
from domain.ballots.blind.paper import MOST_REPLACED, Paper, read_paper, sealed_for
from domain.kernel.refusal import BadInput
from services.voting.blind.rsabssa import is_signed
from services.voting.blind.sealing import opened
from services.voting.blind.voter import public_of


class Checker:
    """Checks papers of one ballot."""

    def __init__(self, announcement: Announcement) -> None:
        self.announced: Final = announcement.digest
        self._questions = announcement.questions
        self._public = public_of(announcement)
        self._room = room(announcement.questions)

    def accepted(self, data: bytes) -> Paper:
        """The paper of these bytes; raises `BadInput` for one that no voter can have made."""
        paper = read_paper(data, self._public.length, self._room)
        if paper.counter > MOST_REPLACED:
            raise BadInput("The counter of this paper is too high. Begin with 0, then add 1.")
        own = paper.credential
        if not is_signed(self._public, own.prepared(self.announced), own.signature):
            raise BadInput(
                "The credential of this paper was not signed for this ballot. Draw one with your "
                "name first, and vote with the secret that you saved then."
            )
        if not _is_by(own.key, paper.signature, paper.signed(self.announced)):
            raise BadInput(
                "This paper was altered after it was signed. Send it again as it was made."
            )
        return paper

    def marks_in(self, paper: Paper, opening: X25519PrivateKey) -> Marks | None:
        """What the paper says, by the key that opens it; None if it can't be opened or read."""
        bound = sealed_for(self.announced, paper.credential.key)
        text = opened(paper.sealed, opening, bound)
        return None if text is None else read(text, self._questions)


def _is_by(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
