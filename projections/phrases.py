"""What sentences about acts are made of: names, moments, numbers, lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.kernel.aggregate import Recorded
from domain.kernel.moments import LONDON, is_end_of_day, is_midnight
from domain.reports.content import on_one_line

Names = Callable[[UUID], str | None]


class Told:
    """What a sentence may speak of: who acts, and what things are called."""

    def __init__(self, event: Recorded, who: str, names: Names) -> None:
        self.who = who
        self._event = event
        self._names = names

    @property
    def what(self) -> str:
        """The thing that the act is about."""
        return self.name(self._event.originator_id)

    def name(self, stream: UUID) -> str:
        return self._names(stream) or "something that is not on record"

    def quoted(self, stream: UUID) -> str:
        return f"“{self.name(stream)}”"


def moment(moment: Any) -> str:
    """When something ends or is due: midnight is the end of the day before it."""
    local = moment.astimezone(LONDON)
    if is_midnight(local):
        return f"the end of {local - timedelta(days=1):%A %-d %B %Y}, London time"
    clock = "the end of" if is_end_of_day(local) else f"{local:%H:%M} on"
    return f"{clock} {local:%A %-d %B %Y}, London time"


def start(begins: Any) -> str:
    """When something begins: midnight is the beginning of its day."""
    local = begins.astimezone(LONDON)
    if is_midnight(local):
        return f"the beginning of {local:%A %-d %B %Y}, London time"
    return moment(begins)


def end(reason: str) -> str:
    """A reason as the end of a sentence."""
    return f"{on_one_line(reason).rstrip('.')}."


def counted(number: int, thing: str) -> str:
    if thing == "person":
        return f"{number:,} {'person' if number == 1 else 'people'}"
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def called(slug: str | None) -> str:
    """A body as its short name says it; what is no short name stays as it is."""
    return (slug or "").replace("_", " ")
