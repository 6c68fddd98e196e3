"""What a play is played on: somebody asks for something, and time moves on to a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.application.asker import Asker
from services.application.command import Command
from services.store.port import Receipt, Store


class Stage(Protocol):
    """A theatre with servers, or a test without any."""

    @property
    def store(self) -> Store:
        """Where things can be looked up."""
        ...

    def ask(self, command: Command, by: Asker) -> Receipt:
        """Somebody asks for something."""
        ...

    def began(self, receipt: Receipt) -> UUID:
        """The stream that a command began."""
        ...

    async def to(self, moment: datetime) -> None:
        """Move time to a moment, stopping at everything that falls due on the way."""
        ...
