"""What all tests share: the real servers, and the suites that run only with --long."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.store.migrate import migrate

pytest_plugins = ["tests.servers"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out, so that they show as deselected and not as skipped."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture(scope="session")
def prepare_template() -> Callable[[str], None]:
    """Each test's database begins with the tables of this version."""

    def prepare(url: str) -> None:
        migrate(url)

    return prepare
