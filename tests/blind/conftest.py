"""An office that holds blind ballots, over a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.blind.held import Held, holding


@pytest.fixture
def held(database_url: str) -> Iterator[Held]:
    with holding(database_url) as found:
        yield found
