"""Answers how every component looks: writes sample pages as plain files, to be opened and judged.

    python -m services.web.look.gallery OUT_DIR

The samples are invented and name nobody. Serve the folder (`python -m http.server`) rather than
opening the files: browsers refuse module scripts from files.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from services.web.look import samples
from services.web.look.environment import STATIC, environment
from services.web.look.frame import Frame


def main(arguments: list[str]) -> int:
    """Writes the gallery into the folder given."""
    if len(arguments) != 1:
        print("Say which folder to write to: python -m services.web.look.gallery OUT_DIR")
        return 2
    for page in write(Path(arguments[0])):
        print(page)
    return 0


def write(folder: Path) -> list[Path]:
    """Writes one file for each sample page, with the static files beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STATIC, folder / "static", dirs_exist_ok=True)
    pages = {f"{name}.html": render(*shown) for name, shown in samples.pages().items()}
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in pages]


def render(frame: Frame, sample: samples.Sample) -> str:
    """One sample page as text."""
    template = environment(frame.house).get_template("gallery.html")
    return template.render(page=frame, sample=sample, now=frame.standing.at)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
