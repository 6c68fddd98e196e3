"""A master key for offices that tests open; it keeps nothing that anybody said."""

from __future__ import annotations

from typing import Final

from services.vault.master import GivenKeys, LocalMasterKey

MASTERS: Final = GivenKeys([LocalMasterKey(bytes(range(32)))])
