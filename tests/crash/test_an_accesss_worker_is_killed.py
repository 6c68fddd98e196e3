"""A worker dies while it records what falls due in an officer's access: it is on record once."""

from __future__ import annotations

import pytest

from domain.data_access.grant import DataGrant
from services.bootstrap import Office
from tests.crash.engine import Engine
from tests.crash.test_a_reports_worker_is_killed import dies_and_is_followed
from tests.engine.granted import officer_who_asked
from tests.engine.record_histories import access_due
from tests.engine.small import Small

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300), pytest.mark.long]


async def test_a_late_decision_is_on_record_once(
    with_keys: Office, engine_with_keys: Engine
) -> None:
    access = officer_who_asked(Small(with_keys))
    due = access_due(with_keys, access)
    assert await dies_and_is_followed(
        with_keys, engine_with_keys, access, due, DataGrant.FellOverdue
    ) == [due]
