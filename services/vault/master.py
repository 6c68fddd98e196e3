"""The master key, which wraps the data keys and never stands in the database.

Two places for it are built in: a file that only its owner can read, and the environment.  A key
service of one's own (a KMS or an HSM) takes their place by offering `MasterKeys` with a `MasterKey`
that wraps over there; nothing else of the vault ever sees a master key.
"""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_ID_BYTES: Final = 8


class MasterKeyRefused(ValueError):
    """A master key that can't be used, or one that is needed and is not there."""


class MasterKey(Protocol):
    """One master key."""

    @property
    def id(self) -> str:
        """A name that tells nothing of the key; it stands beside what the key wrapped."""
        ...

    def wrap(self, secret: bytes, bound_to: bytes) -> bytes:
        """The secret, so that only this key can unwrap it, and only with the same `bound_to`."""
        ...

    def unwrap(self, wrapped: bytes, bound_to: bytes) -> bytes:
        """The secret.  Raises `MasterKeyRefused` if it was not wrapped so by this key."""
        ...


class MasterKeys(Protocol):
    """The master keys at hand: one, or during a rotation the new one and the old."""

    def newest(self) -> MasterKey: ...

    def named(self, identity: str) -> MasterKey | None:
        """The key of that name; looks again where they are kept before it says None."""
        ...


@runtime_checkable
class Renewable(Protocol):
    """A place that can make the first master key by itself, and the new one of a rotation."""

    def make(self) -> None:
        """Make the first key, unless there is one."""
        ...

    def renew(self) -> MasterKey:
        """Make a new key and keep it beside the old one, safely on the disk."""
        ...

    def forget_all_but(self, identity: str) -> None: ...


class LocalMasterKey:
    """A master key in this process's memory, wrapping with AES-256-GCM."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise MasterKeyRefused(
                f"A master key of the vault has {len(secret)} bytes, where {KEY_BYTES} are asked "
                "for. `openssl rand -base64 32` makes one."
            )
        self._cipher = AESGCM(secret)
        self.id = sha256(b"convenor vault master key\0" + secret).digest()[:_ID_BYTES].hex()

    def __repr__(self) -> str:
        return f"LocalMasterKey({self.id})"

    def wrap(self, secret: bytes, bound_to: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, bound_to)

    def unwrap(self, wrapped: bytes, bound_to: bytes) -> bytes:
        nonce, content = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, content, bound_to)
        except InvalidTag as error:
            raise MasterKeyRefused(
                f"A data key can't be unwrapped by the master key {self.id}: it was altered, or "
                "belongs to somebody else. Restore the schema `vault` from a backup."
            ) from error


class GivenKeys:
    """Master keys as they were given, such as in the environment; the newest stands first."""

    def __init__(self, keys: Sequence[LocalMasterKey]) -> None:
        if not keys:
            raise MasterKeyRefused("No master key of the vault was given.")
        self._keys = tuple(keys)

    def newest(self) -> MasterKey:
        return self._keys[0]

    def named(self, identity: str) -> MasterKey | None:
        return next((key for key in self._keys if key.id == identity), None)


class KeyFile:
    """Master keys in a file of one to a line, the newest first; only its owner may read it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._keys: tuple[LocalMasterKey, ...] = ()

    def make(self) -> None:
        """Make the file with a new key, unless it is there; safe if two try at once."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = self._unfinished((_fresh(),))
        try:
            os.link(unfinished, self.file)  # whole or not at all, and never over one that is there
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()

    def newest(self) -> MasterKey:
        return (self._keys or self._read())[0]

    def named(self, identity: str) -> MasterKey | None:
        for keys in (self._keys, self._read()):
            for key in keys:
                if key.id == identity:
                    return key
        return None

    def renew(self) -> MasterKey:
        made = _fresh()
        self._replace((made, *self._lines()))
        return LocalMasterKey(b64decode(made))

    def forget_all_but(self, identity: str) -> None:
        kept = [line for line in self._lines() if parsed_key(line).id == identity]
        self._replace(tuple(kept))

    def _read(self) -> tuple[LocalMasterKey, ...]:
        self._keys = tuple(parsed_key(line) for line in self._lines())
        if not self._keys:
            raise MasterKeyRefused(f"{self.file} holds no master key. Restore it from a backup.")
        return self._keys

    def _lines(self) -> list[str]:
        try:
            if os.name == "posix" and self.file.stat().st_mode & 0o077:
                raise MasterKeyRefused(
                    f"{self.file} holds the vault's master key, and others than its owner may read "
                    f"it. Run `chmod 600 {self.file}`."
                )
            return self.file.read_text("ascii").split()
        except (OSError, UnicodeDecodeError) as error:
            raise MasterKeyRefused(
                f"The vault's master key can't be read from {self.file} ({error}). Restore the "
                "file from a backup, or set CONVENOR_VAULT_KEY."
            ) from error

    def _replace(self, lines: Sequence[str]) -> None:
        self._unfinished(lines).replace(self.file)
        _flush(self.file.parent)
        self._read()

    def _unfinished(self, lines: Sequence[str]) -> Path:
        unfinished = self.file.with_name(f"{self.file.name}.{secrets.token_hex(8)}")
        mode = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(unfinished, mode, 0o600), "w", encoding="ascii") as opened:
            opened.write("".join(f"{line}\n" for line in lines))
            opened.flush()
            os.fsync(opened.fileno())
        return unfinished


def parsed_key(text: str) -> LocalMasterKey:
    """A key written in base64.  Raises `MasterKeyRefused`."""
    try:
        return LocalMasterKey(b64decode(text.strip(), validate=True))
    except (NotBase64, ValueError) as error:
        if isinstance(error, MasterKeyRefused):
            raise
        raise MasterKeyRefused(
            "A master key of the vault is not in base64. `openssl rand -base64 32` makes one."
        ) from error


def parsed_keys(text: str) -> GivenKeys:
    """Keys written in base64 with commas between them.  Raises `MasterKeyRefused`."""
    return GivenKeys([parsed_key(part) for part in text.split(",") if part.strip()])


def _fresh() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _flush(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
