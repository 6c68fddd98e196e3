"""Rules for programs: one address for each verb, problems as data, keys, versions, cursors."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.application.catalogue import VERBS
from services.web.pages import journal
from services.web.problems import JSON_PROBLEM
from tests.support.hands import member
from tests.web.conftest import Shown
from tests.web.test_acting import open_ballot

CHAIR = {"Act-As": "M00001", "On-Behalf-Of": "ncg"}
STAFF = {"Act-As": str(member(0))}
PLAIN = {"Act-As": "m00010"}


def give(shown: Shown, verb: str, fields: dict[str, Any], **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return shown.client().post(f"/api/acts/{verb}", json=fields, headers=named)


def test_every_verb_is_listed_with_its_schema_and_its_own_address(shown: Shown) -> None:
    listed = shown.client().get("/api/verbs").json()["verbs"]
    assert [one["verb"] for one in listed] == [verb for verb, _ in VERBS]
    described = shown.client().get("/openapi.json").json()
    for one in listed:
        body = described["paths"][one["href"]]["post"]["requestBody"]["content"]
        assert body["application/json"]["schema"]["$ref"].startswith("#/components/schemas/")
        assert one["fields"]["properties"] is not None


def test_an_act_is_recorded_and_leads_to_what_it_began(acted: Shown) -> None:
    answer = give(acted, "open_cycle", {"title": "By a program"}, **STAFF)
    assert answer.status_code == 201
    began = answer.json()["began"]
    assert answer.headers["location"] == f"/cycles/{began[0]}"
    acted.caught_up()
    assert acted.client().get(answer.headers["location"]).status_code == 200


def test_a_repeated_key_gives_the_first_answer_and_no_second_act(acted: Shown) -> None:
    key = {"Idempotency-Key": "monday"}
    first = give(acted, "open_cycle", {"title": "Once"}, **STAFF, **key)
    before = acted.office.store.head()
    second = give(acted, "open_cycle", {"title": "Once"}, **STAFF, **key)
    assert second.status_code == 200
    assert second.json()["repeated"] is True
    assert second.json()["began"] == first.json()["began"]
    assert acted.office.store.head() == before


def test_a_repeated_key_with_another_request_is_refused(acted: Shown) -> None:
    key = {"Idempotency-Key": "monday"}
    give(acted, "open_cycle", {"title": "Once"}, **STAFF, **key)
    other = give(acted, "open_cycle", {"title": "Twice"}, **STAFF, **key)
    assert other.status_code == 422
    assert "A new request needs a new key." in other.json()["title"]


def test_a_version_that_is_not_the_newest_is_refused(acted: Shown) -> None:
    claim = str(acted.played.claim)
    fields = {"claim": claim, "reason": "No notice"}
    stale = give(acted, "object_to_claim", fields, **PLAIN, **{"If-Match": '"1"'})
    assert stale.status_code == 412
    assert "you saw version 1, it is at 2 now" in stale.json()["title"]
    fresh = give(acted, "object_to_claim", fields, **PLAIN, **{"If-Match": f'"{claim}:2"'})
    assert fresh.status_code == 201


@pytest.mark.parametrize(
    "seen", ["newest", f'"{"-" * 36}:7"', '"²"', '"1", "2"', "9" * 5000, '"-1"', ""]
)
def test_a_version_that_cannot_be_read_is_refused(shown: Shown, seen: str) -> None:
    fields = {"claim": str(shown.played.claim), "reason": "No notice"}
    headers = [(b"Act-As", b"m00010"), (b"If-Match", seen.encode())]
    answer = shown.client().post("/api/acts/object_to_claim", json=fields, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/bad-header"
    assert "The header If-Match holds the version that you saw" in answer.json()["title"]


def test_a_refusal_is_a_problem_with_its_rule_and_leaves_no_act(shown: Shown) -> None:
    before = shown.office.store.head()
    fields = {
        "cycle": str(shown.played.second_cycle),
        "stage": "drafting",
        "due": "2022-03-20T17:00:00Z",
        "reason": "Because",
    }
    answer = give(shown, "extend_deadline", fields, **PLAIN)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == JSON_PROBLEM
    problem = answer.json()
    assert problem["type"] == "/problems/not-allowed"
    assert problem["rule"] == "refounding.extension_power"
    assert problem["clause"] == "1"
    assert problem["instance"] == "/api/acts/extend_deadline"
    assert problem["title"].endswith("not by you.")
    assert shown.office.store.head() == before


def test_each_kind_of_refusal_has_its_status(shown: Shown) -> None:
    late = {"cycle": str(shown.played.cycle), "title": "Late", "text": "Too late."}
    assert give(shown, "draft_proposal", late, **PLAIN).status_code == 409
    unknown = {"claim": str(uuid4()), "reason": "?"}
    assert give(shown, "object_to_claim", unknown, **PLAIN).status_code == 404
    assert give(shown, "open_cycle", {"title": ""}, **STAFF).status_code == 422
    assert give(shown, "open_cycle", {"title": "Mine"}).status_code == 403


def test_fields_that_cannot_be_read_are_named(shown: Shown) -> None:
    answer = give(shown, "extend_deadline", {"cycle": "x", "wish": 1}, **CHAIR)
    assert answer.status_code == 422
    assert {"cycle", "stage", "due", "reason", "wish"} <= set(answer.json()["fields"])


def test_a_text_that_does_not_fit_is_refused_in_words(shown: Shown) -> None:
    fields = {
        "proposal": str(shown.played.open_proposal),
        "paragraphs": [{"paragraph": "p9", "becomes": "?"}],
    }
    answer = give(shown, "move_amendment", fields, **PLAIN)
    assert answer.status_code in (409, 422)
    assert answer.headers["content-type"] == JSON_PROBLEM


def test_the_journal_is_read_page_by_page_without_a_gap(shown: Shown) -> None:
    told: list[int] = []
    start: int | None = 0
    while start is not None:
        page = shown.client().get("/api/acts", params={"after": start, "limit": 40}).json()
        told += [act["position"] for act in page["acts"]]
        start = page["next_start"]
    assert told == sorted(set(told))
    assert told[-1] == shown.office.store.head()
    assert page["view"]["position"] == shown.office.store.head()


def test_the_journal_as_json_leads_on_to_its_end(shown: Shown) -> None:
    for first in ("/journal.json?limit=30", "/journal.json?limit=30&after=0"):
        told: list[int] = []
        following: str | None = first
        while following:
            page = shown.client().get(following).json()
            assert len(page["acts"]) <= 30
            told += [act["position"] for act in page["acts"]]
            following = page["next"]
        everything = sorted(set(told))
        assert told in (everything, everything[::-1])
        assert everything[-1] == shown.office.store.head()
        assert len(everything) == len(shown.office.store.acts(limit=10_000))


def test_the_journal_as_csv_is_all_of_it(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "AS_DATA", 25)
    answer = shown.client().get("/journal.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert len(rows) - 1 == len(shown.office.store.acts(limit=10_000))
    assert [row[0] for row in rows].count("Position") == 1
    assert answer.headers["convenor-position"] == str(shown.office.store.head())
    some = shown.client().get("/journal.csv?kind=claim").text
    assert len(list(csv.reader(io.StringIO(some)))) == 3


def test_acts_are_not_read_in_both_directions_at_once(shown: Shown) -> None:
    for path in ("/journal.json", "/api/acts"):
        answer = shown.client().get(path, params={"before": 9, "after": 1})
        assert answer.status_code == 422
        assert "take one of the two away" in answer.json()["title"]


# What somebody has already


@pytest.mark.parametrize(
    "path",
    ["/claims/{claim}.json", "/board.json", "/bodies.csv?table=bodies", "/api/acts?limit=9"],
)
def test_who_has_the_answer_already_is_not_sent_it_again(acted: Shown, path: str) -> None:
    address = path.format(**vars(acted.played))
    client = acted.client()
    first = client.get(address)
    tag = first.headers["etag"]
    again = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert again.headers["cache-control"] == "private, no-cache"
    assert "convenor-position" in again.headers or path.startswith("/api/")
    objection = {"claim": str(acted.played.claim), "reason": "No notice"}
    give(acted, "object_to_claim", objection, **PLAIN)
    give(acted, "open_cycle", {"title": "One more"}, **STAFF)
    body = {"slug": "lakeside", "name": "Lakeside", "kind": "local_group"}
    give(acted, "establish_body", body, **STAFF)
    acted.caught_up()
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_the_tag_of_what_was_read_can_be_sent_back_with_an_act(acted: Shown) -> None:
    read = acted.client().get(f"/claims/{acted.played.claim}.json")
    assert read.json()["version"] == 2
    seen = {"If-Match": read.headers["etag"]}
    fields = {"claim": str(acted.played.claim), "reason": "No notice"}
    assert give(acted, "object_to_claim", fields, **PLAIN, **seen).status_code == 201
    other = {"Act-As": "m00011"}
    assert give(acted, "object_to_claim", fields, **other, **seen).status_code == 412


def test_a_paper_is_taken_once(acted: Shown) -> None:
    address = f"/api{open_ballot(acted)}/papers"
    client = acted.client()
    short = client.post(address, json={"answers": []}, headers=PLAIN)
    assert short.status_code == 422
    assert "has 1 answers; this one has 0" in short.json()["title"]
    paper = {"answers": ["yes"]}
    assert client.post(address, json=paper, headers=PLAIN).status_code == 201
    assert client.post(address, json=paper, headers=PLAIN).status_code == 409
    stranger = client.post(address, json=paper, headers={"Act-As": "M77777"})
    assert stranger.status_code == 403
    assert "not on the roll" in stranger.json()["title"]


def test_no_paper_is_taken_after_the_close(shown: Shown) -> None:
    address = f"/api/ballots/{shown.played.ballot}/papers"
    answer = shown.client().post(address, json={"answers": ["yes", "no"]}, headers=PLAIN)
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/too-late"


def test_health_asks_nobody_and_readiness_names_each_part(shown: Shown) -> None:
    assert shown.client().get("/health").json() == {"alive": True}
    ready = shown.client().get("/ready")
    assert ready.status_code == 200
    assert [part["name"] for part in ready.json()["parts"]] == ["database", "projections", "engine"]


def test_each_problem_is_explained_at_its_own_address(shown: Shown) -> None:
    answer = shown.client().get("/problems/too-late")
    assert answer.status_code == 200
    assert "The deadline took effect at its stored moment" in answer.text


# Who may come in at all


def test_what_another_site_sends_is_refused_and_leaves_no_act(shown: Shown) -> None:
    before = shown.office.store.head()
    client = shown.client(member(1), "ncg")
    filled = {"title": "Forged", "step": "confirm", "key": "1"}
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        answer = client.post("/do/open_cycle", data=filled, headers=header)
        assert answer.status_code == 403
        assert "sent from another site" in answer.text
    assert shown.office.store.head() == before


def test_another_name_for_this_machine_is_not_answered(shown: Shown) -> None:
    answer = shown.client().get("/", headers={"Host": "convenor.example.org"})
    assert answer.status_code == 403
    assert "under the name localhost" in answer.text


def test_every_answer_says_what_it_may_load(shown: Shown) -> None:
    for path in ("/", "/api/verbs", "/static/convenor.css", "/nothing"):
        headers = shown.client().get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_what_may_change_is_not_kept_and_versioned_files_are(shown: Shown) -> None:
    assert shown.client().get("/").headers["cache-control"] == "no-store"
    kept = shown.client().get("/static/convenor.css?v=1").headers["cache-control"]
    assert "immutable" in kept
