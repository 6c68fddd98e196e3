"""A worker dies while it records what falls due in a request for support: it is on record once."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.support.request import SupportRequest
from services.application.support import AskSupport
from services.bootstrap import Office
from tests.crash.engine import Engine
from tests.crash.test_a_reports_worker_is_killed import dies_and_is_followed
from tests.engine.record_histories import support_due
from tests.engine.small import Small
from tests.support.hands import drawn, member

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]


def asked(at: Office, *, consents: bool) -> UUID:
    case = drawn("a request whose worker dies", consents)
    wanted = AskSupport(
        case=case, secret="a word of mine alone", text="They suspended me.", consents=consents
    )
    Small(at).ask(wanted, member(3))
    return case


async def test_what_is_late_is_on_record_once(with_keys: Office, engine_with_keys: Engine) -> None:
    case = asked(with_keys, consents=True)
    due = support_due(with_keys, case)
    assert await dies_and_is_followed(
        with_keys, engine_with_keys, case, due, SupportRequest.FellLate
    ) == [due]


async def test_a_request_lapses_once(with_keys: Office, engine_with_keys: Engine) -> None:
    case = asked(with_keys, consents=False)
    due = support_due(with_keys, case)
    assert await dies_and_is_followed(
        with_keys, engine_with_keys, case, due, SupportRequest.Lapsed
    ) == [due]
