"""A demo starts anew each time, and what it starts over was a demo too."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.config import ConfigurationRefused, Settings
from services.places import reset_state
from services.runtime.cluster import Paths
from services.serving import Told, told


def keeping(state: Path) -> Path:
    """Something stored in the folder of the database; returns it."""
    kept = Paths(state / "postgres").data / "a file of the server"
    kept.parent.mkdir(parents=True)
    kept.write_text("an organisation")
    return kept


def test_an_organisation_of_ones_own_is_never_erased(tmp_path: Path) -> None:
    kept = keeping(tmp_path)
    with pytest.raises(ConfigurationRefused, match="no rehearsal"):
        reset_state(Settings(state_dir=tmp_path))
    assert kept.exists()


def test_an_earlier_rehearsal_is_erased(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    kept = keeping(tmp_path)
    Told(name="Ours (rehearsal)", notice="It is invented.").leave(settings)
    reset_state(settings)
    assert not kept.exists()


def test_what_a_rehearsal_left_is_told_even_if_it_was_cut_short(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    assert told(settings)[1] is None
    Told(name="Ours (rehearsal)", notice="It was not played to its end.").leave(settings)
    found, notice = told(settings)
    assert (found.org_name, notice) == ("Ours (rehearsal)", "It was not played to its end.")
