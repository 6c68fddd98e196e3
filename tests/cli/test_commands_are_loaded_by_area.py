"""A command loads the area that it is of, and no other: each area adds what it says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import typer

from services.cli.commands import AREAS, commands


@pytest.mark.parametrize(("area", "names"), AREAS.items())
def test_an_area_adds_the_commands_that_it_is_known_for(area: str, names: Sequence[str]) -> None:
    alone = typer.main.get_group(commands((area,)))
    assert sorted(alone.commands) == sorted(names)


def test_no_two_areas_have_a_command_of_the_same_name() -> None:
    names = [name for area in AREAS.values() for name in area]
    assert len(names) == len(set(names))
