"""Somebody votes blind through the real pages in a real browser, and finds their receipt.

The files that a voter saves and opens are handed to the page by the test, for the browser of the
tests has no desk to lay them on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from services.voting.blind.voter import Saved, Voter
from tests.support.hands import member
from tests.web.blind_held import BlindPages, blind_pages
from tests.web.browser import Browser, browser, chromium
from tests.web.conftest import cookie_of

pytestmark = [
    pytest.mark.skipif(
        chromium() is None, reason="there is no Chromium on this machine, so nobody voted in one"
    ),
    pytest.mark.long,
]
PATIENCE = 20_000
WAITING = f"""
    const until = (id, words) => new Promise((done, fail) => {{
        const end = Date.now() + {PATIENCE};
        const look = () => {{
            const said = document.getElementById(id).textContent;
            if (said.includes(words)) return done(said);
            if (Date.now() > end) return fail(new Error(`it says: ${{said}}`));
            setTimeout(look, 20);
        }};
        look();
    }});
    const opened = (id, value) => {{
        const files = new DataTransfer();
        files.items.add(new File([JSON.stringify(value)], "kept.json"));
        document.getElementById(id).files = files.files;
        document.getElementById(id).dispatchEvent(new Event("change"));
    }};
    const kept = (name) => {{
        const ours = (key) => key.startsWith("convenor-blind");
        const state = sessionStorage.getItem(Object.keys(sessionStorage).find(ours));
        return JSON.stringify(JSON.parse(state)[name]);
    }};
"""


class Voting:
    """A tab, and what a voter did in it."""

    def __init__(self, tab: Browser, held: BlindPages) -> None:
        self.tab, self.held = tab, held
        self.seen = tab.open(held.page("/vote"), cookie=cookie_of(member(3)))

    def does(self, script: str) -> Any:
        told = f"(async () => {{ {WAITING} {script} }})().catch(error => `refused: ${{error}}`)"
        return self.tab.evaluate(told)

    def draws(self) -> Saved:
        """Make a secret, keep what is to be saved, and draw the credential."""
        saved = self.does(
            "document.getElementById('make').click(); await until('said', 'is made');"
            "document.getElementById('draw').click();"
            "await until('said', 'You have your credential'); return kept('saved');"
        )
        return Saved.model_validate_json(saved)

    def marks(self, *choices: int) -> dict[str, Any]:
        """Answer each question, hand the paper in, and keep the receipt."""
        chosen = "".join(
            f"document.querySelector('[name=q{at}][value=\"{choice}\"]').click();"
            for at, choice in enumerate(choices, start=1)
        )
        kept = self.does(
            f"document.getElementById('said').textContent = ''; {chosen}"
            "document.getElementById('cast').click(); await until('said', 'is in the box');"
            "return kept('receipt');"
        )
        found: dict[str, Any] = json.loads(kept)
        return found

    def looks(self, receipt: object) -> Any:
        """What the page says of a receipt."""
        self.tab.open(self.held.page("/receipt"))
        return self.does(f"opened('kept', {json.dumps(receipt)}); return until('told', '.');")


@pytest.fixture(scope="module")
def held(module_database_url: str) -> Iterator[BlindPages]:
    with blind_pages(module_database_url) as found:
        yield found


@pytest.mark.timeout(240)
def test_a_voter_draws_votes_replaces_the_paper_and_finds_it_in_the_list(held: BlindPages) -> None:
    for number in (4, 5, 6):
        assert held.votes(number, 1, 2).status_code == 201
    with browser() as tab:
        voting = Voting(tab, held)
        assert voting.seen.errors == []
        saved = voting.draws()
        Voter(held.announced(), saved)  # what the browser saved is enough for another client
        assert held.blind.has_drawn(held.ballot, member(3))
        first = voting.marks(1, 1)
        second = voting.marks(2, 0)
        assert (first["counter"], second["counter"]) == (0, 1)
        assert held.blind.turnout(held.ballot) == 4

        # From another tab, with nothing but the file and no name.
        tab.open(held.page("/vote"), cookie="")
        voting.does("sessionStorage.clear()")
        tab.open(held.page("/vote"), cookie=cookie_of(member(3)))
        voting.does(
            f"opened('load', {saved.model_dump_json()}); await until('said', 'You have your')"
        )
        third = voting.marks(1, 2)
        assert third["counter"] == 2

        held.close()
        assert voting.looks(third) == "Your paper is in the list."
        assert voting.looks(first) == "Your paper is not in the list."
        tally = held.found.results[0].tally
        assert (tally.yes, tally.papers) == (4, 4)
        tampered(voting, third)


def tampered(voting: Voting, receipt: dict[str, Any]) -> None:
    """Whoever can write to the database takes a paper out: the page notices."""
    held = voting.held
    text = held.blind.published(held.ballot)
    assert text is not None
    told = json.loads(text)
    told["papers"] = told["papers"][1:]
    _publish(held, told)
    assert "was changed after the close" in voting.looks(receipt)
    told["close"]["root"] = "0" * 64
    _publish(held, told)
    assert "not the one that the record commits to" in voting.looks(receipt)
    _publish(held, json.loads(text))
    assert voting.looks(receipt) == "Your paper is in the list."


def _publish(held: BlindPages, told: object) -> None:
    with held.office.pool.connection() as connection:
        connection.execute(
            "UPDATE blind.bundles SET bundle = %s WHERE ballot = %s",
            (json.dumps(told, ensure_ascii=False), held.ballot),
        )
