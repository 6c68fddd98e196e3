"""What a request says of a person, so marked that it can be told again and not be guessed.

The log of commands keeps a hash of each request, and its key lies in the same database.  A category
of a few words could be tried out against that; so whatever is sealed on record goes into the hash
as a mark that only the person's own key makes, and is worth nothing once that key is destroyed.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose, Seal
from services.vault.declared import seal_on
from services.vault.port import Keys, Owner


def veiled(command: BaseModel, keys: Keys) -> dict[str, Any]:
    """The request as plain data, with a mark in place of each sealed value.

    Raises `VaultShut` if there is one and no keys are at hand.
    """
    asked = command.model_dump(mode="json")
    sealed = {name: seal for name, seal in _seals(type(command)) if asked[name] is not None}
    owners = {name: _owner(asked, seal) for name, seal in sealed.items()}
    found = keys.keys_for(set(owners.values()))
    marks = {name: found[owner].mark(orjson.dumps(asked[name])) for name, owner in owners.items()}
    return asked | marks


@cache
def _seals(kind: type[BaseModel]) -> tuple[tuple[str, Seal], ...]:
    found = {name: _seal_of(info) for name, info in kind.model_fields.items()}
    return tuple((name, seal) for name, seal in found.items() if seal is not None)


def _seal_of(info: Any) -> Seal | None:
    own = next((extra for extra in info.metadata if isinstance(extra, Seal)), None)
    return own or seal_on(info.annotation)


def _owner(asked: dict[str, Any], seal: Seal) -> Owner:
    assert seal.whose is not None, "a command names the person whose data it brings"
    purpose = seal.purpose or Purpose(asked[seal.purpose_in or ""])
    return Owner(PersonId(UUID(asked[seal.whose])), purpose)
