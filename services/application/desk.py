"""The desk: carries out each command once, whoever sends it and however often.

It knows nothing of rules.  It looks the command's key up, gives the case to the command's handler,
and commits all of it or nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from uuid import UUID

import orjson

from domain.kernel.ids import CommandId
from domain.kernel.refusal import BadInput, Overtaken, Refusal, StaleView
from domain.text.refusals import TextRefused
from services.application.asker import Asker
from services.application.case import Case
from services.application.citing import with_clause
from services.application.command import VERBS, Command
from services.application.veiled import veiled
from services.store.port import CommandRepeated, CommandRow, Receipt, Store, VersionConflict

ATTEMPTS = 8


class Desk:
    """Carries out commands over one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def _secret(self) -> bytes:
        return self.store.request_key()

    def perform(
        self,
        command: Command,
        by: Asker,
        key: CommandId,
        *,
        expected: Mapping[UUID, int] | None = None,
    ) -> Receipt:
        """Carry out a command once.

        A repeated key with the same request gives the first answer again; with another request it
        is refused.  Raises a `Refusal` and leaves no act when the rules forbid it.
        """
        digest = self._digest(command, by)
        answered = self.store.answered(key)
        if answered is not None:
            return self._again(answered, digest)
        why: Refusal | None = None
        for _ in range(ATTEMPTS):
            case = Case(self.store.look(), by, key, dict(expected or {}))
            try:
                return self._once(case, command, digest)
            except VersionConflict:
                why = StaleView("Others keep changing this at the same time. Try again soon.")
            except Overtaken as overtaken:
                if overtaken.newest <= case.now:
                    raise
                why = overtaken  # somebody else was quicker since the clock was read
            except CommandRepeated as repeated:
                return self._again(repeated.row, digest)
        assert why is not None
        raise why

    def _once(self, case: Case, command: Command, digest: str) -> Receipt:
        try:
            VERBS.handler(command)(case, command)
        except TextRefused as refused:
            raise BadInput(refused.sentence) from refused
        except Refusal as refused:
            raise with_clause(refused, self.store) from refused.__cause__
        row = CommandRow(
            command_id=case.key,
            verb=command.verb(),
            request_hash=digest,
            actor=case.by.person,
        )
        return self.store.commit(case.changed, command=row, reads=case.reads)

    def _again(self, row: CommandRow, digest: str) -> Receipt:
        if not hmac.compare_digest(row.request_hash, digest):
            raise BadInput(
                f"The key {row.command_id} has been used for another '{row.verb}'. "
                "A new request needs a new key."
            )
        return Receipt(positions=(), result=row.result, repeated=True)

    def _digest(self, command: Command, by: Asker) -> str:
        behalf = str(by.on_behalf_of or "")
        asked = [command.verb(), veiled(command, self.store.keys), str(by.person), behalf]
        body = orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)
        return hmac.new(self._secret, body, sha256).hexdigest()
