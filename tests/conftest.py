"""What all tests share: the real servers, and the suites that run only with --long."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from services.bootstrap import office
from tests.support import examples

settings.register_profile("convenor", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("convenor")  # how long an example takes is the machine's business

pytest_plugins = ["tests.servers"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long as well")


gc.disable()
"""Until every test is read: nothing that is loaded until then is thrown away."""


def pytest_collection_finish() -> None:
    """From here on there is garbage, but none of it is what was loaded."""
    gc.freeze()
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read: a property asks for its number of examples when it is."""
    examples.in_long_suite = bool(config.getoption("--long"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out, so that they show as deselected and not as skipped.

    With `--long` every property is long as well, for it is tried on many more examples then.
    """
    if config.getoption("--long"):
        for item in items:
            if is_hypothesis_test(getattr(item, "obj", None)):
                item.add_marker(pytest.mark.long)
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture(scope="session")
def prepare_template() -> Callable[[str], None]:
    """Each test's database begins with the tables of this version, those of the views among them.

    To make the views anew takes longer than most tests.
    """

    def prepare(url: str) -> None:
        with office(url) as at:
            at.projector.catch_up()

    return prepare
