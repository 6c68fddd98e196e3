"""The script of a voter in a real browser: it votes blind, and what it makes is taken by the box.

The page is empty and the test stands in for whoever sends what the script makes: no page offers a
blind ballot yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from domain.ballots.blind.bundle import written
from domain.ballots.blind.listed import in_order, receipt_for
from domain.ballots.blind.paper import Paper
from services.voting.blind.checking import Checker
from services.voting.blind.publishing import Box, published
from services.voting.blind.sealing import opener
from services.voting.blind.voter import Saved, Voter
from services.voting.verify_ballot import check
from services.web.look.environment import STATIC
from tests.blind.given import SEED, announcement, keys, papers, signer
from tests.web.browser import Browser, browser, chromium

pytestmark = [
    pytest.mark.skipif(
        chromium() is None,
        reason="there is no Chromium on this machine, so nobody voted in one",
    ),
    pytest.mark.long,
]
MARKS = ((2,), (3, 1), ())


class Quiet(SimpleHTTPRequestHandler):
    """The static files, with nothing said of who asks."""

    def log_message(self, *_: object) -> None:
        """Not a word."""


class Tab:
    """A tab in which the script was loaded."""

    def __init__(self, tab: Browser) -> None:
        self._tab = tab

    def does(self, name: str, *given: object) -> Any:
        """What a function of the script gives, or the sentence that it throws."""
        words = ", ".join(json.dumps(one) for one in given)
        return self._tab.evaluate(
            f"import('/blind-voter.js').then(voter => voter.{name}({words}))"
            ".catch(error => `refused: ${error.message}`)"
        )


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=STATIC)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with browser() as opened:
            opened.open(f"http://127.0.0.1:{server.server_port}/mark.svg")
            yield Tab(opened)
        server.shutdown()


SAID = announcement().model_dump(mode="json")


class Cast:
    """A vote that was cast in the browser."""

    def __init__(self, tab: Tab) -> None:
        self.saved = tab.does("begin", SAID)
        signed = signer().sign(bytes.fromhex(self.saved["blinded"])).hex()
        self.own = tab.does("credential", SAID, self.saved, signed)
        self.hex = tab.does("paper", SAID, self.saved, self.own, MARKS, 1)
        self.receipt = tab.does("receipt", SAID, self.saved, self.hex, 1)
        self.paper: Paper = Checker(announcement()).accepted(bytes.fromhex(self.hex))


@pytest.fixture(scope="module")
def cast(tab: Tab) -> Cast:
    return Cast(tab)


@pytest.fixture(scope="module")
def bundle(cast: Cast) -> Any:
    opening = keys().opening
    assert opening is not None
    return published(announcement(), Box(12, in_order([*papers(), cast.paper])), opening, SEED)


def test_the_announcement_has_the_same_digest_in_the_browser(cast: Cast) -> None:
    assert cast.saved["announced"] == announcement().digest.hex()


def test_a_paper_made_in_the_browser_is_taken_and_says_what_was_marked(cast: Cast) -> None:
    opening = keys().opening
    assert opening is not None
    assert Checker(announcement()).marks_in(cast.paper, opener(opening)) == MARKS
    assert cast.paper.counter == 1


def test_what_the_browser_saved_is_enough_for_the_command_line(cast: Cast) -> None:
    voter = Voter(announcement(), Saved.model_validate(cast.saved))
    credential = voter.credential(signer().sign(voter.blinded))
    assert credential == cast.paper.credential
    assert Checker(announcement()).accepted(voter.paper(credential, MARKS, 2).encoded)


def test_the_receipt_is_found_in_the_published_list(tab: Tab, cast: Cast, bundle: Any) -> None:
    said = announcement()
    assert cast.receipt == receipt_for(said.ballot, said.digest, cast.paper).model_dump(mode="json")
    text = written(bundle)
    assert check(text, receipt=json.dumps(cast.receipt)) == []
    assert tab.does("found", json.loads(text), cast.receipt) == "Your paper is in the list."


def test_a_tampered_list_is_noticed(tab: Tab, cast: Cast, bundle: Any) -> None:
    told = json.loads(written(bundle))
    own = in_order([*papers(), cast.paper]).index(cast.paper)
    left_out = {**told, "papers": [one for at, one in enumerate(told["papers"]) if at != own]}
    assert "was changed after the close" in tab.does("found", left_out, cast.receipt)
    opening = keys().opening
    assert opening is not None
    without = json.loads(written(published(announcement(), Box(12, papers()), opening, SEED)))
    assert tab.does("found", without, cast.receipt) == "Your paper is not in the list."
    told["announcement"]["title"] = "Another"
    assert "not the one that you voted under" in tab.does("found", told, cast.receipt)


def test_a_signature_of_something_else_is_refused(tab: Tab, cast: Cast) -> None:
    other = tab.does("begin", SAID)
    signed = signer().sign(bytes.fromhex(other["blinded"])).hex()
    assert "refused: invalid signature" in tab.does("credential", SAID, cast.saved, signed)
    changed = {**SAID, "title": "Another"}
    assert "announcement was changed" in tab.does("credential", changed, cast.saved, signed)
