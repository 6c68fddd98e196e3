"""Checks the published file of a draw by lot.  It needs Python, this one file, and nothing else.

    python3 verify_draw.py FILE [--commitment HEX] [--receipt FILE]

It was written from the description of the draw and shares no code with what draws.  Everything is
worked out again: the hashes and the commitment, that every panel keeps the quotas, each chance from
the tickets, the proof that the chances are fair, the seed, every draw, and the root from each path.
What it can't know: whether the commitment was published before the public value was known, and
whether that value is the one of the announced source.  Compare both with your own notes.

Exit codes: 0 all is as it should be, 1 something is not, 2 the file can't be read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

PARTS = ("terms", "pool", "portfolio", "chances", "fairness")
WITHIN = Fraction(1, 10**6)


def check(text: str, commitment: str = "", receipt: str = "") -> list[str]:
    """What is wrong with the file, in sentences; nothing if all is as it should be."""
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_float=_no_float)
    except ValueError as error:
        return [f"The file can't be read: {error}."]
    frozen = data.get("frozen", data)
    wrong = list(_tried("the file", lambda: _as_written(text, data)))
    wrong += _tried("the frozen part", lambda: _of_frozen(frozen))
    if "drawn" in data:
        wrong += _tried("the draw", lambda: _of_drawn(frozen, data["drawn"]))
        wrong += _tried("the proofs", lambda: _of_proofs(frozen, data["drawn"], data["proofs"]))
    if commitment and commitment.strip().lower() != frozen.get("commitment"):
        wrong.append("The commitment is not the one that you gave.")
    if receipt:
        wrong += _tried("the receipt", lambda: _of_receipt(frozen, json.loads(receipt)))
    return wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, number in Counter(name for name, _ in pairs).items():
        if number > 1:
            raise ValueError(f"'{name}' stands in it twice in one place")
    return dict(pairs)


def _no_float(number: str) -> None:
    raise ValueError(f"{number} is no whole number")


def _tried(part: str, checks: Callable[[], Iterator[str]]) -> list[str]:
    """All faults of a part; one that has not the shape of such a part is a fault itself."""
    found: list[str] = []
    try:
        found.extend(checks())
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError) as odd:
        found.append(f"Something in {part} is not what it has to be ({type(odd).__name__}: {odd}).")
    return found


def _as_written(text: str, data: Any) -> Iterator[str]:
    plain = json.dumps(data, ensure_ascii=False, indent=1)
    plain = re.sub(r"\[\n[\s\d,-]+\]", lambda found: "".join(found[0].split()), plain) + "\n"
    if plain != text:
        lines = zip((*text.split("\n"), ""), (*plain.split("\n"), ""), strict=False)
        number = next((at for at, (one, two) in enumerate(lines, 1) if one != two), "the last")
        yield f"Line {number} of the file is not as such a file is written."
    keys = {"frozen", "drawn", "proofs"} if "frozen" in data else _FROZEN
    yield from _keys(data, keys, "the file")


_FROZEN = {"format", *PARTS, "hashes", "commitment"}


def _keys(found: dict[str, Any], known: set[str], where: str) -> Iterator[str]:
    for name in sorted(set(found) ^ known):
        yield f"In {where}, '{name}' is {'missing' if name in known else 'not known'}."


# The frozen part


def _of_frozen(frozen: dict[str, Any]) -> Iterator[str]:
    yield from _keys(frozen, _FROZEN, "the frozen part")
    if frozen["format"] != "convenor draw v1":
        yield "The format is not 'convenor draw v1'."
    yield from _of_hashes(frozen)
    yield from _of_pool(frozen["pool"], frozen["terms"])
    yield from _of_panels(frozen)
    yield from _of_chances(frozen)
    within = _within(frozen)
    if str(within) != frozen["fairness"]["within"]:
        yield f"The fairness is proved to within {within}, and the file says something else."


def _of_hashes(frozen: dict[str, Any]) -> Iterator[str]:
    """If the hashes give the commitment, a part was changed; if the parts do, a hash was."""
    here = {name: _hash(frozen[name]) for name in PARTS}
    told = frozen["hashes"]
    yield from _keys(told, set(PARTS), "the hashes")
    if _commitment(told) != frozen["commitment"] and _commitment(here) != frozen["commitment"]:
        yield "The commitment is not that of the hashes."
    for name in PARTS:
        if here[name] != told[name]:
            right = _commitment(here) == frozen["commitment"]
            what = f"The hash of the part '{name}'" if right else f"The part '{name}'"
            yield f"{what} was changed after the draw was frozen."


def _hash(part: Any) -> str:
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _commitment(hashes: dict[str, str]) -> str:
    lines = "".join(f"{name} {hashes[name]}\n" for name in PARTS)
    return sha256(f"convenor draw v1\n{lines}".encode()).hexdigest()


def _of_pool(pool: dict[str, Any], terms: dict[str, Any]) -> Iterator[str]:
    kinds = [one["kind"] for one in pool["kinds"]]
    if sum(one["members"] for one in pool["kinds"]) != pool["members"]:
        yield "The kinds have more or fewer members than the pool."
    if kinds != sorted(kinds) or len(set(map(tuple, kinds))) < len(kinds):
        yield "The kinds don't stand in order, each once."
    sizes = [len(feature["quotas"]) for feature in terms["features"]]
    for kind in kinds:
        if len(kind) != len(sizes) or not all(
            0 <= place < size for place, size in zip(kind, sizes, strict=True)
        ):
            yield f"The kind {kind} has a value that has no quota."


def _of_panels(frozen: dict[str, Any]) -> Iterator[str]:
    kinds, terms = frozen["pool"]["kinds"], frozen["terms"]
    for number, panel in enumerate(frozen["portfolio"]["panels"], start=1):
        seats = panel["seats"]
        if len(seats) != terms["seats"]:
            yield f"Panel {number} has {len(seats)} seats instead of {terms['seats']}."
        for kind, taken in Counter(seats).items():
            if kind < 0 or taken > kinds[kind]["members"]:
                yield f"Panel {number} seats more of kind {kind} than there are."
        if panel["tickets"] < 1 or _missed(terms, kinds, seats):
            yield f"Panel {number} has no ticket, or breaks a quota."


def _missed(terms: dict[str, Any], kinds: Any, seats: Sequence[int]) -> int:
    missed = 0
    for at, feature in enumerate(terms["features"]):
        have = Counter(kinds[kind]["kind"][at] for kind in seats)
        for place, quota in enumerate(feature["quotas"]):
            missed += max(quota["least"] - have[place], have[place] - quota["most"], 0)
    return missed


def _taken(frozen: dict[str, Any]) -> tuple[int, list[int]]:
    """All tickets, and for each kind its seats over all of them."""
    panels = frozen["portfolio"]["panels"]
    taken = [0] * len(frozen["pool"]["kinds"])
    for panel in panels:
        for kind in panel["seats"]:
            taken[kind] += panel["tickets"]
    return sum(panel["tickets"] for panel in panels), taken


def _chances(frozen: dict[str, Any]) -> list[Fraction]:
    tickets, taken = _taken(frozen)
    kinds = frozen["pool"]["kinds"]
    return [
        Fraction(seats, tickets * kind["members"]) for seats, kind in zip(taken, kinds, strict=True)
    ]


def _of_chances(frozen: dict[str, Any]) -> Iterator[str]:
    told = frozen["chances"]
    if len(told) != len(frozen["pool"]["kinds"]):
        yield "There is not one chance for each kind."
    for kind, (said, chance) in enumerate(zip(told, _chances(frozen), strict=False)):
        if said != str(chance):
            yield f"A member of kind {kind} has a chance of {chance}, and the file says {said}."


def _within(frozen: dict[str, Any]) -> Fraction:
    """How far any chance may be from the fairest; 1 where nothing is proved."""
    proof, chances = frozen["fairness"]["proof"], _chances(frozen)
    levels, worst = proof["levels"], Fraction(0)
    if len(levels) != len(chances) or max(levels) > len(proof["proofs"]):
        return Fraction(1)
    for level in sorted(set(levels)):
        least = min(chance for chance, own in zip(chances, levels, strict=True) if own >= level)
        most = max(chance for chance, own in zip(chances, levels, strict=True) if own == level)
        worst = max(worst, _bound(frozen, level) - least, most - least)
    return worst


def _bound(frozen: dict[str, Any], level: int) -> Fraction:
    """What no draw within the quotas can give to all at this level and above it."""
    terms, proof = frozen["terms"], frozen["fairness"]["proof"]
    weights, (tickets, taken) = proof["proofs"][level - 1], _taken(frozen)
    allowed, shared = Fraction(weights["seat"] * terms["seats"]), 0
    for feature, values in zip(terms["features"], weights["values"], strict=True):
        for quota, weight in zip(feature["quotas"], values, strict=True):
            allowed += weight * quota["most" if weight > 0 else "least"]
    for at, kind in enumerate(frozen["pool"]["kinds"]):
        places = zip(weights["values"], kind["kind"], strict=True)
        weight = weights["seat"] + sum(values[place] for values, place in places)
        if weight < 0:
            allowed -= weight * kind["members"]
        elif proof["levels"][at] < level:
            allowed -= Fraction(weight * taken[at], tickets)
        else:
            shared += weight * kind["members"]
    return min(allowed / shared, Fraction(1)) if shared else Fraction(1)


# The draw


def _of_drawn(frozen: dict[str, Any], drawn: dict[str, Any]) -> Iterator[str]:
    yield from _keys(drawn, {"value", "seed", "ticket", "seats", "replacements"}, "the draw")
    seed = sha256(f"{frozen['commitment']},{drawn['value']}".encode()).hexdigest()
    if seed != drawn["seed"]:
        yield "The seed is not that of the commitment and the public value."
    lot = _Lot(frozen, seed)
    ticket, seats = lot.panel()
    if ticket != drawn["ticket"]:
        yield f"By the seed the ticket is {ticket}, and the file says {drawn['ticket']}."
    for number, (right, told) in enumerate(zip(seats, drawn["seats"], strict=True), start=1):
        if right != told:
            yield f"By the seed seat {number} is {_said(right)}, the file says {_said(told)}."
    for number, told in enumerate(drawn["replacements"], start=1):
        right = lot.replacement(seats, told["left"])
        if right != told:
            instead = f"{_said(right)}, the file says {_said(told)}"
            yield f"By the seed replacement {number} is {instead}."


def _said(told: Any) -> str:
    """What the file says of something in words: each name, and what stands there."""
    if isinstance(told, dict):
        return ", ".join(f"{name} {_said(value)}" for name, value in told.items())
    return str(told)


class _Lot:
    """Draw k is SHA-256 of the seed, a comma and k; those that would favour some are passed."""

    def __init__(self, frozen: dict[str, Any], seed: str) -> None:
        self.frozen, self.seed, self.k = frozen, seed, -1
        self.left: list[list[int]] = []
        first = 0
        for kind in frozen["pool"]["kinds"]:
            self.left.append(list(range(first, first + kind["members"])))
            first += kind["members"]

    def among(self, places: int) -> int:
        while True:
            self.k += 1
            drawn = int(sha256(f"{self.seed},{self.k}".encode()).hexdigest(), 16)
            if drawn < 2**256 - 2**256 % places:
                return drawn % places

    def panel(self) -> tuple[dict[str, int] | None, list[dict[str, int]]]:
        panels = self.frozen["portfolio"]["panels"]
        at, ticket = 0, None
        if len(panels) > 1:
            number = rest = self.among(sum(panel["tickets"] for panel in panels))
            while rest >= panels[at]["tickets"]:
                rest -= panels[at]["tickets"]
                at += 1
            ticket = {"draw": self.k, "number": number, "panel": at}
        return ticket, [self.seat([kind]) for kind in sorted(panels[at]["seats"])]

    def seat(self, kinds: Sequence[int]) -> dict[str, int]:
        there = [(position, kind) for kind in kinds for position in self.left[kind]]
        position, kind = there[self.among(len(there))]
        self.left[kind].remove(position)
        return {"position": position, "kind": kind, "draw": self.k}

    def replacement(self, seats: list[dict[str, int]], left: int) -> dict[str, Any]:
        """Who sits instead; `seats` is changed so."""
        at = [seat["position"] for seat in seats].index(left)
        others = [seat["kind"] for number, seat in enumerate(seats) if number != at]
        kinds = [seats[at]["kind"]]
        if not self.left[kinds[0]]:
            missed = {k: self.missed([*others, k]) for k, there in enumerate(self.left) if there}
            kinds = [kind for kind, number in missed.items() if number == min(missed.values())]
        seats[at] = self.seat(kinds)
        missed_now = self.missed([*others, seats[at]["kind"]])
        return {"left": left, "seat": seats[at], "missed": missed_now}

    def missed(self, kinds: Sequence[int]) -> int:
        return _missed(self.frozen["terms"], self.frozen["pool"]["kinds"], kinds)


# The root


def _of_proofs(frozen: dict[str, Any], drawn: dict[str, Any], proofs: Any) -> Iterator[str]:
    seats = [*drawn["seats"], *(one["seat"] for one in drawn["replacements"])]
    if not proofs:
        return
    for number, (seat, place) in enumerate(zip(seats, proofs, strict=True), start=1):
        if place["position"] != seat["position"]:
            yield f"Proof {number} is of another position than the one that was drawn."
        yield from _of_place(frozen["pool"], place, f"Proof {number}")


def _of_place(pool: dict[str, Any], place: dict[str, Any], what: str) -> Iterator[str]:
    yield from _keys(place, {"position", "leaf", "path"}, what)
    here, *path = [bytes.fromhex(one) for one in (place["leaf"], *place["path"])]
    if [one.hex() for one in (here, *path)] != [place["leaf"], *place["path"]]:
        yield f"{what} is not written in small letters."
    at, last = place["position"], pool["members"] - 1
    while last > 0:
        if at % 2:
            here = sha256(b"\x01" + path.pop(0) + here).digest()
        elif at < last:
            here = sha256(b"\x01" + here + path.pop(0)).digest()
        at, last = at // 2, last // 2
    if path or here.hex() != pool["root"]:
        yield f"{what} does not lead to the root of the pool."


def _of_receipt(frozen: dict[str, Any], receipt: dict[str, Any]) -> Iterator[str]:
    entry, place, pool = receipt["entry"], receipt["place"], frozen["pool"]
    told = ["convenor pool v1", entry["salt"], entry["member"], entry["values"]]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    if sha256(b"\x00" + text.encode()).hexdigest() != place["leaf"]:
        yield "The receipt's leaf is not that of its member, values and salt."
    yield from _of_place(pool, place, "The receipt")
    features = frozen["terms"]["features"]
    kind = [
        [quota["value"] for quota in feature["quotas"]].index(value)
        for feature, value in zip(features, entry["values"], strict=True)
    ]
    first = 0
    for one in pool["kinds"]:
        if first <= place["position"] < first + one["members"] and one["kind"] != kind:
            yield "The receipt's position is among members of other values."
        first += one["members"]


def told(text: str) -> Iterator[str]:
    """What a file that is in order says."""
    data = json.loads(text)
    frozen = data.get("frozen", data)
    terms, chances = frozen["terms"], [Fraction(one) for one in frozen["chances"]]
    yield f"{terms['seats']} of {frozen['pool']['members']} are drawn: {terms['title']}".rstrip(
        ": "
    )
    yield f"Commitment: {frozen['commitment']}"
    yield f"Source of the public value: {terms['source']}"
    panels = len(frozen["portfolio"]["panels"])
    yield f"{panels} panels; chances from {float(min(chances)):.6f} to {float(max(chances)):.6f}"
    within = Fraction(frozen["fairness"]["within"])
    if within <= WITHIN:
        yield f"No fairer chances are possible, to within {float(within):.1e}."
    else:
        yield "That no fairer chances are possible is not proved by this file."
    if "drawn" in data:
        drawn = data["drawn"]
        yield f"Public value: {drawn['value']}"
        yield f"Seed: {drawn['seed']}"
        yield f"Drawn: {len(drawn['seats'])}, replaced: {len(drawn['replacements'])}"


def main(words: Sequence[str] | None = None) -> int:
    """The command."""
    wanted = argparse.ArgumentParser(description="Check the published file of a draw by lot.")
    wanted.add_argument("file", type=Path)
    wanted.add_argument("--commitment", default="", help="as you wrote it down beforehand")
    wanted.add_argument("--receipt", type=Path, help="prove that this member was in the pool")
    given = wanted.parse_args(words)
    try:
        text = given.file.read_bytes().decode()
        receipt = given.receipt.read_text("utf-8") if given.receipt else ""
    except (OSError, UnicodeDecodeError) as error:
        print(f"The file can't be read: {error}.", file=sys.stderr)
        return 2
    wrong = check(text, given.commitment, receipt)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    if not wrong:
        print("\n".join((*told(text), "All of it is as it should be.")))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
