"""What a count is to fill: the places, and the candidates with the groups that they belong to.

A candidate is known inside a count by their index, from 0, in the order of the contest; to people
by name.  No result depends on that order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Annotated

from pydantic import BeforeValidator, Field

from domain.kernel.refusal import BadInput
from domain.kernel.value import Value

# A candidate's place in `Contest.candidates`.
Index = int


def _in_order(given: object) -> object:
    """A collection in which the order says nothing, always in the same order."""
    if isinstance(given, str) or not isinstance(given, Collection):
        return given  # for the model to refuse
    return tuple(sorted(set(given)))


class Candidate(Value):
    """Somebody, or an option, that can be chosen."""

    name: Annotated[str, Field(min_length=1)]
    groups: Annotated[tuple[str, ...], BeforeValidator(_in_order)] = ()


class Contest(Value):
    """The places to be filled and those who stand for them.

    `withdrawn` are on the papers and can't be elected: they withdrew or were ruled out.
    `reopen` is nobody: a place that it wins stays open for new nominations.  It has more than one
    index only where `reopening.ready` gave it as many as there are places.
    """

    seats: Annotated[int, Field(ge=1)]
    candidates: tuple[Candidate, ...]
    withdrawn: Annotated[tuple[Index, ...], BeforeValidator(_in_order)] = ()
    title: str = ""
    reopen: tuple[Index, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(candidate.name for candidate in self.candidates)

    @property
    def standing(self) -> tuple[Index, ...]:
        """Those who can be elected."""
        return tuple(i for i in range(len(self.candidates)) if i not in self.withdrawn)

    @property
    def people(self) -> tuple[Index, ...]:
        """Those who can be elected and can take a place."""
        return tuple(i for i in self.standing if i not in self.reopen)

    def index(self, name: str) -> Index:
        """The candidate of that name; raises `BadInput`."""
        try:
            return self.names.index(name)
        except ValueError:
            known = ", ".join(self.names)
            raise BadInput(
                f"No candidate is named '{name}'. The candidates are: {known}."
            ) from None

    def must_have_the_names_of(self, file: Contest) -> None:
        """Raises `BadInput` unless a file of papers has these names in this order."""
        if file.names != self.names:
            raise BadInput(
                f"The file is about {', '.join(file.names)}, in this order; said were "
                f"{', '.join(self.names)}."
            )

    def without(self, names: tuple[str, ...]) -> Contest:
        """The same contest with these candidates withdrawn too."""
        out = {*self.withdrawn, *(self.index(name) for name in names)}
        return self.model_copy(update={"withdrawn": _in_order(out)})


def checked(contest: Contest) -> Contest:
    """The contest, if every candidate can be told from the others; raises `BadInput`."""
    doubles = [name for name, times in Counter(contest.names).items() if times > 1]
    if doubles:
        raise BadInput(
            f"Two candidates are named '{doubles[0]}'. Add something that tells them apart."
        )
    return contest
