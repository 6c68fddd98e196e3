"""A kind of body that only the rulebook knows is used at the pages, by the API and by command."""

from __future__ import annotations

from base64 import b64encode

import orjson
import pytest

from domain.bodies.body import Body, body_id
from services.cli.commands import run
from tests.support.hands import member
from tests.web.conftest import Shown
from tests.web.test_acting import confirmed
from tests.web.test_api import STAFF, give

ASKED = {"name": "A commission", "kind": "commission"}


def test_a_commission_is_established_at_the_pages_by_the_api_and_by_command(
    acted: Shown, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    client = acted.client(member(0), "staff")
    assert '<option value="commission"' in client.get("/do/establish_body").text
    checked = client.post("/do/establish_body", data=ASKED | {"slug": "by-page"})
    confirmed(client, "establish_body", checked)
    assert give(acted, "establish_body", ASKED | {"slug": "by-api"}, **STAFF).status_code == 201
    monkeypatch.setenv("DATABASE_URL", acted.office.dsn)
    monkeypatch.setenv("CONVENOR_VAULT_KEY", b64encode(bytes(range(32))).decode())
    fields = orjson.dumps(ASKED | {"slug": "by-command"}).decode()
    assert run(("act", "establish_body", fields, "--by", str(member(0)))) == 0, capsys.readouterr()
    acted.caught_up()
    for slug in ("by-page", "by-api", "by-command"):
        assert acted.office.store.load(Body, body_id(slug)).kind == "commission"
        assert "Commission" in client.get(f"/bodies/{slug}").text
    listed = client.get("/bodies.csv", params={"table": "bodies", "kind": "commission"}).text
    assert listed.count("commission") >= 3


def test_a_kind_that_is_not_declared_is_told_at_the_api_with_its_rule(shown: Shown) -> None:
    answer = give(shown, "establish_body", {**ASKED, "kind": "senate", "slug": "x"}, **STAFF)
    assert answer.status_code == 404
    assert "declares no kind of body “senate”" in answer.json()["title"]
