"""Rules for the HTML and the colours of every page, tried on the whole gallery."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from services.web.look import gallery, samples
from services.web.look.environment import CONTENT_SECURITY_POLICY, STATIC, environment
from services.web.vendor.vendor import TARGET, altered

PAGES = sorted(samples.pages())
REFERENCES = {"aria-labelledby", "aria-describedby", "for"}
NEVER_SAID = re.compile(r"\b(entity|aggregate|event id|workflow|submit|invalid)\b", re.IGNORECASE)
LEAST_FOR_TEXT, LEAST_FOR_EDGES = 4.5, 3.0


class Page(HTMLParser):
    """What a page is made of, as far as the rules ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@cache
def page(name: str) -> Page:
    return Page(gallery.render(*samples.pages()[name]))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_on_a_page_is_inline_or_from_elsewhere(name: str) -> None:
    shown = page(name)
    assert shown.values("style") == []
    assert [key for _, attributes in shown.tags for key in attributes if key[:2] == "on"] == []
    assert all("src" in script for script in shown.all("script"))
    assert shown.all("style") == []
    sources = shown.values("src") + [link["href"] for link in shown.all("link")]
    assert sources
    assert all(source.startswith("static/") for source in sources)


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_references_lead_somewhere(name: str) -> None:
    shown = page(name)
    ids = Counter(shown.values("id"))
    assert [one for one, times in ids.items() if times > 1] == []
    named = {one for kind in REFERENCES for value in shown.values(kind) for one in value.split()}
    named |= {href[1:] for href in shown.values("href") if href.startswith("#") and len(href) > 1}
    assert named - set(ids) == set()


@pytest.mark.parametrize("name", PAGES)
def test_files_that_a_page_loads_are_there(name: str) -> None:
    files = page(name).values("src") + [link["href"] for link in page(name).all("link")]
    missing = [f for f in files if not (STATIC / f.removeprefix("static/").split("?")[0]).is_file()]
    assert missing == []


def test_files_that_a_stylesheet_loads_are_there() -> None:
    for sheet in STATIC.glob("*.css"):
        for url in re.findall(r"url\(\"([^#\"]+)\"\)", sheet.read_text("utf-8")):
            assert (STATIC / url).is_file(), f"{sheet.name} names {url}"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_as_whom_you_act_and_for_what_moment_it_stands(name: str) -> None:
    text = page(name).text
    assert "No login yet: you are acting as the secretary of Riverside group – change" in text
    assert "This page stands for 9:30 am on Monday 23 May 2022, London time" in text
    assert "position 48,213" in text


@pytest.mark.parametrize("name", PAGES)
def test_words_of_the_machine_room_are_never_said(name: str) -> None:
    assert NEVER_SAID.findall(page(name).text) == []


def test_a_page_of_the_past_says_so_and_its_navigation_stays_there() -> None:
    shown = page("past")
    assert "past" in shown.all("html")[0]["class"]
    assert "This is the past." in shown.text
    places = [a["href"] for a in shown.all("a") if a["href"].startswith("/rulebook?")]
    assert places == ["/rulebook?as_of=2022-05-23T09%3A30"]
    assert "This is the past." not in page("index").text


def test_what_is_late_is_a_word_and_a_mark() -> None:
    text = page("board").text
    assert "! late, from the moment it was due" in text
    assert "! Report" in text
    assert "Report: late, due 5 pm on Wednesday 18 May 2022, London time" in text


def test_what_you_may_not_do_is_said_with_its_reason_and_rule() -> None:
    reason = "Only the coordinating group can, by a decision at a quorate meeting."
    assert f"Extend the ballot: {reason} 7.9 Power to extend" in page("index").text


def test_an_empty_table_says_why_and_what_would_fill_it() -> None:
    text = page("index").text
    assert "The returning officer has not ruled on anything in this ballot." in text
    assert "A ruling appears here when somebody asks for one and it is given." in text


def test_changes_in_a_text_are_spoken_as_words() -> None:
    text = page("proposal").text
    assert "deleted: twelve (end of deletion)" in text
    assert "inserted: twenty (end of insertion)" in text


def test_sorting_and_looking_closer_live_in_the_address() -> None:
    assert any("sort=votes" in a["href"] for a in page("index").all("a"))
    assert any("scale=day" in a["href"] for a in page("board").all("a"))


def test_what_is_written_by_people_is_escaped() -> None:
    frame, sample = samples.pages()["index"]
    text = gallery.render(frame, replace(sample, title="<script>alert(1)</script>"))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_a_name_that_a_template_does_not_know_is_an_error() -> None:
    frame, _ = samples.pages()["index"]
    with pytest.raises(UndefinedError):
        environment(frame.house).get_template("gallery.html").render(page=frame)


def test_the_gallery_writes_every_page_with_its_files(tmp_path: Path) -> None:
    written = gallery.write(tmp_path)
    assert sorted(path.stem for path in written) == PAGES
    assert (tmp_path / "static" / "convenor.css").is_file()


# Files of others


def test_files_of_others_are_those_of_the_manifest() -> None:
    assert list(altered(TARGET)) == []


def test_a_changed_file_of_others_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("changed", "utf-8")
    (tmp_path / "b.js").write_text("unknown", "utf-8")
    lines = '[{"file": "a.js", "sha256": "0"}, {"file": "c.js", "sha256": "0"}]'
    (tmp_path / "manifest.json").write_text(lines, "utf-8")
    found = list(altered(tmp_path))
    assert [line.split()[0] for line in found] == ["a.js", "b.js", "c.js"]


# Colours


def colours(block: str) -> dict[str, tuple[str, str]]:
    """The variables of one block of the stylesheet: name → light, dark."""
    sheet = (STATIC / "convenor.css").read_text("utf-8")
    body = sheet.split(f"\n{block} {{", 1)[1].split("}", 1)[0]
    pairs = re.findall(r"--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)", body)
    return {name: (light, dark) for name, light, dark in pairs}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TEXT_ON = [
    ("ink", "paper"),
    ("ink", "sunk"),
    ("ink", "accent-soft"),
    ("quiet", "paper"),
    ("quiet", "sunk"),
    ("accent", "paper"),
    ("accent", "sunk"),
    ("accent-deep", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("alarm", "paper"),
    ("alarm", "alarm-soft"),
]
EDGES_ON = [("edge", "paper"), ("edge", "sunk"), ("focus", "paper"), ("quiet", "accent-soft")]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("past", [False, True], ids=["present", "past"])
def test_text_and_edges_stand_out_in_every_theme(theme: int, past: bool) -> None:
    known = {**colours(":root"), **(colours(".past") if past else {})}
    assert len(known) > 10
    for pairs, least in ((TEXT_ON, LEAST_FOR_TEXT), (EDGES_ON, LEAST_FOR_EDGES)):
        for front, back in pairs:
            reached = contrast(known[front][theme], known[back][theme])
            assert reached >= least, f"{front} on {back} reaches {reached:.2f}, not {least}"
