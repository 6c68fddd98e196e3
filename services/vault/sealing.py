"""How a sealed field stands in the log, and how it is opened again.

In place of the value stands `{"box": …, "key": …, "sealed": "aes-256-gcm"}`: AES-256-GCM (NIST SP
800-38D) with a fresh nonce of 96 bits before the ciphertext, in base64, and the id of the key.  The
stream, the version and the field's path are authenticated with it, so that a box which is moved to
another place can't be opened there.  Spaces fill the value up to a multiple of 64 bytes.  It is
opened as it was stored, before any upcaster runs.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from re import compile as pattern
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag

from domain.kernel.sealed import ERASED
from services.vault.declared import Place, Seals
from services.vault.port import DataKey, Keys

METHOD: Final = "aes-256-gcm"
MARK: Final = b'"sealed":"aes-256-gcm"'
"""Stands in the canonical bytes of an act in which something is sealed, and in no others."""

LOOKS_SEALED: Final = (
    "What was given looks like something that is sealed already, and would be taken for it "
    "afterwards. Give the plain value."
)
NONCE_BYTES: Final = 12
PADDED_TO: Final = 64
"""Bytes: a box must not tell by its length which of a few words is in it."""
_HELD: Final = {"box", "key", "sealed"}
_KEYS: Final = pattern(rb'"key":"([0-9a-f-]{36})","sealed":"aes-256-gcm"')

Json = Any


class NotToBeOpened(ValueError):
    """A box that was altered, or that stands where it was not sealed."""


class Open(NamedTuple):
    """The canonical bytes of an act before something in them is sealed."""

    stream: UUID
    version: int
    state: bytes
    seals: Seals


def sealed_states(acts: Sequence[Open], keys: Keys) -> list[bytes]:
    """The same acts with every declared field sealed.  Raises `VaultShut`."""
    parsed = [orjson.loads(act.state) for act in acts]
    places = [
        list(act.seals.places(act.stream, state["data"]))
        for act, state in zip(acts, parsed, strict=True)
    ]
    found = keys.keys_for({place.owner for some in places for place in some})
    for act, some in zip(acts, places, strict=True):
        for place in some:
            _seal(place, act, found[place.owner])
    return [orjson.dumps(state, option=orjson.OPT_SORT_KEYS) for state in parsed]


def keys_in(states: Collection[bytes]) -> set[UUID]:
    """The keys that open these acts."""
    return {
        UUID(found.decode()) for state in states if MARK in state for found in _KEYS.findall(state)
    }


def opened_state(stream: UUID, version: int, state: bytes, keys: Mapping[UUID, DataKey]) -> bytes:
    """The act with its sealed fields open, and erased where the key is not at hand.

    Raises `NotToBeOpened`.
    """
    parsed = orjson.loads(state)
    for box in list(_boxes([parsed["data"]], 0, ())):
        key = keys.get(UUID(box.holder[box.at]["key"]))
        box.holder[box.at] = (
            ERASED.model_dump() if key is None else _open(box, stream, version, key)
        )
    return orjson.dumps(parsed, option=orjson.OPT_SORT_KEYS)


class _Box(NamedTuple):
    """Where something sealed stands."""

    path: str
    holder: Json
    at: str | int


def _seal(place: Place, act: Open, key: DataKey) -> None:
    nonce = secrets.token_bytes(NONCE_BYTES)
    content = orjson.dumps(place.content, option=orjson.OPT_SORT_KEYS)
    content += b" " * (-len(content) % PADDED_TO)
    box = nonce + key.cipher.encrypt(nonce, content, bound_to(act.stream, act.version, place.path))
    place.put({"box": b64encode(box).decode(), "key": str(key.id), "sealed": METHOD})


def _open(box: _Box, stream: UUID, version: int, key: DataKey) -> Json:
    held = b64decode(box.holder[box.at]["box"])
    nonce, content = held[:NONCE_BYTES], held[NONCE_BYTES:]
    try:
        return orjson.loads(key.cipher.decrypt(nonce, content, bound_to(stream, version, box.path)))
    except (InvalidTag, ValueError) as error:
        raise NotToBeOpened(
            f"what is sealed in “{box.path}” was altered, or was not sealed at this place."
        ) from error


def bound_to(stream: UUID, version: int, path: str) -> bytes:
    """What is authenticated with the content: the place for which it was sealed."""
    return stream.bytes + version.to_bytes(8, "big") + path.encode()


def _boxes(holder: Json, at: str | int, path: tuple[str, ...]) -> Iterator[_Box]:
    value = holder[at]
    if isinstance(value, dict):
        if value.keys() == _HELD and value["sealed"] == METHOD:
            yield _Box(".".join(path), holder, at)
        else:
            for name in value:
                yield from _boxes(value, name, (*path, name))
    elif isinstance(value, list):
        for number in range(len(value)):
            yield from _boxes(value, number, (*path, str(number)))
