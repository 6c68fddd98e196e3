"""Carries out erasures that are on record: destroys the keys, and tells whoever keeps a copy.

The log is what it goes by, so that a decision is carried out though whoever made it was killed
right after; done twice, it does nothing the second time.  A key that was made after the decision
was recorded, because the person came again, is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Thread
from typing import Final

import psycopg

from domain.bodies.details import Person
from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose
from projections.projection import RecordedAct
from services.store.port import Store
from services.store.tail import POLL, Listener
from services.vault.port import Vault

Forget = Callable[[PersonId, tuple[Purpose, ...], datetime], None]
"""Takes what is kept for these purposes out of some place, such as an outbox; safe to repeat.

What was put there after the moment, at which the decision was recorded, stays.
"""

_PAGE: Final = 200
_TIDY: Final = (
    "VACUUM (SKIP_LOCKED) vault.keys, private.person_details, private.person_categories,"
    " private.caucus_members, mail.address_book, convenor.outbox"
)


class Eraser:
    """Follows the erasures in a log."""

    def __init__(self, dsn: str, store: Store, vault: Vault, also: Sequence[Forget] = ()) -> None:
        self.position = 0
        self.failure: BaseException | None = None
        self._dsn = dsn
        self._store = store
        self._vault = vault
        self._also = tuple(also)
        self._stopping = Event()
        self._thread: Thread | None = None

    def carry_out(self) -> int:
        """Carry out what is on record and has not been seen yet.  Returns how many keys went."""
        destroyed, head = 0, self._store.head()
        while acts := self._store.acts(
            after=self.position, topics=(Person.Erased.TOPIC,), limit=_PAGE
        ):
            for act in acts:
                destroyed += self._forget(act)
                self.position = act.position
        self.position = max(self.position, head)
        return destroyed

    def start(self) -> None:
        """Follow the log in a thread, until `stop`."""
        self._stopping.clear()
        self._thread = Thread(target=self._follow, name="eraser")
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def tidy(self) -> None:
        """Take rows that were overwritten out of the database's files, once nobody reads them."""
        with psycopg.connect(self._dsn, autocommit=True, connect_timeout=5) as connection:
            connection.execute(_TIDY)

    def _forget(self, act: RecordedAct) -> int:
        erased = act.event
        assert isinstance(erased, Person.Erased)
        held = self._vault.held(erased.person, made_before=act.recorded_at)
        keys = [key for purpose, key in held.items() if purpose in erased.purposes]
        gone = self._vault.destroy(keys) if keys else 0
        for forget in self._also:
            forget(erased.person, erased.purposes, act.recorded_at)
        return gone

    def _follow(self) -> None:
        listener, untidy = Listener(self._dsn, self._stopping), False
        try:
            while not self._stopping.is_set():
                try:
                    if self.carry_out():
                        untidy = True
                    elif untidy:  # by now the tables have taken the erasure in as well
                        self.tidy()
                        untidy = False
                    self.failure = None
                except Exception as error:  # told by the pages' health, and tried again
                    self.failure = error
                listener.wait(POLL)
        finally:
            listener.close()
