"""The engine drives a blind ballot to the end of its keys, and knows nobody who took part in it."""

from __future__ import annotations

import pytest

from domain.ballots.ballot import Ballot
from domain.kernel.refusal import TooLate
from services.bootstrap import office
from services.config import Settings
from services.runtime.temporal import SkippingTemporal
from services.voting.verify_ballot import check
from tests.engine.conftest import engine_at
from tests.engine.record_histories import of_a_blind_ballot
from tests.support.hands import member
from tests.support.keys import MASTERS

pytestmark = [pytest.mark.anyio, pytest.mark.long]


@pytest.mark.timeout(300)
async def test_a_blind_ballot_runs_to_the_end_of_its_keys(
    database_url: str, settings: Settings, engine: SkippingTemporal
) -> None:
    with office(database_url, masters=MASTERS) as at:
        at.projector.start()
        async with engine_at(engine.address, at, settings) as client:
            ballot = (await of_a_blind_ballot(at, client))["ballot"]
            history = await client.get_workflow_handle(str(ballot)).fetch_history()
        at.projector.stop()
        found = at.store.load(Ballot, ballot)
        assert at.blind is not None
        text = at.blind.published(ballot)
        assert text is not None
        assert found.keys_destroyed
        with pytest.raises(TooLate):
            at.blind.announced.keys(ballot)
    assert check(text) == []
    assert found.results[0].tally.yes == 1
    told = history.to_json()
    assert not [number for number in range(10) if str(member(number)) in told]
    assert found.root is not None
    assert found.root not in told
    assert len(history.events) < 200
