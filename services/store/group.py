"""Callers who come at once are written together: one transaction and one flush for all of them.

The first caller leads: it takes everybody who is waiting and writes for them.  When it is done it
hands the lead to the first of those who have come meanwhile, so nobody leads for strangers only.
It knows nothing of what is written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Turn:
    """One caller's place in the queue, and afterwards what came of it."""

    size = 1

    def __init__(self) -> None:
        self.failure: BaseException | None = None
        self.settled = False
        self._gate = Lock()
        self._gate.acquire()

    def succeed(self) -> None:
        self.settled = True

    def fail(self, failure: BaseException) -> None:
        self.settled = True
        self.failure = failure

    def wait(self) -> None:
        """Until the turn is settled, or until it is this caller's turn to lead."""
        self._gate.acquire()

    def wake(self) -> None:
        self._gate.release()


T = TypeVar("T", bound=Turn)
T_contra = TypeVar("T_contra", bound=Turn, contravariant=True)


class Write(Protocol[T_contra]):
    """Writes a group and settles each of its turns."""

    def __call__(self, group: Sequence[T_contra], /) -> None: ...


class Group(Generic[T]):
    """The queue of callers and its lead."""

    def __init__(self, write: Write[T], *, most: int, lost: Callable[[BaseException], Exception]):
        self._write = write
        self._most = most
        self._lost = lost
        self._mutex = Lock()
        self._waiting: deque[T] = deque()
        self._is_led = False

    def submit(self, turn: T) -> None:
        """Have this turn written, and return once it is.  Raises what it failed with."""
        if not self._join(turn):
            turn.wait()
        if not turn.settled:
            self._lead(turn)
        if turn.failure is not None:
            raise turn.failure

    def _join(self, turn: T) -> bool:
        """Queue up.  True for the caller who has to lead."""
        with self._mutex:
            self._waiting.append(turn)
            leads, self._is_led = not self._is_led, True
        return leads

    def _lead(self, own: T) -> None:
        group = self._take()
        why: BaseException = RuntimeError("it was left unsettled")
        try:
            self._write(group)
        except BaseException as error:
            why = error
            raise
        finally:
            # Whoever waits must not wait for ever, not even when this caller is interrupted.
            for turn in group:
                if not turn.settled:
                    turn.fail(self._lost(why))
            self._hand_over()
            for turn in group:
                if turn is not own:
                    turn.wake()

    def _take(self) -> list[T]:
        """The head of the queue, as much as may be written at once; the leader is its first."""
        with self._mutex:
            group = [self._waiting.popleft()]
            size = group[0].size
            while self._waiting and size + self._waiting[0].size <= self._most:
                group.append(self._waiting.popleft())
                size += group[-1].size
        return group

    def _hand_over(self) -> None:
        with self._mutex:
            self._is_led = bool(self._waiting)
            heir = self._waiting[0] if self._waiting else None
        if heir is not None:
            heir.wake()
