"""Numbers in the sentences of a count: one vote and two votes, one is and two are."""

from __future__ import annotations


def number_of(number: int | str, things: str, thing: str = "") -> str:
    """A number of things: "1 vote", "2 votes", "0.5 votes"; a unit without an "s" stays."""
    return f"{number} {agreeing(number, thing or things.removesuffix('s'), things)}"


def agreeing(number: int | str, one: str, several: str) -> str:
    """The form that goes with the number: `agreeing(papers, "passes", "pass")`."""
    return one if str(number) == "1" else several


def first_preferences(papers: int) -> str:
    """What the first stage does."""
    give = agreeing(papers, "gives", "give")
    return f"{number_of(papers, 'valid papers')} {give} each candidate their first preferences."


def can_not_go_on(papers: int, votes: str) -> str:
    """What becomes of papers on which nobody is left to whom they could pass."""
    return (
        f"{number_of(papers, 'papers')} {agreeing(papers, 'names', 'name')} nobody else who is "
        f"still in the count: {votes} can't be transferred."
    )


def all_elected(number: int, names: str, who: str = "candidates are left") -> str:
    """What the last places come to."""
    are = agreeing(number, "is", "are")
    return f"As many {who} as there are places: {names} {are} elected"
