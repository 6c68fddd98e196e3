"""The text that officers sign before they see data of members, in each of its versions."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.data_access.rules import KEPT_BY, SIGNED
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, derived
from domain.kernel.refusal import BadInput, OutOfOrder

AGREEMENT_ID: Final[UUID] = derived(CONVENOR, "the data-protection agreement")


class DataAgreement(Aggregate):
    """The agreement of an organisation.  Whoever signed one version has not signed the next."""

    TOPIC = "data_agreement"

    class Created(Aggregate.Created):
        """Never recorded: the agreement begins by being issued."""

        TOPIC = "data_agreement.created.v1"

    class Issued(Aggregate.Created):
        """There is a text to sign from now on: its first version."""

        TOPIC = "data_agreement.issued.v1"
        number: int
        text: str

    class Reissued(Aggregate.Event):
        """Another version is to be signed from now on."""

        TOPIC = "data_agreement.reissued.v1"
        number: int
        text: str

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = text

    @classmethod
    def issue(cls, act: Act, text: str) -> DataAgreement:
        """Issue the first version."""
        _must_say(text)
        return cls._begin(cls.Issued, AGREEMENT_ID, act.under(SIGNED), number=1, text=text)

    def reissue(self, act: Act, text: str) -> None:
        """Issue another version in place of the one before."""
        _must_say(text)
        if text == self.text:
            raise OutOfOrder("This is the text that is in force already.", rule=KEPT_BY)
        self._reissued(act=act.under(SIGNED), number=self.number + 1, text=text)

    @event(Reissued)
    def _reissued(self, act: Act, number: int, text: str) -> None:
        self.number, self.text = number, text


def _must_say(text: str) -> None:
    if not text.strip():
        raise BadInput("Write the text that officers sign.")
