"""Who looked into the file of a request for support, and when: a record beside the request.

It does not decide who may: that is judged by whoever asks, each time anew.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from domain.cases.sides import CaseId
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId, derived


class ReadsAs(StrEnum):
    """In which capacity somebody looks into a file."""

    KEEPER = "keeper"
    ADVISER = "adviser"
    REQUESTER = "requester"


def file_id(case: UUID) -> UUID:
    """The id of the record of who looked into a request."""
    return derived(case, "support file")


class SupportFile(Aggregate):
    """The record of one request's readers."""

    TOPIC = "support_file"

    class Created(Aggregate.Created):
        """Never recorded: the record begins by being opened."""

        TOPIC = "support_file.created.v1"

    class Opened(Aggregate.Created):
        """There is a file from now on, and whoever looks into it is recorded."""

        TOPIC = "support_file.opened.v1"
        case: CaseId

    class Read(Aggregate.Event):
        """Somebody looked into the file."""

        TOPIC = "support_file.read.v1"
        case: CaseId
        reads_as: ReadsAs

    def __init__(self, case: CaseId) -> None:
        self.case = case
        self.readers: tuple[PersonId, ...] = ()

    @classmethod
    def open(cls, act: Act, case: CaseId) -> SupportFile:
        """Begin to record who looks into the file of a request."""
        return cls._begin(cls.Opened, file_id(case), act, case=case)

    def read(self, act: Act, reads_as: ReadsAs) -> None:
        """Record that somebody looked into it."""
        self._read(act=act, case=self.case, reads_as=reads_as)

    @event(Read)
    def _read(self, act: Act, case: CaseId, reads_as: ReadsAs) -> None:
        if act.actor not in self.readers:
            self.readers = (*self.readers, act.actor)
