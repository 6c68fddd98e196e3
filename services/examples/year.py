"""The year of an example as a file: who asks for what, and when.

Meetings stand in `bodies.yaml`; here stands whatever is done between and beside them.  An entry
asks for an act in the same words as the API and the command line.  `@name` stands for a person, for
a meeting, or for what an earlier entry began and gave that name; `@name/action_report` for a report
on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from domain.kernel.ids import RuleId
from services.examples.base import Entry, File, Moment, Sentence, Slug

REFERENCE = "@"


class Guest(Entry):
    """Somebody who has a part in the year and held no post when it began."""

    id: Slug
    name: Sentence


class Asked(Entry):
    """Somebody asks for an act at a moment; `refused` names the rule that does not let it happen.

    The fields of an act are as manifold as the acts, so they are checked by the act itself.
    """

    at: Moment
    by: Slug
    for_: Slug | None = Field(default=None, alias="for")
    do: Slug
    fields: Mapping[str, Any] = Field(default_factory=dict, alias="with")
    called: Slug | None = None
    refused: RuleId | None = None


class Year(File):
    """year.yaml"""

    founder: Slug
    guests: tuple[Guest, ...] = ()
    acts: tuple[Asked, ...]


def with_names(value: Any, named: Any) -> Any:
    """The value with `named` asked for whatever `@` stands before, however deep it stands."""
    if isinstance(value, str) and value.startswith(REFERENCE):
        return named(value.removeprefix(REFERENCE))
    if isinstance(value, Mapping):
        return {name: with_names(held, named) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return tuple(with_names(held, named) for held in value)
    return value


def references(value: Any) -> list[str]:
    """Every name that stands in a value after `@`."""
    found: list[str] = []

    def note(name: str) -> str:
        found.append(name)
        return name

    with_names(value, note)
    return found
