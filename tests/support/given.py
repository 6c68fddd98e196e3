"""Given/when/then over acts: what a thing has lived through, what is asked of it, what follows."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar

from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.refusal import Refusal
from domain.text.refusals import TextRefused

A = TypeVar("A", bound=Aggregate)
R = TypeVar("R", Refusal, TextRefused)


class Given(Generic[A]):
    """A thing whose past is over; `when` it is asked, `then` acts follow or it is `refused`."""

    def __init__(self, thing: A) -> None:
        self.thing = thing
        thing.collect_events()

    def when(self, ask: Callable[[A], object]) -> Self:
        self._refusal: Refusal | TextRefused | None = None
        try:
            ask(self.thing)
        except (Refusal, TextRefused) as refusal:
            self._refusal = refusal
        return self

    def then(self, *acts: type[Recorded]) -> list[Any]:
        assert self._refusal is None, f"was refused: {self._refusal}"
        found = list(self.thing.collect_events())
        assert tuple(map(type, found)) == acts
        return found

    def refused(self, kind: type[R], rule: str | None = None) -> R:
        assert type(self._refusal) is kind, f"{self._refusal!r} is not {kind.__name__}"
        assert not self.thing.pending_events
        assert rule is None or getattr(self._refusal, "rule", None) == rule
        return self._refusal
