"""Rules for the pages of counts: that they explain themselves, and what other rules would do."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.counting.count import count as count_papers
from domain.counting.explaining import others
from domain.counting.formats.reading import read as read_papers
from domain.counting.result import CountResult
from domain.counting.rules.catalogue import manifests
from domain.counting.terms import Terms
from services.cli.commands import COUNTING, commands
from services.counting.comparing import Comparing, Held
from services.counting.kept import Outcomes
from services.web.pages.counting_families import FAMILIES
from tests.story.eight_hundred import Tie
from tests.support.hands import Hands
from tests.web import counted, played
from tests.web.conftest import Shown
from tests.web.test_look_html import Page
from tests.web.test_pages import data, read


def elected(rule: str) -> tuple[str, ...]:
    election = read_papers(counted.PLACES.encode(), "papers.blt")
    return count_papers(election.contest, election.cast, Terms(rule=rule)).elected


# Which rule to count by


def test_every_rule_is_told_in_plain_words_with_its_source_and_what_it_asks(shown: Shown) -> None:
    text = read(shown, "/counts/rules").text
    for manifest in manifests():
        (family,) = [one for one in FAMILIES if one.plainly == manifest.plainly]
        for said in (manifest.title, manifest.source, manifest.id, manifest.plainly, family.effect):
            assert " ".join(said.split()) in text, (manifest.id, said)


def test_it_says_whom_the_others_would_have_elected(shown: Shown) -> None:
    assert set(elected("scottish-stv")) - set(elected("meek-prf")) == {"Ben Okoro"}
    text = read(shown, "/counts/rules").text
    assert "Eve Grant instead of Ben Okoro under Single transferable vote by Meek's method" in text
    found = data(shown, "/counts/rules.json")
    (one,) = [told for told in found["counts"] if told["count"] == str(shown.played.count)]
    told = {other["rule"]: tuple(other["elected"]) for other in one["others"]}
    assert {"ers97", "meek-prf", "meek-nz", "wigm-exact", "wigm-prf", "fptp"} <= set(told)
    assert told == {rule: elected(rule) for rule in told}
    assert one["not_worked_out"] == []


def test_it_counts_how_often_a_rule_changes_a_result(shown: Shown) -> None:
    answer = shown.client().get("/counts/rules.csv?table=effects")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    for row in rows:
        parts = (row["The same people"], row["Somebody else"], row["A tie to decide"])
        assert int(row["Counts tried"]) == sum(map(int, parts)), row
    found = data(shown, "/counts/rules.json")["counts"]
    meek = [other for one in found for other in one["others"] if other["rule"] == "meek-prf"]
    (row,) = [row for row in rows if row["Under this rule"] == meek[0]["title"]]
    assert int(row["Counts tried"]) == len(meek)
    assert int(row["Somebody else"]) == sum(bool(one["of"]) for one in meek) > 0


def test_what_was_worked_out_is_kept_by_the_version_of_the_rule(acted: Shown) -> None:
    office = acted.office
    kept = "SELECT rule, rule_version, outcome FROM convenor.outcomes WHERE rule = 'ers97'"
    with office.pool.connection() as connection:
        connection.execute("DELETE FROM convenor.outcomes")
    assert acted.client().get(f"/counts/{acted.played.count}").status_code == 200
    with office.pool.connection() as connection:
        ((rule, version, outcome),) = connection.execute(kept).fetchall()
        assert (rule, version, tuple(outcome["elected"])) == ("ers97", 1, elected("ers97"))
        changed = json.dumps(outcome | {"elected": ["Nobody Else"]})
        connection.execute("UPDATE convenor.outcomes SET outcome = %s", (changed,))
    assert "Nobody Else" in acted.client().get(f"/counts/{acted.played.count}").text
    with office.pool.connection() as connection:
        connection.execute("UPDATE convenor.outcomes SET rule_version = 0")
    assert "Nobody Else" not in acted.client().get(f"/counts/{acted.played.count}").text


def test_without_time_it_says_what_is_not_worked_out(shown: Shown) -> None:
    found = data(shown, "/counts/{count}.json")
    election = read_papers(counted.PLACES.encode(), "papers.blt")
    held = Held(
        sha256=found["count"]["sha256"],
        papers=election.cast.total,
        contest=election.contest,
        terms=Terms(rule="scottish-stv", ties_by_the_rule=False),  # counted by nobody so far
        elected=elected("scottish-stv"),
    )
    office = shown.office
    at_once = Comparing(Outcomes(office.pool), office.bundles, patience=-1).one(held)
    assert at_once.others == ()
    assert len(at_once.waiting) == len(others("scottish-stv"))
    later = Comparing(Outcomes(office.pool), office.bundles, patience=60).one(held)
    assert later.waiting == ()
    assert {one.rule for one in later.differing} == {"meek-prf", "meek-nz", "fptp"}


@pytest.mark.parametrize(
    "path", ["/counts", "/bodies", "/elections", "/rulebook/election.ncg.method", "/counts/{count}"]
)
def test_the_page_of_the_rules_is_reached_from_where_a_rule_is_met(shown: Shown, path: str) -> None:
    assert "/counts/rules" in read(shown, path).values("href")


# A count


def test_a_count_explains_its_words_with_its_own_figures(shown: Shown) -> None:
    text = read(shown, "/counts/{count}").text
    assert (
        "here 39 votes. Only 3 candidates can have so many: 4 with 39 each would need 156" in text
    )
    assert "Asha Moor had 79 votes, 40 above the quota." in text
    assert "as Carys Lloyd had with 6.35283 at stage 4" in text
    assert re.search(r"By the end these are \d+\.\d+ of 152 votes\.", text)


def test_a_count_without_a_quota_does_not_speak_of_one(shown: Shown) -> None:
    for path in ("/counts/{committee}", "/counts/{question}"):
        shown_stages = read(shown, path)
        assert "upright line" not in shown_stages.text
        assert "quota-line" not in shown_stages.values("class")


def test_a_question_has_an_answer_and_nobody_is_elected_to_it(shown: Shown) -> None:
    text = read(shown, "/counts/{question}").text
    assert "The answer is Yes." in text
    assert "is elected to" not in text


def test_a_long_stage_shows_where_most_moved_and_folds_the_rest(shown: Shown) -> None:
    page = read(shown, "/counts/{long}")
    assert re.search(r"The \d+ others, where less moved or nothing", page.text)
    assert counted.LONG_NAME in page.text


def test_a_count_that_waits_shows_how_it_came_to_the_tie_and_no_further(shown: Shown) -> None:
    page = read(shown, "/counts/{level}")
    assert "First and Second are tied, and the rules do not say which of them leaves" in page.text
    assert "How it came to the tie" in page.text
    assert "Stage 2: Third leaves the count" in page.text
    assert "Stage 3:" not in page.text
    assert "elected now" not in page.text


def test_whoever_decides_a_tie_sees_that_they_are_level_and_chooses(shown: Shown) -> None:
    client = shown.client(played.OFFICER, "returning_officer")
    page = Page(client.get(f"/do/decide_tie?count={shown.played.level}").text)
    assert "Before it they had: First 874 and Second 874." in page.text
    radios = [one for one in page.all("input") if one.get("type") == "radio"]
    assert [one["value"] for one in radios] == ["First", "Second"]
    assert not [one for one in radios if "checked" in one]


def test_an_election_and_its_counts_lead_to_each_other(acted: Shown) -> None:
    hands = Hands(acted.office.store, acted.office.boxes, "led", acted.office.bundles)
    election, tie = acted.played.election, Tie(hands, None, played.OFFICER)
    empty = Page(acted.client().get(f"/elections/{election}").text)
    assert "None of its papers have been counted" in empty.text
    tie.nominate(election)
    counted_ = tie.hand_in_level(election)
    hands.settle()
    acted.caught_up()
    there = Page(acted.client().get(f"/elections/{election}").text)
    assert f"/counts/{counted_}" in there.values("href")
    back = Page(acted.client().get(f"/counts/{counted_}").text)
    assert f"/elections/{election}" in back.values("href")


# Counting again


def test_papers_and_terms_as_published_give_the_very_same_result(
    shown: Shown, tmp_path: Path
) -> None:
    client = shown.client()
    done = [one for one in data(shown, "/counts.json")["counts"] if one["elected"] is not None]
    assert len(done) >= 3
    for line in done:
        papers, terms = tmp_path / "papers.blt", tmp_path / "terms.json"
        papers.write_bytes(client.get(f"/counts/{line['count']}/papers.blt").content)
        terms.write_bytes(client.get(f"/counts/{line['count']}/terms").content)
        again = CliRunner().invoke(
            commands((COUNTING,)), ["count", str(papers), "--terms", str(terms), "--json"]
        )
        assert again.exit_code == 0, again.output
        given = {k: v for k, v in json.loads(again.stdout).items() if k != "file"}
        stored = data(shown, f"/counts/{line['count']}.json")["result"]
        assert CountResult.model_validate(given) == CountResult.model_validate(stored)
