"""Every page in a real browser: no error, nothing held back, nothing that runs over the edge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.hands import member
from tests.web.browser import Browser, browser, chromium
from tests.web.conftest import Shown, cookie_of
from tests.web.test_pages import IN_THE_FIRST_ASSEMBLY, PAGES

pytestmark = pytest.mark.skipif(
    chromium() is None,
    reason="there is no Chromium on this machine, so no page was looked at in one",
)
FORMS = (
    "/do/draft_proposal?cycle={second_cycle}",
    "/do/move_amendment?proposal={open_proposal}",
    "/do/extend_deadline?cycle={second_cycle}",
    "/do/hand_in_proposal?proposal={draft}",
    "/do/object_to_claim?claim={claim}",
    "/do/make_ruling",
    "/do/establish_body",
    "/do/seat_member?body=riverside",
    "/do/fill_post?body=riverside",
    "/do/join_member",
    "/do/merge_proposals?cycle={second_cycle}",
    "/do/put_counter_proposal?proposal={open_proposal}",
    "/do/revise_proposal?proposal={draft}",
    "/do/refer_back?proposal={open_proposal}&assembly={second_assembly}",
    "/do/settle_collision?proposal={open_proposal}&assembly={second_assembly}",
    "/do/revise_rulebook",
    "/do/record_claim",
    "/do/begin_count",
    "/do/decide_tie?count={level}",
    "/do/serve_notice?body=ncg",
    "/do/record_post?notice={notice}",
    "/do/record_omission?notice={notice}",
)
SHEETS = ("/counts/{count}/sheet", "/counts/{long}/sheet")
ALL = (*PAGES, *FORMS, *SHEETS, "/docs", "/ballots/{ballot}?as_of=2021-12-28")


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as tab:
        yield tab


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        pytest.param(1280, False, id="1280-light"),
        pytest.param(390, True, id="390-dark", marks=pytest.mark.long),
        pytest.param(1280, True, id="1280-dark", marks=pytest.mark.long),
        pytest.param(390, False, id="390-light", marks=pytest.mark.long),
    ],
)
def test_every_page_opens_without_errors_and_fits_its_window(
    chrome: Browser, shown: Shown, width: int, dark: bool
) -> None:
    cookie = cookie_of(member(2), "riverside")
    at_fault = {}
    for path in ALL:
        address = shown.address + path.format(**vars(shown.played))
        seen = chrome.open(address, width=width, dark=dark, cookie=cookie)
        if seen.errors or seen.too_wide_by > 0 or seen.unnamed or not seen.title:
            at_fault[path] = seen
    assert at_fault == {}


@pytest.mark.long
def test_choosing_amendments_shows_the_new_text_at_once(chrome: Browser, shown: Shown) -> None:
    path = f"/proposals/{shown.played.proposal}/becomes?as_of={IN_THE_FIRST_ASSEMBLY}"
    chrome.open(f"{shown.address}{path}")
    assert chrome.evaluate("document.querySelectorAll('#outcome ins').length") == 1
    changed = chrome.evaluate("""
        new Promise(done => {
            document.body.addEventListener('htmx:afterSettle', () =>
                done(document.querySelectorAll('#outcome ins').length), {once: true});
            document.querySelector('input[name=carried]').click();
        })
    """)
    assert changed == 0, "what was carried is not in the text any more once it is not chosen"


@pytest.mark.long
def test_what_a_text_becomes_is_seen_while_it_is_written(chrome: Browser, shown: Shown) -> None:
    cookie = cookie_of(member(2), "riverside")
    path = f"/do/revise_proposal?proposal={shown.played.draft}"
    chrome.open(f"{shown.address}{path}", cookie=cookie)
    assert chrome.evaluate("document.querySelector('#becomes').textContent.trim()").endswith(
        "Nothing is different yet."
    )
    inserted = chrome.evaluate("""
        new Promise(done => {
            document.body.addEventListener('htmx:afterSettle', () =>
                done(document.querySelector('#becomes ins').textContent), {once: true});
            const field = document.querySelector('textarea[name=text]');
            field.value = field.value.replace('four members', 'seven members');
            field.dispatchEvent(new Event('input', {bubbles: true}));
        })
    """)
    assert "seven" in inserted
    assert "seven members" in chrome.evaluate("document.querySelector('textarea').value")


@pytest.mark.long
def test_the_theme_button_turns_the_page_dark(chrome: Browser, shown: Shown) -> None:
    chrome.open(f"{shown.address}/rulebook")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = chrome.evaluate(ground)
    dark = chrome.evaluate(f"(document.querySelector('[data-theme-toggle]').click(), {ground})")
    assert light != dark
    chrome.evaluate("localStorage.clear()")


@pytest.mark.long
def test_a_table_shows_a_shadow_at_the_edge_where_there_is_more(
    chrome: Browser, shown: Shown
) -> None:
    shadows = """(() => {
        const it = [...document.querySelectorAll('.scroll')].find(
            one => one.scrollWidth > one.clientWidth);
        const of = getComputedStyle(it);
        return [of.backgroundAttachment, of.backgroundImage.split('linear-gradient').length - 1];
    })()"""
    for dark in (False, True):
        chrome.open(f"{shown.address}/calendar", width=390, dark=dark)
        assert chrome.evaluate(shadows) == ["local, local, scroll, scroll", 4]
