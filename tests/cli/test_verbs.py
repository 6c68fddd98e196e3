"""The command line tells what can be asked for, and what each asking takes."""

from __future__ import annotations

import pytest

from services.application.catalogue import VERBS
from services.cli.codes import Code
from services.cli.commands import run


def test_every_verb_is_listed_and_each_tells_its_fields(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(("verbs",)) == Code.DONE
    listed = capsys.readouterr().out
    assert all(f"{name} " in listed for name, _ in VERBS)
    assert run(("verbs", "defer_item")) == Code.DONE
    told = capsys.readouterr().out
    assert told.startswith("Put an item off to a later meeting.")
    assert "votes" in told
    assert "may be left out" in told


def test_a_verb_that_there_is_none_of_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(("verbs", "fly")) != Code.DONE
    assert "There is no act called 'fly'." in capsys.readouterr().err
