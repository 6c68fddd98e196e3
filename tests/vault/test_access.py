"""Somebody who asks is given everything that is kept of them, and nothing of anybody else's."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from domain.bodies.details import details_id
from domain.kernel.refusal import BadInput, NotFound
from domain.kernel.sealed import Purpose
from domain.notices.contact import Channel
from services.application.bodies import SeatMember
from services.application.details import DeclareCategory, SetDetails
from services.application.notices import SetContact
from services.bootstrap import Office, office
from services.cli.commands import run
from services.reading.view import reading
from services.sheets.access import written
from services.vault.gathering import Everything, gathered, without_others
from tests.support.hands import Hands, member
from tests.support.keys import MASTERS
from tests.web import played

ADA, BO, STAFF = member(10), member(11), member(0)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def at(module_database_url: str) -> Iterator[Office]:
    """What is kept of two people; the tests only read it."""
    with office(module_database_url, masters=MASTERS) as found:
        hands = Hands(found.store, found.boxes)
        played.found(hands)
        hands.ask(SetDetails(person=ADA, name="Ada Ash", email="ada@example.org"), STAFF)
        hands.ask(SetDetails(person=BO, name="Bo Brook", email="bo@example.org"), STAFF)
        women = DeclareCategory(person=ADA, purpose=Purpose.CAUCUS, category="women")
        hands.ask(women, ADA)
        entry = found.addresses.put_in(ADA, Channel.POST, "Ada Ash\n1 Ash Lane", UUID(int=7))
        hands.ask(SetContact(person=ADA, channel=Channel.POST, entry=entry), ADA)
        hands.ask(SeatMember(body="ncg", person=ADA, name="Ada Ash", how="elected"), STAFF)
        found.projector.catch_up()
        yield found


def everything(at: Office, person: Any = ADA) -> Everything:
    with at.pool.connection() as rows, reading(rows) as looking:
        return gathered(at.store, looking, person)


def test_everything_of_theirs_is_in_it(at: Office) -> None:
    found = everything(at)
    assert found.details.name == "Ada Ash"
    assert found.details.email == "ada@example.org"
    assert [(one.purpose, one.category) for one in found.declared] == [("caucus", "women")]
    assert [place.slug for place in found.places] == ["ncg"]
    assert [one.verb for one in found.asked] == ["declare_category", "set_contact"]
    assert [one.address for one in found.reached] == ["Ada Ash\n1 Ash Lane"]
    named = [act for act in at.store.acts(limit=10_000) if str(ADA) in str(vars(act.event))]
    own = at.store.acts(stream=details_id(ADA), limit=100)
    positions = {act.position for act in (*named, *own)}
    assert {act.position for act in found.acts} >= positions
    assert "ada@example.org" in found.model_dump_json()


def test_nothing_of_anybody_elses_is_in_it(at: Office) -> None:
    plain = everything(at).model_dump_json()
    for other in (str(BO), "Bo Brook", "bo@example.org", str(STAFF)):
        assert other not in plain
    assert "somebody else" in plain


def test_who_is_named_beside_them_is_taken_out() -> None:
    ada, bo = str(ADA), str(BO)
    act = {
        "actor": bo,
        "signed": [{"person": ada, "name": "Ada Ash"}, {"person": bo, "name": "Bo Brook"}],
        "title": "A letter",
        "present": [ada, bo],
        "votes": {ada: 1, bo: 1},
    }
    assert without_others(act, ada, {bo}) == {
        "actor": "somebody else",
        "signed": [
            {"person": ada, "name": "Ada Ash"},
            {"person": "somebody else", "name": "somebody else"},
        ],
        "title": "A letter",
        "present": [ada, "somebody else"],
        "votes": {ada: 1},
    }


def test_it_is_written_to_read_and_to_be_read_by_programs(at: Office, tmp_path: Path) -> None:
    found = everything(at)
    page, plain = written(found, tmp_path / "ada", "Sample", LONDON)
    assert "Everything on record of Ada Ash" in page.read_text("utf-8")
    assert "ada@example.org" in page.read_text("utf-8")
    assert Everything.model_validate_json(plain.read_bytes()) == found
    assert {stat.S_IMODE(file.stat().st_mode) for file in (page, plain)} == {0o600}
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    with pytest.raises(BadInput, match="is there already"):
        written(found, tmp_path / "ada", "Sample", LONDON)


def test_of_somebody_unknown_there_is_nothing(at: Office) -> None:
    with pytest.raises(NotFound, match="Nothing is on record"):
        everything(at, member(999))


def test_the_command_writes_it(
    at: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", at.dsn)
    monkeypatch.setenv("CONVENOR_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("CONVENOR_VAULT_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    assert run(["access", "M00010", "--out", str(tmp_path / "ada")]) == 0
    told = capsys.readouterr()
    assert told.out.split() == [
        str(tmp_path / "ada" / n) for n in ("index.html", "everything.json")
    ]
    assert json.loads((tmp_path / "ada" / "everything.json").read_text())["name"] == "Ada Ash"
    assert run(["access", "M99999", "--out", str(tmp_path / "nobody")]) == 2
