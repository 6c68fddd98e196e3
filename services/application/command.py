"""Commands: what somebody asks for, as frozen data with one verb.

The verb is the same word on the page, in the API, on the command line and in the log.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Self, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, model_validator

from domain.kernel.refusal import NotFound
from domain.kernel.sane import check_sane
from services.application.case import Case


class Command(BaseModel):
    """Something that is asked for; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _can_be_kept(cls, asked: Any) -> Any:
        check_sane(asked)
        return asked

    @model_validator(mode="after")
    def _can_be_kept_as_read(self) -> Self:
        check_sane(self)
        return self

    @classmethod
    def verb(cls) -> str:
        """The command's name as a verb, such as `open_cycle`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


Asked = TypeVar("Asked", bound=Command)
Handler = Callable[[Case, Any], None]


class Verbs:
    """Every command with what carries it out."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}
        self._judges: dict[str, Handler] = {}
        self._commands: dict[str, type[Command]] = {}

    def handles(
        self, command: type[Asked]
    ) -> Callable[[Callable[[Case, Asked], None]], Callable[[Case, Asked], None]]:
        """Bind a command to the function that carries it out."""

        def bind(handler: Callable[[Case, Asked], None]) -> Callable[[Case, Asked], None]:
            self._handlers[command.verb()] = handler
            self._commands[command.verb()] = command
            return handler

        return bind

    def judges(
        self, command: type[Asked]
    ) -> Callable[[Callable[[Case, Asked], None]], Callable[[Case, Asked], None]]:
        """Bind a command of which much follows to what says whether it may be carried out."""

        def bind(judge: Callable[[Case, Asked], None]) -> Callable[[Case, Asked], None]:
            self._judges[command.verb()] = judge
            return judge

        return bind

    def handler(self, command: Command) -> Handler:
        return self._handlers[command.verb()]

    def judge(self, command: Command) -> Handler:
        """What refuses the command as its handler would, without all that follows from it."""
        return self._judges.get(command.verb()) or self.handler(command)

    def command(self, verb: str) -> type[Command]:
        """The command of that verb; raises `NotFound`."""
        found = self._commands.get(verb)
        if found is None:
            raise NotFound(f"There is no act called '{verb}'.")
        return found

    def __iter__(self) -> Any:
        return iter(sorted(self._commands.items()))


VERBS = Verbs()


def fields_of(command: type[Command]) -> dict[str, Any]:
    """The command's fields and their types, for forms and help."""
    return get_type_hints(command)
