"""A worker dies while it records what falls due in a request for support: it is on record once."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from uuid import UUID

import pytest

from domain.support.request import SupportRequest
from services.application.support import AskSupport
from services.bootstrap import Office, office
from services.runtime.temporal import EmbeddedTemporal
from tests.crash.engine import Engine, engine_at
from tests.crash.test_a_reports_worker_is_killed import dies_and_is_followed
from tests.engine.record_histories import support_due
from tests.engine.small import Small
from tests.support.hands import drawn, member
from tests.support.keys import MASTERS

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]
KEY = b64encode(bytes(range(32))).decode()


class WithKeys(Engine):
    """The engine of an office whose processes have the tests' master key."""

    def environment(self, at: Office, *, through: str | None = None) -> dict[str, str]:
        return super().environment(at, through=through) | {"CONVENOR_VAULT_KEY": KEY}


@pytest.fixture
def at(database_url: str) -> Iterator[Office]:
    """An office with its keys, whose projector does not run."""
    with office(database_url, connections=24, masters=MASTERS) as found:
        yield found


@pytest.fixture
async def engine(real_temporal: EmbeddedTemporal, at: Office) -> Engine:
    found = await engine_at(real_temporal.address, at.dsn.rpartition("/")[2])
    return WithKeys(found.address, found.queue, found.client)


def asked(at: Office, *, consents: bool) -> UUID:
    case = drawn("a request whose worker dies", consents)
    wanted = AskSupport(
        case=case, secret="a word of mine alone", text="They suspended me.", consents=consents
    )
    Small(at).ask(wanted, member(3))
    return case


async def test_what_is_late_is_on_record_once(at: Office, engine: Engine) -> None:
    case = asked(at, consents=True)
    due = support_due(at, case)
    assert await dies_and_is_followed(at, engine, case, due, SupportRequest.FellLate) == [due]


async def test_a_request_lapses_once(at: Office, engine: Engine) -> None:
    case = asked(at, consents=False)
    due = support_due(at, case)
    assert await dies_and_is_followed(at, engine, case, due, SupportRequest.Lapsed) == [due]
