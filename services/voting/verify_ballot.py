"""Checks the published file of a blind ballot.  It needs Python, `cryptography`, and this one file.

    python3 verify_ballot.py FILE [--commitment HEX] [--announced HEX] [--receipt FILE]

It was written from the description of the ballot and shares no code with what holds one.  Worked
out again are: the hashes and the commitment, that each paper has a credential signed for this very
announcement (and so for this roll), that none is used twice, that each paper is signed by its
voter, that there are no more papers than credentials and no more of these than people on the roll,
the root over all papers, what each of them says, and the result.

It counts by these rules: yes-no, fptp, block, approval and scottish-stv, without quotas for groups.
A lot is drawn again: its seed from the root of the papers and the public value that was announced,
and every tie from the seed.  For any other rule it says that it did not count again; `convenor
verify ballot` counts by all of them.  Whether the value is the one that its source gave, look up.

What it can't know: whether the credentials went to those on the roll and to nobody else, and
whether this file is the one that others were given.  For the first, those on the roll who drew none
can ask; for the second, compare the commitment with your own notes.

Exit codes: 0 all is as it should be, 1 something is not, 2 the file can't be read, 3 all that this
file can check is as it should be, but some question was not counted again.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

PARTS = ("announcement", "close", "opening", "outcome")
KEYS = {"format", *PARTS, "papers", "hashes", "commitment"}
PSS = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
ODD = (
    KeyError,
    TypeError,
    ValueError,
    IndexError,
    AttributeError,
    OverflowError,
    ZeroDivisionError,
)


def check(text: str, commitment: str = "", announced: str = "", receipt: str = "") -> list[str]:
    """What is wrong with the file, in sentences; nothing if all is as it should be."""
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_float=_no_float)
    except ValueError as error:
        return [f"The file can't be read: {error}."]
    if not isinstance(data, dict):
        return ["The file can't be read: it is no ballot."]
    if missing := sorted(KEYS - set(data)):
        return [f"In the file, '{part}' is missing." for part in missing]
    wrong = _tried("the file", lambda: _as_written(text, data))
    wrong += _tried("the hashes", lambda: _of_hashes(data))
    wrong += _tried("the keys", lambda: _of_keys(data))
    wrong += _tried("the papers", lambda: _of_papers(data))
    wrong += _tried("the outcome", lambda: _of_outcome(data))
    if commitment and commitment.strip().lower() != data.get("commitment"):
        wrong.append("The commitment is not the one that you gave.")
    if announced and announced.strip().lower() != _digest_of(data):
        wrong.append("The announcement is not the one that you gave.")
    if receipt:
        wrong += _tried("the receipt", lambda: _of_receipt(data, json.loads(receipt)))
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
    except ODD as odd:
        found.append(f"Something in {part} is not what it has to be ({type(odd).__name__}: {odd}).")
    return found


def _as_written(text: str, data: Any) -> Iterator[str]:
    plain = json.dumps(data, ensure_ascii=False, indent=1)
    plain = re.sub(r"\[\n[\s\d,-]+\]", lambda found: "".join(found[0].split()), plain) + "\n"
    if plain != text:
        lines = zip((*text.split("\n"), ""), (*plain.split("\n"), ""), strict=False)
        number = next((at for at, (one, two) in enumerate(lines, 1) if one != two), "the last")
        yield f"Line {number} of the file is not as such a file is written."
    yield from _names(data, KEYS, "the file")
    if data["format"] != "convenor ballot v1":
        yield "The format is not 'convenor ballot v1'."


def _names(found: dict[str, Any], known: set[str], where: str) -> Iterator[str]:
    for name in sorted(set(found) ^ known):
        yield f"In {where}, '{name}' is {'missing' if name in known else 'not known'}."


# Hashes and keys


def _hash(heading: str, part: Any) -> str:
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(f"{heading}\n{text}".encode()).hexdigest()


def _commitment(told: dict[str, str]) -> str:
    lines = "".join(f"{name} {told[name]}\n" for name in PARTS)
    return sha256(f"convenor ballot v1\n{lines}".encode()).hexdigest()


def _digest_of(data: dict[str, Any]) -> str:
    """What stands for the announcement in every signature."""
    return _hash("convenor blind ballot v1", data.get("announcement"))


def _of_hashes(data: dict[str, Any]) -> Iterator[str]:
    """If the hashes give the commitment, a part was changed; if the parts do, a hash was."""
    here = {name: _hash(name, data[name]) for name in PARTS}
    told = data["hashes"]
    yield from _names(told, set(PARTS), "the hashes")
    if _commitment(told) != data["commitment"] and _commitment(here) != data["commitment"]:
        yield "The commitment is not that of the hashes."
    for name in PARTS:
        if here[name] != told[name]:
            right = _commitment(here) == data["commitment"]
            what = f"The hash of the part '{name}'" if right else f"The part '{name}'"
            yield f"{what} was changed after the ballot was published."


def _of_keys(data: dict[str, Any]) -> Iterator[str]:
    said, close = data["announcement"], data["close"]
    if said["format"] != "convenor blind ballot v1":
        yield "The format of the announcement is not 'convenor blind ballot v1'."
    if int(said["keys"]["signing"]["n"], 16).bit_length() < 3072:
        yield "The key that signs credentials has fewer than 3072 bits."
    own = X25519PrivateKey.from_private_bytes(bytes.fromhex(data["opening"]["key"]))
    if own.public_key().public_bytes_raw().hex() != said["keys"]["sealing"]:
        yield "The key that opens papers is not the one that was announced."
    if not 0 <= close["papers"] <= close["credentials"]:
        yield f"There are {close['papers']} papers for {close['credentials']} credentials."
    if not close["credentials"] <= said["roll"]["count"]:
        yield f"There are more credentials than the {said['roll']['count']} on the roll."


# The papers


class _Ballot:
    """What is the same for all papers."""

    def __init__(self, data: dict[str, Any]) -> None:
        signing = data["announcement"]["keys"]["signing"]
        self.key = rsa.RSAPublicNumbers(signing["e"], int(signing["n"], 16)).public_key()
        self.signing = len(signing["n"]) // 2
        self.announced = bytes.fromhex(_digest_of(data))
        self.sizes = [len(contest["candidates"]) for contest, _ in _questions(data)]
        self.room = len(_text([range(1, size + 1) for size in self.sizes]))


class _Paper(NamedTuple):
    noise: bytes
    key: bytes
    credential: bytes
    counter: bytes
    sealed: bytes
    signature: bytes


def _read(text: str, ballot: _Ballot) -> tuple[bytes, _Paper]:
    """The bytes of a paper and its parts; raises `ValueError`."""
    raw, signing = b64decode(text, validate=True), ballot.signing
    if b64encode(raw).decode() != text or len(raw) != 180 + signing + ballot.room:
        raise ValueError("it has not the bytes of a paper")
    ends = (32, 64, 64 + signing, 68 + signing, len(raw) - 64, len(raw))
    return raw, _Paper(*(raw[a:b] for a, b in zip((0, *ends), ends, strict=False)))


def _of_papers(data: dict[str, Any]) -> Iterator[str]:
    ballot, leaves = _Ballot(data), list[bytes]()
    used: dict[bytes, int] = {}
    for number, text in enumerate(data["papers"], start=1):
        try:
            raw, paper = _read(text, ballot)
        except ODD as odd:
            yield f"Paper {number} can't be read: {odd}."
            leaves.append(b"")
            continue
        leaves.append(sha256(b"\0" + raw).digest())
        if paper.key in used:
            yield f"Paper {number} has the same credential as paper {used[paper.key]}."
        used.setdefault(paper.key, number)
        yield from _of_signatures(paper, ballot, f"Paper {number}")
        if number > 1 and not leaves[-2] < leaves[-1]:
            yield f"Paper {number} does not stand in the order of the hashes."
    yield from _of_root(data["close"], leaves)


def _of_signatures(paper: _Paper, ballot: _Ballot, what: str) -> Iterator[str]:
    announced = ballot.announced
    message = paper.noise + b"convenor blind credential v1\0" + announced + paper.key
    try:
        ballot.key.verify(paper.credential, message, PSS, hashes.SHA384())
    except InvalidSignature:
        yield f"{what} has a credential that was not signed for this ballot as announced."
    message = b"convenor blind paper v1\0" + announced + paper.counter + paper.sealed
    try:
        Ed25519PublicKey.from_public_bytes(paper.key).verify(paper.signature, message)
    except (InvalidSignature, ValueError):
        yield f"{what} is not signed by its voter."


def _of_root(close: dict[str, Any], leaves: list[bytes]) -> Iterator[str]:
    if len(leaves) != close["papers"]:
        yield f"There are {len(leaves)} papers, and at the close there were {close['papers']}."
    level = leaves
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [sha256(b"\1" + b"".join(p)).digest() if len(p) > 1 else p[0] for p in pairs]
    root = level[0] if level else sha256().digest()
    if root.hex() != close["root"]:
        yield "The papers are not those of the root that was fixed at the close."


# What they say


def _questions(data: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    settled = [asked["settled"] for asked in data["announcement"]["questions"]]
    return [(one["contest"], one["terms"]) for one in settled]


def _text(marks: Sequence[Sequence[int]]) -> str:
    return ";".join(",".join(map(str, chosen)) for chosen in marks)


def _marks(paper: _Paper, ballot: _Ballot, key: X25519PrivateKey) -> list[list[int]] | None:
    """What a paper says; None if it can't be opened or read."""
    bound = b"convenor blind seal v1\0" + ballot.announced + paper.key
    try:
        text = SUITE.decrypt(paper.sealed, key, bound).decode("ascii")
        marks = [[int(one) for one in part.split(",") if one.strip()] for part in text.split(";")]
    except (InvalidTag, ValueError):
        return None
    known = len(marks) == len(ballot.sizes) and all(
        set(chosen) <= set(range(1, size + 1)) and len(set(chosen)) == len(chosen)
        for chosen, size in zip(marks, ballot.sizes, strict=True)
    )
    return marks if known and _text(marks).ljust(ballot.room) == text else None


# The result


def _of_outcome(data: dict[str, Any]) -> Iterator[str]:
    told = data["outcome"]
    yield from _names(told, {"papers", "unreadable", "lot", "results"}, "the outcome")
    seed = None
    if told["lot"] is not None:
        yield from _of_lot(data, told["lot"])
        seed = told["lot"]["seed"]
    ballot, key = _Ballot(data), bytes.fromhex(data["opening"]["key"])
    opening = X25519PrivateKey.from_private_bytes(key)
    read = [_marks(_read(text, ballot)[1], ballot, opening) for text in data["papers"]]
    if (told["papers"], told["unreadable"]) != (len(read), read.count(None)):
        yield f"There are {len(read)} papers, and {read.count(None)} of them can't be read."
    questions = _questions(data)
    if len(told["results"]) != len(questions):
        yield "There is not one result for each question."
    for at, ((contest, terms), result) in enumerate(zip(questions, told["results"], strict=False)):
        chosen = [marks[at] if marks else [] for marks in read]
        what = f"Question {at + 1}"
        if result["rule"] != terms["rule"]:
            yield f"{what} was to be counted by {terms['rule']}, not by {result['rule']}."
        drawn = [
            tie for tie in result["ties"] if not terms["ties_by_the_rule"] or "by lot" in tie["how"]
        ]
        if drawn and not terms["ties"] and seed is None:
            yield f"{what} had a tie, and no value of a lot says how it was broken."
        if _countable(contest, terms):
            eligible = data["announcement"]["roll"]["count"]
            yield from _Count(contest, terms, result, chosen, seed).faults(what, eligible)


def _of_lot(data: dict[str, Any], lot: dict[str, Any]) -> Iterator[str]:
    yield from _names(lot, {"value", "seed"}, "the lot")
    if data["announcement"]["lot"] is None:
        yield "A lot was drawn, and the announcement names no public value for one."
    made = sha256(f"{data['close']['root']},{lot['value'].strip()}".encode()).hexdigest()
    if lot["seed"] != made:
        yield "The seed of the lot is not made of the root of the papers and its value."


def _countable(contest: dict[str, Any], terms: dict[str, Any]) -> bool:
    plain = not (contest["withdrawn"] or contest["reopen"] or terms["quotas"] or terms["sections"])
    plain = plain and not any(step["by"] == "forwards" for step in terms["ties"])
    known = terms["rule"] in ("yes-no", "fptp", "block", "approval", "scottish-stv")
    return plain and known and terms["policy"] is None


class _Count:
    """A small count of one question, held against the result that was declared."""

    def __init__(
        self,
        contest: dict[str, Any],
        terms: dict[str, Any],
        result: dict[str, Any],
        chosen: list[list[int]],
        seed: str | None = None,
    ) -> None:
        self.names = [candidate["name"] for candidate in contest["candidates"]]
        self.seats, self.rule = contest["seats"], terms["rule"]
        self.options, self.result = dict(terms["options"]), result
        steps = [step["by"] for step in terms["ties"]]
        self.by_stages = terms["ties_by_the_rule"] or "backwards" in steps
        self.draws = None if seed is None or set(steps) - {"backwards"} else _draws(seed)
        marks = [[one - 1 for one in marks] for marks in chosen if marks]
        most = int(self.options.get("crosses", self.seats))
        most = {"block": most, "yes-no": 1, "fptp": 1}.get(self.rule, len(self.names))
        self.papers = [one for one in marks if len(one) <= most]
        self.blank = len(chosen) - len(marks)
        self.turnout = len(chosen)

    def faults(self, what: str, eligible: int) -> Iterator[str]:
        told = self.result["papers"]
        here = (len(self.papers), self.turnout - len(self.papers), self.blank, self.turnout)
        if here != (told["valid"], told["invalid"], told["blank"], told["turnout"]):
            yield f"{what}: {here[0]} papers count and {here[1]} don't, and the file differs."
        stages = self._stv() if self.rule == "scottish-stv" else [self._added(eligible)]
        for number, (one, said) in enumerate(
            zip(stages, self.result["stages"], strict=True), start=1
        ):
            votes, elected = one
            if votes != said["totals"]:
                yield f"{what}, stage {number}: the votes are {votes}, not {said['totals']}."
            if elected != set(said["elected"]):
                yield f"{what}, stage {number}: the declared are not those who were elected."
        everybody = set[str]().union(*(elected for _, elected in stages))
        if everybody != set(self.result["elected"]) or self.result["seats"] != self.seats:
            yield f"{what}: elected are {', '.join(sorted(everybody))}, and the file differs."

    def _added(self, eligible: int) -> tuple[dict[str, str], set[str]]:
        votes = Counter(mark for marks in self.papers for mark in marks)
        totals = [votes[at] for at in range(len(self.names))]
        if self.rule == "yes-no":
            elected = {"Yes" if self._carried(totals, eligible) else "No"}
        else:
            elected = {self.names[at] for at in self._highest(totals)}
        return {name: str(total) for name, total in zip(self.names, totals, strict=True)}, elected

    def _carried(self, totals: list[int], eligible: int) -> bool:
        votes = dict(zip(self.names, totals, strict=True))
        eligible = int(self.options.get("eligible", eligible))
        quorum, majority = self.options.get("quorum", "0/1"), self.options.get("majority", ">1/2")
        over, under = map(int, quorum.lstrip(">").split("/"))
        if over and not _reaches(self.turnout * under, eligible * over, quorum):
            return False
        whole = {"present": self.turnout, "eligible": eligible}
        base = whole.get(self.options.get("of", "votes_cast"), votes["Yes"] + votes["No"])
        over, under = map(int, majority.lstrip(">").split("/"))
        if not base:
            return False
        return _reaches(votes["Yes"] * under, base * over, majority)

    def _highest(self, totals: list[int]) -> list[int]:
        elected: list[int] = []
        left = set(range(len(self.names)))
        while left and len(elected) < self.seats:
            most = max(totals[at] for at in left)
            tied = [at for at in left if totals[at] == most]
            if len(elected) + len(tied) > self.seats:
                tied = [self._by_lot(tied, tied, 1)]
            elected += tied
            left -= set(tied)
        return elected

    def _by_lot(self, tied: Sequence[int], left: Sequence[int], stage: int) -> int:
        """Who of those left of a tie is chosen by lot; `ValueError` if the file says another."""
        between = sorted(self.names[at] for at in tied)
        declared = [
            tie["chosen"]
            for tie in self.result["ties"]
            if tie["stage"] == stage and sorted(tie["between"]) == between
        ]
        names = sorted(self.names[at] for at in left)
        if not declared:
            raise ValueError(f"no lot was declared between {', '.join(between)}")
        chosen = declared[0] if self.draws is None else names[_among(self.draws, len(names))]
        if chosen not in declared or chosen not in names:
            raise ValueError(f"the lot between {', '.join(names)} gives {chosen}")
        return self.names.index(chosen)

    def _stv(self) -> list[tuple[dict[str, str], set[str]]]:
        """Rules 46 to 53 of SSI 2011/399: a whole quota, values to five decimals."""
        unit, quota = 10**5, (len(self.papers) // (self.seats + 1) + 1) * 10**5
        piles: list[list[tuple[list[int], int]]] = [[] for _ in self.names]
        totals, open_ = [0] * len(self.names), set(range(len(self.names)))
        surpluses: list[int] = []
        stages: list[tuple[dict[str, str], set[str]]] = []
        history: list[list[int]] = []
        places = self.seats

        def deal(papers: Sequence[tuple[list[int], int]]) -> None:
            for marks, value in papers:
                at = next((at for at, mark in enumerate(marks) if mark in open_), None)
                if at is not None:
                    piles[marks[at]].append((marks[at + 1 :], value))
                    totals[marks[at]] += value

        def end_stage() -> None:
            nonlocal places
            elected: list[int] = []
            while places and (reached := [at for at in open_ if totals[at] >= quota]):
                best = max(reached, key=lambda at: totals[at])
                elected.append(best)
                open_.discard(best)
                places -= 1
                if totals[best] > quota:
                    surpluses.append(best)
            if places and len(open_) <= places:
                elected += open_
                places -= len(open_)
                open_.clear()
            history.append(list(totals))
            shown = (f"{total // unit}.{total % unit:05d}" for total in totals)
            names = {self.names[at] for at in elected}
            stages.append((dict(zip(self.names, shown, strict=True)), names))

        def edge(among: Sequence[int], highest: bool) -> int:
            pick = max if highest else min
            tied = [at for at in among if totals[at] == pick(totals[one] for one in among)]
            left = tied
            for before in reversed(history) if self.by_stages else ():
                best = pick(before[at] for at in left)
                left = [at for at in left if before[at] == best]
            return left[0] if len(left) == 1 else self._by_lot(tied, left, len(history) + 1)

        deal([(marks, unit) for marks in self.papers])
        end_stage()
        while places and open_:
            if surpluses:
                one = edge(surpluses, highest=True)
                surpluses.remove(one)
                surplus, total = totals[one] - quota, totals[one]
                moved = [(marks, value * surplus // total) for marks, value in piles[one]]
                totals[one] = quota
            else:
                one = edge(sorted(open_), highest=False)
                open_.discard(one)
                moved, totals[one] = piles[one], 0
            piles[one] = []
            deal(moved)
            end_stage()
        return stages


def _draws(seed: str) -> Iterator[int]:
    """SHA-256 of the seed, a comma, and 0, 1, 2 …, as numbers."""
    return (int(sha256(f"{seed},{draw}".encode()).hexdigest(), 16) for draw in count())


def _among(draws: Iterator[int], places: int) -> int:
    """A place from 0; numbers that would favour some places are passed over."""
    fair = 2**256 - 2**256 % places
    return next(number for number in draws if number < fair) % places


def _reaches(found: int, needed: int, share: str) -> bool:
    return found > needed if share.startswith(">") else found >= needed


def _of_receipt(data: dict[str, Any], receipt: dict[str, Any]) -> Iterator[str]:
    yield from _names(receipt, {"ballot", "announced", "key", "counter", "paper"}, "the receipt")
    if receipt["announced"] != _digest_of(data):
        yield "The receipt is of another ballot, or the announcement was changed since."
    ballot = _Ballot(data)
    for text in data["papers"]:
        raw, paper = _read(text, ballot)
        if paper.key.hex() == receipt["key"]:
            counter = int.from_bytes(paper.counter, "big")
            if sha256(b"\0" + raw).hexdigest() != receipt["paper"]:
                yield f"With your credential there is another paper, with the counter {counter}."
            return
    yield "The paper of the receipt is not in the list."


def not_counted(text: str) -> list[str]:
    """Questions that this file does not count again."""
    asked = json.loads(text)["announcement"]["questions"]
    return [
        f"Question {number} was not counted again here: it takes `convenor verify ballot`."
        for number, one in enumerate(asked, start=1)
        if not _countable(one["settled"]["contest"], one["settled"]["terms"])
    ]


def told(text: str) -> Iterator[str]:
    """What a file that is in order says."""
    data = json.loads(text)
    said, close = data["announcement"], data["close"]
    many = f"{close['papers']} papers, {close['credentials']} credentials"
    yield f"{said['title']}: {many}, {said['roll']['count']} on the roll."
    yield f"Announced: {_digest_of(data)}"
    yield f"Commitment: {data['commitment']}"
    for asked, result in zip(said["questions"], data["outcome"]["results"], strict=True):
        yield f"{asked['title']}: {', '.join(result['elected']) or 'nobody'}"


def main(words: Sequence[str] | None = None) -> int:
    """The command."""
    wanted = argparse.ArgumentParser(description="Check the published file of a blind ballot.")
    wanted.add_argument("file", type=Path)
    wanted.add_argument("--commitment", default="", help="as you wrote it down at the close")
    wanted.add_argument("--announced", default="", help="the announcement as you wrote it down")
    wanted.add_argument("--receipt", type=Path, help="look for this paper of yours")
    given = wanted.parse_args(words)
    try:
        text = given.file.read_bytes().decode()
        receipt = given.receipt.read_text("utf-8") if given.receipt else ""
    except (OSError, UnicodeDecodeError) as error:
        print(f"The file can't be read: {error}.", file=sys.stderr)
        return 2
    wrong = check(text, given.commitment, given.announced, receipt)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    if wrong:
        return 1
    left = not_counted(text)
    print("\n".join((*told(text), *left)))
    print("All that was checked is as it should be." if left else "All of it is as it should be.")
    return 3 if left else 0


if __name__ == "__main__":
    sys.exit(main())
