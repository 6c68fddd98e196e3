"""The plain model's proposals: what each asks for by its places, and what was moved on them.

A place is the number of a paragraph or the name of a rule; what stands there is one word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PARAGRAPHS = 4
METHOD, TIES = "election.ncg.method", "election.ncg.tie_rule"
Place = int | str
Content = dict[Place, str]


@dataclass
class Amendment:
    """One amendment: the place, what should stand there, who decides, and what became of it.

    One that was lost and `kept` goes to the paper as a minority's text; one that was lost and is
    `stale` fits the text no more.
    """

    place: Place
    word: str
    decided_in: str
    state: str = "open"
    kept: bool = False
    stale: bool = False

    @property
    def goes_to_the_paper(self) -> bool:
        return self.kept and self.state == "lost"


@dataclass
class Proposal:
    """One proposal, its amendments by name, and what the assembly that sits has said so far."""

    content: Content
    state: str = "draft"
    amendments: dict[str, Amendment] = field(default_factory=dict)
    choices: dict[Place, tuple[frozenset[str], str]] = field(default_factory=dict)
    sent_back: set[Place] = field(default_factory=set)
    counter: Content | None = None
    counters_put: int = 0

    @property
    def paragraphs(self) -> list[str]:
        return [said(place, self.content[place]) for place in range(PARAGRAPHS)]

    @property
    def rules(self) -> dict[str, str]:
        return rules_in(self.content)

    def carried_at(self, place: Place) -> dict[str, str]:
        """What is carried there and not in the text yet, by name."""
        return {
            name: one.word
            for name, one in self.amendments.items()
            if one.state == "carried" and one.place == place
        }

    def disputed(self) -> set[Place]:
        """Where carried ones ask for different things and no choice between just these stands."""
        places = {one.place for one in self.amendments.values()}
        return {place for place in places if self._outcome(place) is None}

    def _outcome(self, place: Place) -> str | None:
        """What comes to stand there at the end; none while it is in dispute."""
        carried = self.carried_at(place)
        if len(set(carried.values())) < 2:
            return next(iter(carried.values()), self.content.get(place, ""))
        names, word = self.choices.get(place, (frozenset(), ""))
        return word if names == carried.keys() else None

    def choose(self, place: Place, name: str) -> None:
        carried = self.carried_at(place)
        self.choices[place] = frozenset(carried), carried[name]

    def rise(self, stage: str) -> None:
        """The assembly ends: what is carried comes into the text, what is open goes on."""
        carried = {name for name, one in self.amendments.items() if one.state == "carried"}
        outcome = {self.amendments[name].place: "" for name in carried}
        made = {place: self._outcome(place) for place in outcome}
        for name in carried:
            self.amendments[name].state = "applied"
        self._become({**self.content, **{at: word for at, word in made.items() if word}})
        for one in self.amendments.values():
            if one.state == "open":
                if stage == "second_assembly":
                    one.state = "not reached"
                one.decided_in = "second_assembly"
        self.choices, self.sent_back = {}, set()

    def take_counter(self) -> None:
        assert self.counter is not None
        self._become(self.counter)
        self.choices = {}
        self.counter = None

    def _become(self, content: Content) -> None:
        """What was moved on words that changed has lost its place; rules have no place to lose."""
        changed = [place for place in range(PARAGRAPHS) if content[place] != self.content[place]]
        for one in self.amendments.values():
            if one.place in changed:
                if one.state in ("open", "carried") or one.goes_to_the_paper:
                    one.state = "overtaken"
                one.stale = True
        self.content = dict(content)

    def refer_back(self, place: Place) -> None:
        self.sent_back.add(place)
        for one in self.amendments.values():
            if one.state == "open" and one.place == place:
                one.state = "referred"

    def texts_on_the_paper(self) -> list[Content]:
        """Its own text and each minority's, in the order of the paper."""
        own = dict(self.content)
        kept = [one for one in self.amendments.values() if one.goes_to_the_paper]
        return [own, *({**own, one.place: one.word} for one in kept)]


def said(place: Place, word: str) -> str:
    """A paragraph in which that word stands."""
    return f"Paragraph {place} says {word}."


def rules_in(content: Mapping[Place, str]) -> dict[str, str]:
    return {place: word for place, word in content.items() if isinstance(place, str)}


def empty(rules: Mapping[str, str]) -> Content:
    """A draft in which no paragraph says anything, and that asks for these rules."""
    content: Content = dict.fromkeys(range(PARAGRAPHS), "nothing")
    content.update(rules)
    return content
