"""A real browser for the tests: headless Chromium, spoken to over two pipes.

It answers what a page says when it is opened: errors in the console, what the policy for contents
held back, and how wide the page is.  Nothing of it stays behind.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any, Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE: Final = 90.0
SETTLED: Final = """
    new Promise(done => document.fonts.ready.then(() => requestAnimationFrame(() => done({
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        title: document.title,
        unnamed: [...document.querySelectorAll('main :is(button, a, input, select, textarea)')]
            .filter(e => e.type !== 'hidden' && !e.hidden)
            .filter(e => !(e.textContent.trim() || e.ariaLabel || e.title || e.labels?.length))
            .map(e => e.outerHTML.slice(0, 120)),
    }))))
"""


def chromium() -> str | None:
    """Where the browser is, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Seen:
    """What a page looked like when it was opened."""

    title: str = ""
    too_wide_by: int = 0
    unnamed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Browser:
    """One tab of a browser."""

    def __init__(self, process: subprocess.Popen[bytes], into: int, out: int) -> None:
        self._process = process
        self._into = into
        self._out = out
        self._left = b""
        self._ids = count(1)
        self._told: list[dict[str, Any]] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session: str | None = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")

    def open(
        self, url: str, *, width: int = 1280, dark: bool = False, cookie: str | None = None
    ) -> Seen:
        """Open a page at that width in that theme, and say what was seen."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])
        if cookie is not None:
            self._ask("Network.setCookie", name="acting-as", value=cookie, url=url)
        self._told.clear()
        self._ask("Page.navigate", url=url)
        self._until("Page.loadEventFired")
        found = self.evaluate(SETTLED)
        return Seen(found["title"], found["wide"], found["unnamed"], self._errors())

    def evaluate(self, script: str) -> Any:
        """The value of a script on the page; a promise is waited for."""
        answer = self._ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        return answer["result"].get("value")

    def picture(self, file: Path) -> None:
        """The whole page as PNG."""
        answer = self._ask("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        file.write_bytes(base64.b64decode(answer["data"]))

    def _errors(self) -> list[str]:
        """What went wrong on the page: scripts, files that were missing, what was held back."""
        found = []
        for told in self._told:
            params = told["params"]
            if told["method"] == "Runtime.exceptionThrown":
                found.append(params["exceptionDetails"]["text"])
            entry = params.get("entry", {})
            if told["method"] == "Log.entryAdded" and entry["level"] in ("error", "warning"):
                found.append(f"{entry['text']} {entry.get('url', '')}")
            if told["method"] == "Runtime.consoleAPICalled" and params["type"] == "error":
                found.append(str(params["args"]))
        return found

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._ids)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if getattr(self, "_session", None):
            message["sessionId"] = self._session
        os.write(self._into, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._hear()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _until(self, method: str) -> None:
        while not any(told["method"] == method for told in self._told):
            self._hear()

    def _hear(self) -> dict[str, Any]:
        """The next message; what nobody asked for is kept."""
        end = monotonic() + PATIENCE
        while b"\0" not in self._left:
            if monotonic() > end:
                raise TimeoutError("The browser did not answer.")
            piece = os.read(self._out, 1 << 16)
            if not piece:
                raise RuntimeError("The browser has gone.")
            self._left += piece
        line, _, self._left = self._left.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if "method" in message:
            self._told.append(message)
        return message


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with a profile of its own, gone afterwards."""
    found = chromium()
    assert found is not None, "there is no Chromium here"
    profile = tempfile.mkdtemp(prefix="convenor-browser-")
    theirs_in, into = os.pipe()
    out, theirs_out = os.pipe()
    command = [found, *FLAGS, f"--user-data-dir={profile}"]
    script = 'exec 3<&"$0" 4>&"$1"; shift; exec "$@"'
    process = subprocess.Popen(
        ["bash", "-c", script, str(theirs_in), str(theirs_out), *command],
        pass_fds=(theirs_in, theirs_out),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(process, into, out)
    finally:
        _end(process)
        os.close(into)
        os.close(out)
        shutil.rmtree(profile, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser with all of its helpers."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, 15)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait(5)
