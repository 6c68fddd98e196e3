"""Convenor's developer commands: makes its own environment, then runs.

    python3 dev.py demo [ARGS]                  play the whole example and stay for a visit
    python3 dev.py serve [ARGS]                 go on with what is there
    python3 dev.py test [--long] [-- ARGS]      all checks; ARGS go to pytest
    python3 dev.py run -- ARGS                  any other `convenor` command
    python3 dev.py lock [--upgrade]             renew requirements.lock from pyproject.toml

Python 3.11 or newer with pip is all that has to be there. Standard library only; this file
decides nothing but how the environment in `.venv` comes to be what requirements.lock says.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

if sys.version_info < (3, 11):  # noqa: UP036 - this line is for those who have an older one
    sys.exit(
        f"Convenor needs Python 3.11 or newer, and this is {sys.version.split()[0]}. "
        "Run dev.py with a newer one, for example: python3.12 dev.py demo"
    )
try:
    import fcntl
except ImportError:
    sys.exit(
        "Convenor's embedded servers run on Linux and macOS. On Windows use the Windows Subsystem "
        "for Linux, or docker-compose.yml."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
STAMP = VENV / "convenor-stamp"
# What these commands need for themselves: uv, its cache if there is no better place, a lock.
TOOLS = ROOT / ".dev"
# The interpreter itself, also when this is run by the one in `.venv`, which may be replaced.
BASE_PYTHON = os.path.realpath(sys.executable)
UNREACHED = ("dns", "connect", "timed out", "resolve host", "network", "from versions: none")
UV_REQUIREMENT = "uv>=0.8,<1"


class Trouble(Exception):
    """Something that the user can mend; the message says what and how."""


def main(arguments: list[str]) -> int:
    wanted, rest = _split(arguments)
    asked = _parser().parse_args(wanted)
    try:
        uv = prepare(renew=asked.command == "lock")
        if asked.command == "lock":
            return lock(uv, asked.upgrade)
        if asked.command == "test":
            return test(long=asked.long, pytest_arguments=rest)
        words = [] if asked.command == "run" else [asked.command]
        become_convenor([*words, *rest])
    except Trouble as trouble:
        print(f"dev.py: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Ours, and what comes after `--`; a convenor command takes all that follows its name."""
    if arguments[:1] in (["demo"], ["serve"], ["run"]):
        rest = arguments[1:]
        return arguments[:1], rest[1:] if rest[:1] == ["--"] else rest
    if "--" in arguments:
        at = arguments.index("--")
        return arguments[:at], arguments[at + 1 :]
    return arguments, []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("demo", help="play the whole example and stay for a visit")
    commands.add_parser("serve", help="go on with what is there")
    commands.add_parser("run", help="any convenor command, after --")
    test_parser = commands.add_parser("test", help="all checks; after -- arguments of pytest")
    test_parser.add_argument("--long", action="store_true", help="run the long tests too")
    lock_parser = commands.add_parser("lock", help="renew requirements.lock")
    lock_parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    return parser


# --- the environment ----------------------------------------------------------------------------


def prepare(*, renew: bool = False) -> Path:
    """Make `.venv` what the lock says, unless it is already; returns where uv is."""
    wanted = _fingerprint()
    if not renew and _is_current(wanted):
        return _uv_path()
    with _one_at_a_time():
        if renew:
            return _get_uv()
        if not _is_current(wanted):
            _install(_get_uv())
            STAMP.write_text(wanted, "ascii")
    return _uv_path()


def _is_current(wanted: str) -> bool:
    try:
        return PYTHON.exists() and STAMP.exists() and STAMP.read_text("ascii") == wanted
    except PermissionError as refused:
        raise Trouble(
            f"{refused.filename} belongs to somebody else. Make a clone of your own, in a folder "
            "that belongs to you."
        ) from refused


def _fingerprint() -> str:
    """Everything that the environment follows from, this place included: it holds its paths."""
    digest = hashlib.sha256()
    for file in (LOCK, PROJECT):
        try:
            digest.update(file.read_bytes())
        except OSError as missing:
            raise Trouble(f"{file.name} cannot be read ({missing.strerror}).") from missing
    digest.update("\n".join((sys.version, BASE_PYTHON, str(ROOT))).encode())
    return digest.hexdigest()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two of these commands in one clone must not install into the same folder at once."""
    try:
        TOOLS.mkdir(exist_ok=True)
        file = (TOOLS / "lock").open("a")
    except OSError as refused:
        raise Trouble(
            f"Nothing can be written in {ROOT} ({refused.strerror}). Make a clone of your own, in "
            "a folder that belongs to you."
        ) from refused
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another dev.py is installing here; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _install(uv: Path) -> None:
    began = time.monotonic()
    _say("Installing what requirements.lock names into .venv (once; later starts are immediate).")
    STAMP.unlink(missing_ok=True)
    if not _runs(PYTHON) or not _is_ours():
        shutil.rmtree(VENV, ignore_errors=True)
        _uv(uv, "venv", "--quiet", "--no-project", "--python", BASE_PYTHON, str(VENV))
    _uv(uv, "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes", str(LOCK))
    _uv(
        uv,
        *("pip", "install", "--quiet", "--python", str(PYTHON)),
        *("--no-deps", "--no-build-isolation", "--offline", "--editable", str(ROOT)),
    )
    _say(f"Installed in {time.monotonic() - began:.0f} s.")


def _runs(python: Path) -> bool:
    try:
        return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _is_ours() -> bool:
    """Whether `.venv` was made from this very Python."""
    question = "import os, sys; print(sys.version, os.path.realpath(sys.executable))"
    ours = f"{sys.version} {BASE_PYTHON}"
    said = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    return said.stdout.strip() == ours.strip()


# --- uv -----------------------------------------------------------------------------------------


def _uv_path() -> Path:
    return TOOLS / "uv" / "bin" / "uv"


def _get_uv() -> Path:
    """uv from the package registry; one that is already on the PATH where there is no pip."""
    if _runs_uv(_uv_path()):
        return _uv_path()
    shutil.rmtree(TOOLS / "uv", ignore_errors=True)
    pip = [BASE_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-warn-script-location", "--target", str(TOOLS / "uv"), UV_REQUIREMENT]
    said = _try_twice(pip, _plain_environment(), _without_pip_settings(_plain_environment()))
    if said is None:
        return _uv_path()
    on_path = shutil.which("uv")
    if on_path and _runs_uv(Path(on_path)):
        return Path(on_path)
    raise Trouble(_reason("uv, which installs everything else, could not be installed", said))


def _runs_uv(uv: Path) -> bool:
    try:
        return subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _uv(uv: Path, *arguments: str) -> None:
    environment = _uv_environment()
    command = [str(uv), *arguments]
    said = _try_twice(command, environment, _without_uv_settings(environment))
    if said is not None:
        raise Trouble(_reason("the packages could not be installed", said))


def _try_twice(command: list[str], first: dict[str, str], then: dict[str, str]) -> str | None:
    """None on success. The user's own settings may be needed (a mirror) or be stale: try both."""
    said = ""
    for environment in (first, then):
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return None
        said = said or done.stderr.strip() or done.stdout.strip()
    return said


def _reason(what: str, said: str) -> str:
    text = said.lower()
    if "no module named pip" in text:
        advice = "This Python has no pip. Install pip or uv with your system's packages."
    elif "no space left" in text:
        advice = "The disk is full; about 1 GB is needed."
    elif any(word in text for word in UNREACHED):
        advice = "The package registry was not reached. Look at the network and try again."
    else:
        advice = "The installer's own words are above."
    print(said, file=sys.stderr)
    return f"{what}. {advice}"


def _plain_environment() -> dict[str, str]:
    """Ours, without what would make another Python's packages or a user's folder show through."""
    dropped = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    return environment | {"PYTHONNOUSERSITE": "1", "PIP_USER": "0"}


def _without_pip_settings(environment: dict[str, str]) -> dict[str, str]:
    kept = ("PIP_CERT",)
    bare = {k: v for k, v in environment.items() if not k.startswith("PIP_") or k in kept}
    return bare | {"PIP_CONFIG_FILE": os.devnull}


def _uv_environment() -> dict[str, str]:
    environment = _plain_environment()
    # Never another Python than the one that runs this, and no word on how files are linked.
    environment |= {"UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": _link_mode(environment)}
    if not _can_be_written(_uv_cache(environment)):
        environment["UV_CACHE_DIR"] = str(TOOLS / "uv-cache")
    return environment


def _without_uv_settings(environment: dict[str, str]) -> dict[str, str]:
    kept = ("UV_PYTHON_DOWNLOADS", "UV_LINK_MODE", "UV_CACHE_DIR")
    bare = {k: v for k, v in environment.items() if not k.startswith("UV_") or k in kept}
    return bare | {"UV_NO_CONFIG": "1"}


def _uv_cache(environment: dict[str, str]) -> Path:
    if given := environment.get("UV_CACHE_DIR"):
        return Path(given)
    if general := environment.get("XDG_CACHE_HOME"):
        return Path(general) / "uv"
    return Path(os.path.expanduser("~")) / ".cache" / "uv"


def _link_mode(environment: dict[str, str]) -> str:
    """Hard links where the cache and the clone lie on one disk; else copies, without a warning."""
    try:
        same = _nearest(_uv_cache(environment)).stat().st_dev == ROOT.stat().st_dev
    except OSError:
        same = False
    return environment.get("UV_LINK_MODE") or ("hardlink" if same else "copy")


def _can_be_written(folder: Path) -> bool:
    return os.access(_nearest(folder), os.W_OK | os.X_OK)


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# --- the commands -------------------------------------------------------------------------------


def become_convenor(words: list[str]) -> None:
    """Replace this process, so that signals and the exit code are convenor's own."""
    program = VENV / "bin" / "convenor"
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(program, [str(program), *words], _runtime_environment())


def _runtime_environment() -> dict[str, str]:
    environment = _plain_environment()
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return environment


def lock(uv: Path, upgrade: bool) -> int:
    """One file for every platform, with hashes and without the address of any registry."""
    options = ["--universal", "--generate-hashes", "--extra", "dev", "--python-version", "3.11"]
    options += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet"]
    options += ["--upgrade"] if upgrade else []
    _uv(uv, "pip", "compile", *options, "--output-file", LOCK.name, PROJECT.name)
    _say(f"{LOCK.name} is renewed; the next command installs from it.")
    return 0


CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "layers": ["lint-imports"],
}
BESIDE_TESTS = ("types", ["mypy"])
"""The one check that takes as long as a good part of the tests: told when they are over."""


def test(*, long: bool, pytest_arguments: list[str]) -> int:
    """Every check is run even if one fails; the exit code is that of the tests, if they fail."""
    failed = [name for name, command in CHECKS.items() if not _check(name, command)]
    if failed:
        print(f"Failed so far: {', '.join(failed)}.", flush=True)
    chosen = ["--long"] if long else []
    if not pytest_arguments:
        workers = (os.cpu_count() or 1) + 1  # tests wait for servers half of the time
        chosen += ["-n", str(workers), "--dist", "worksteal"]
    name, command = BESIDE_TESTS
    with tempfile.TemporaryFile() as told, _beside(command, told) as check:
        print("== tests", flush=True)
        code = _run([str(PYTHON), "-m", "pytest", *chosen, *pytest_arguments])
        print(f"== {name}: {' '.join(command)}", flush=True)
        good = check.wait() == 0
        told.seek(0)
        print(told.read().decode(errors="replace"), end="")
    print(f"== {name} {'passed' if good else 'FAILED'}", flush=True)
    return code or (1 if failed or not good else 0)


@contextlib.contextmanager
def _beside(command: list[str], told: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A check that runs while something else does, and ends with it."""
    check = subprocess.Popen(
        _tool(command), cwd=ROOT, env=_runtime_environment(), stdout=told, stderr=told
    )
    try:
        yield check
    finally:
        check.kill()


def _check(name: str, command: list[str]) -> bool:
    print(f"== {name}: {' '.join(command)}", flush=True)
    began = time.monotonic()
    good = _run(_tool(command)) == 0
    print(
        f"== {name} {'passed' if good else 'FAILED'} in {time.monotonic() - began:.1f} s",
        flush=True,
    )
    return good


def _tool(command: list[str]) -> list[str]:
    return [str(VENV / "bin" / command[0]), *command[1:]]


def _run(command: list[str]) -> int:
    """Run to the end; Ctrl-C reaches the child by the terminal, a SIGTERM is passed on."""
    child = subprocess.Popen(command, cwd=ROOT, env=_runtime_environment())
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        code = child.wait()
    except KeyboardInterrupt:
        child.wait()
        raise
    return 128 - code if code < 0 else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
