"""What stands in the acts of some kinds, sorted by what they are about.

It is read from the log once for each store, and from then on only what is new; acts that are about
nothing are passed over.  The newest known act is read once more each time: if the log was put back
to an earlier state, it no longer stands there, and all is read anew.  A look at the log (`looking`)
has asked that for all.  What speaks of people under seal does not belong here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from services.store.looking import Look
from services.store.port import RecordedAct, Store

PAGE: Final = 1_000

T = TypeVar("T")


class _Read(Generic[T]):
    """What was found in the log of one store, its newest act, and how far the log was looked at.

    After the newest act of some kinds may stand years of others, which are not looked at again.
    """

    def __init__(self) -> None:
        self.newest: RecordedAct | None = None
        self.upto = 0
        self.times_put_back = 0
        self.found: dict[Hashable, list[T]] = defaultdict(list)
        self.lock = Lock()

    def forget(self) -> None:
        self.newest = None
        self.upto = 0
        self.found.clear()


@dataclass(frozen=True, eq=False)
class Scan(Generic[T]):
    """Acts of these topics: `about` says what each is about, `told` what is kept of it."""

    topics: tuple[str, ...]
    about: Callable[[Any], Hashable | None]
    told: Callable[[Any], T]
    _reads: WeakKeyDictionary[Store, _Read[T]] = field(default_factory=WeakKeyDictionary)
    _lock: Lock = field(default_factory=Lock)

    def of(self, store: Store, *things: Hashable) -> Sequence[T]:
        """What stands in the acts about these things, in the order of recording for each."""
        look = store if isinstance(store, Look) else None
        with self._lock:
            read = self._reads.setdefault(look.store if look else store, _Read())
        with read.lock:
            _forget_if_put_back(store, read, self.topics)
            self._go_on(store, read)
            return [one for thing in things for one in read.found.get(thing, ())]

    def _go_on(self, store: Store, read: _Read[T]) -> None:
        head = store.head()
        if head <= read.upto:
            return
        while acts := store.acts(after=read.upto, topics=self.topics, limit=PAGE):
            for act in acts:
                about = self.about(act)
                if about is not None:
                    read.found[about].append(self.told(act))
            read.newest = acts[-1]
            read.upto = read.newest.position
        read.upto = max(read.upto, head)


def _forget_if_put_back(store: Store, read: _Read[Any], topics: tuple[str, ...]) -> None:
    known = read.newest
    if isinstance(store, Look):
        if read.times_put_back != store.times_put_back:
            read.forget()
            read.times_put_back = store.times_put_back
    elif known is not None:
        again = store.acts(after=known.position - 1, topics=topics, limit=1)
        if not again or again[0].event.event_id != known.event.event_id:
            read.forget()
