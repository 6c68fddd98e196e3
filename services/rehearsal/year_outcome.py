"""What came of the rehearsal of a year: the figures that it prints, every one read from the log."""

from __future__ import annotations

from collections import Counter
from typing import Any

from domain.kernel.act import Standing
from domain.kernel.value import Value
from domain.meetings.meeting import Meeting
from services.examples.models import YearRecord
from services.store.port import Store

PAGE = 500


class YearOutcome(Value):
    """The figures of one year."""

    acts: int
    meetings: int
    decisions: int
    irregular: int
    refused: int
    digest: str

    def sentences(self) -> list[str]:
        """The figures for people."""
        return [
            f"Acts on record: {self.acts:,}",
            f"Meetings held: {self.meetings}, with {self.decisions} decisions",
            f"Acts and omissions that broke a rule, on record as irregular: {self.irregular}",
            f"Acts that a rule refused: {self.refused}",
            f"Digest of the log: {self.digest}",
        ]


def year_outcome(store: Store, record: YearRecord, digest: str) -> YearOutcome:
    """Read what came of it."""
    topics, irregular, after = Counter[str](), 0, 0
    while acts := store.acts(after=after, limit=PAGE):
        for one in acts:
            event: Any = one.event
            topics[event.TOPIC] += 1
            irregular += event.act.standing is Standing.IRREGULAR
        after = acts[-1].position
    return YearOutcome(
        acts=topics.total(),
        meetings=topics[Meeting.Closed.TOPIC],
        decisions=topics[Meeting.Decided.TOPIC],
        irregular=irregular,
        refused=sum(asked.refused is not None for asked in record.year.acts),
        digest=digest,
    )
