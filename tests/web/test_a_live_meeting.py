"""The page of an open meeting in a real browser: it updates by itself, and fits every window."""

from __future__ import annotations

import pytest

from services.application.sittings import RecordDeparture
from tests.support.hands import Hands
from tests.web.browser import Browser, browser, chromium
from tests.web.conftest import Shown, cookie_of
from tests.web.sat import CHAIR, OTHERS, Sat

pytestmark = pytest.mark.skipif(
    chromium() is None,
    reason="there is no Chromium on this machine, so no page was looked at in one",
)
WAIT_FOR_NINE = """
    new Promise((done, fail) => {
        const end = Date.now() + 15000;
        const look = () => {
            const shown = document.querySelector('.live-figure .tabular')?.textContent;
            if (shown === '9' || Date.now() > end) done(shown);
            else setTimeout(look, 50);
        };
        look();
    })
"""


@pytest.mark.long
def test_it_shows_that_the_quorum_is_lost_without_being_read_again(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "sat")
    hands.steps = acted.office.steps
    group = Sat(hands)
    group.gather()
    group.call()
    meeting = group.open()
    group.move()
    acted.caught_up()
    address = f"{acted.address}/meetings/{meeting}"
    with browser() as tab:
        for width, dark in ((390, True), (1280, False)):
            _fits(tab, address, width=width, dark=dark)
        assert tab.evaluate("document.querySelector('.live-figure .tabular').textContent") == "11"
        for person in OTHERS[:2]:
            group.ask(RecordDeparture, person=person)
        assert tab.evaluate(WAIT_FOR_NINE) == "9"
        assert "No quorum" in tab.evaluate("document.getElementById('live-now').textContent")


def _fits(tab: Browser, address: str, *, width: int, dark: bool) -> None:
    seen = tab.open(address, width=width, dark=dark, cookie=cookie_of(CHAIR, "ncg"))
    assert (seen.errors, seen.unnamed, seen.too_wide_by) == ([], [], 0)
