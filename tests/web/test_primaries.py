"""A policy primary over pages: launched, motions put and backed, checked, answered, and ranked."""

from __future__ import annotations

import pytest

from tests.support.hands import Hands, member
from tests.web.conftest import Shown
from tests.web.ranking import AUTHORS, announced, appealed, checked, ended, launched
from tests.web.test_endorsements import given
from tests.web.test_look_html import Page

RENTS, BUSES = member(AUTHORS["Lower rents"]), member(AUTHORS["Free buses"])


@pytest.fixture
def hands(acted: Shown) -> Hands:
    found = Hands(acted.office.store, acted.office.boxes, "ranking")
    found.steps = acted.office.steps
    return found


def test_it_is_launched_and_motions_are_put_and_backed_over_pages(
    acted: Shown, hands: Hands
) -> None:
    acted.caught_up()
    assert "/do/launch_primary" in acted.client(member(1)).get("/primaries").text
    given(acted, member(1), "launch_primary", "", title="Primary of spring")
    (line,) = acted.client().get("/primaries.json").json()["primaries"]
    told = {"title": "Homes", "text": "We want homes.", "author": "Ana Ash"}
    given(acted, member(20), "put_primary_motion", f"primary={line['primary']}", **told)
    page = f"/primaries/{line['primary']}"
    (motion,) = acted.client().get(f"{page}.json").json()["motions"]
    here = f"/primary-motions/{motion['motion']}"
    assert (
        f"/do/back_primary_motion?motion={motion['motion']}" in acted.client(RENTS).get(here).text
    )
    given(acted, RENTS, "back_primary_motion", f"motion={motion['motion']}")
    text = Page(acted.client().get(here).text).text
    assert "1 other backs it; 2 are needed." in text
    assert "We want homes." in text


def test_motions_are_checked_merged_appealed_over_and_adopted_over_pages(
    acted: Shown, hands: Hands
) -> None:
    primary = launched(hands)
    ended(hands, primary, 2)
    third, composite = checked(hands, primary)
    acted.caught_up()
    here = f"/primary-motions/{third}"
    assert "turned down" in Page(acted.client().get(here).text).text
    grounds = {"grounds": "It is what we stand for."}
    given(acted, BUSES, "appeal_for_motion", f"motion={third}", **grounds)
    parents = acted.client().get(f"/primary-motions/{composite}.json").json()["parents"]
    for parent in parents:
        where = f"motion={composite}&parent={parent['motion']}"
        author = member(AUTHORS[parent["title"]])
        given(acted, author, "answer_composite", where, agreed="yes")
    ended(hands, primary, 2)
    acted.caught_up()
    ruling = {"upheld": "yes", "reasons": "It is."}
    given(acted, member(1), "rule_on_motion_appeal", f"motion={third}", **ruling)
    announced(hands, primary)
    acted.caught_up()
    page = f"/primaries/{primary}"
    found = acted.client().get(f"{page}.json").json()
    on_paper = {one["title"] for one in found["motions"] if one["on_paper"]}
    assert on_paper == {"Free buses", "Public water", "A right to a home"}
    assert f"/ballots/{found['primary']['ballot']}" in acted.client().get(page).text


def test_a_primary_that_needs_no_vote_and_what_became_of_it_over_pages(
    acted: Shown, hands: Hands
) -> None:
    primary = launched(hands)
    ended(hands, primary, 2)
    third, _ = checked(hands, primary)
    appealed(hands, third)
    acted.caught_up()
    for title in ("Homes for all", "Lower rents"):
        motions = acted.client().get(f"/primaries/{primary}.json").json()["motions"]
        (motion,) = (one["motion"] for one in motions if one["title"] == title)
        given(acted, member(AUTHORS[title]), "withdraw_primary_motion", f"motion={motion}")
    ended(hands, primary, 2)
    acted.caught_up()
    given(acted, member(1), "rule_on_motion_appeal", f"motion={third}", upheld="no", reasons="No.")
    hands.settle()
    acted.caught_up()
    page = f"/primaries/{primary}"
    (policy,) = acted.client().get(f"{page}.json").json()["policies"]
    assert policy["title"] == "Public water"
    where = f"primary={primary}&policy={policy['policy']}"
    told = {"outcome": "carried", "words": "Nobody spoke against it."}
    given(acted, member(1), "record_policy_outcome", where, **told)
    adding = {"title": "Peace", "text": "We want peace."}
    given(acted, member(1), "add_policy", f"primary={primary}", **adding)
    text = Page(acted.client().get(page).text).text
    assert "added by the body" in text
    assert "carried" in text
