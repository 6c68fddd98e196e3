"""Answers which version of a report is shown, and against which other one it is set.

What differs is found by the domain; here it is only said what is compared with what.
"""

from __future__ import annotations

from domain.kernel.refusal import NotFound
from domain.text.difference.matching import revised
from domain.text.text import Text
from services.reading.reports import Report, Version
from services.web.look.parts import Link
from services.web.look.redline import Redline
from services.web.look.words import counted
from services.web.texts import drawn
from services.web.visit import Visit


def version(visit: Visit, found: Report) -> Version | None:
    """The version that the address asks for; the newest if it asks for none."""
    asked = visit.asked("version")
    if not found.versions:
        return None
    if not asked:
        return found.versions[-1]
    return _numbered(found, asked)


def _numbered(found: Report, asked: str) -> Version:
    chosen = [one for one in found.versions if str(one.version) == asked]
    if not chosen:
        raise NotFound(f"The report has {counted(len(found.versions), 'version')}, and not that.")
    return chosen[0]


def against(visit: Visit, found: Report, shown: Version | None) -> Version | None:
    """The version to compare with: the one asked for; for the agreed one the draft that was online
    first, for any other the one before it."""
    asked = visit.asked("against")
    if shown is None:
        return None
    if asked:
        return _numbered(found, asked)
    older = [one for one in found.versions if one.version < shown.version]
    draft = _draft(found)
    if draft in older and shown.version == found.report.agreed_version:
        return draft
    return older[-1] if older else None


def _draft(found: Report) -> Version | None:
    """The version that was put online first."""
    first = found.report.online_version
    return next((one for one in found.versions if one.version == first), None)


def differences(before: Version | None, shown: Version | None) -> Redline | None:
    """One version against another; a paragraph that is in both is known again where it stands."""
    if shown is None or before is None or before.version == shown.version:
        return None
    old = Text.from_plain(_plain(before))
    return drawn(old, revised(old, _plain(shown), f"v{shown.version}"))


def _plain(version: Version) -> str:
    return "\n\n".join(version.content.lines)


def compared(found: Report, before: Version | None, shown: Version | None) -> str:
    """What is set against what, in words."""
    if before is None or shown is None:
        return ""
    return f"What differs: {_called(found, before)}, and {_called(found, shown)}"


def _called(found: Report, one: Version) -> str:
    if one.version == found.report.agreed_version:
        return f"version {one.version}, which was agreed"
    if one == _draft(found):
        return f"version {one.version}, the draft that was put online"
    return f"version {one.version}"


def others(
    visit: Visit, found: Report, before: Version | None, shown: Version | None
) -> list[Link]:
    """Further versions that the one that is shown can be compared with."""
    if before is None or shown is None:
        return []
    href = f"/reports/{found.report.report}?version={shown.version}&against="
    return [
        Link(f"version {one.version}", visit.link(f"{href}{one.version}"))
        for one in found.versions
        if one.version not in (before.version, shown.version)
    ]
