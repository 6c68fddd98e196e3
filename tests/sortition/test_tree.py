"""Rules for the tree: it is that of RFC 6962, and a proof holds for one place only."""

from __future__ import annotations

import pytest

from domain.sortition.tree import Tree, leaf_hash, root_from

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
# The roots over the first so many of them that implementations of certificate transparency give.
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def test_the_roots_are_those_that_others_give() -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    assert [Tree(hashes[:size]).root.hex() for size in range(9)] == list(ROOTS)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 33])
def test_every_leaf_has_a_path_to_the_root_from_its_own_place_alone(size: int) -> None:
    hashes = [leaf_hash(bytes([at])) for at in range(size)]
    tree = Tree(hashes)
    for at in range(size):
        places = [to for to in range(size) if root_from(hashes[at], to, size, tree.path(at))]
        right = [to for to in places if root_from(hashes[at], to, size, tree.path(at)) == tree.root]
        assert right == [at]


def test_a_path_that_is_too_long_or_too_short_proves_nothing() -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    path = Tree(hashes).path(3)
    assert root_from(hashes[3], 3, 8, path[:-1]) is None
    assert root_from(hashes[3], 3, 8, (*path, path[0])) is None
    assert root_from(hashes[3], 8, 8, path) is None
