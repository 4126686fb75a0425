# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tree: the published vectors of RFC 6962, and what holds for any tree."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sjalvklar.trust.audit import tree

# The eight leaves, and roots and proofs over them, that implementations of RFC 6962 have been compared by since 2013.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [tree.leaf_hash(bytes.fromhex(data)) for data in DATA]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
_96, _5F, _6B = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
_CA = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_BC = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"

small = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_that_others_compute(size: int) -> None:
    assert tree.root(LEAVES[:size]).hex() == ROOTS[size - 1]
    assert sha256(b"").digest() == tree.EMPTY


@pytest.mark.parametrize(
    ("index", "size", "proof"), [(0, 1, []), (0, 8, [_96, _5F, _6B]), (5, 8, [_BC, _CA, ROOTS[3]])]
)
def test_the_inclusion_proofs_are_those_that_others_compute(index: int, size: int, proof: list[str]) -> None:
    found = tree.inclusion_proof(LEAVES[:size], index)
    if (index, size) == (5, 8):  # its first step is the leaf beside it
        proof = [LEAVES[4].hex(), *proof[1:]]
    assert [step.hex() for step in found] == proof
    assert tree.verify_inclusion(LEAVES[index], index, size, found, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(
    ("earlier", "size", "proof"),
    [
        (1, 1, []),
        (1, 8, [_96, _5F, _6B]),
        (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", _CA, ROOTS[3]]),
        (2, 5, [_5F, _BC]),
    ],
)
def test_the_consistency_proofs_are_those_that_others_compute(earlier: int, size: int, proof: list[str]) -> None:
    assert [step.hex() for step in tree.consistency_proof(LEAVES[:size], earlier)] == proof


def slow_root(leaves: list[bytes]) -> bytes:
    """The definition in RFC 6962 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return sha256(b"\x01" + slow_root(leaves[:middle]) + slow_root(leaves[middle:])).digest()


@given(small)
def test_the_edge_gives_the_root_of_the_definition(leaves: list[bytes]) -> None:
    assert tree.root(leaves) == slow_root(leaves)


@given(small, st.data())
def test_an_edge_that_was_kept_goes_on_where_it_was(leaves: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(leaves)))
    first = tree.Edge()
    first.extend(leaves[:cut])
    again = tree.Edge.from_bytes(cut, first.to_bytes())
    again.extend(leaves[cut:])
    assert again.root() == tree.root(leaves)
    with pytest.raises(ValueError, match="edge"):
        tree.Edge.from_bytes(cut, first.to_bytes() + bytes(32))


@given(small, st.data())
def test_every_leaf_can_be_shown_to_be_in_the_tree_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = tree.inclusion_proof(leaves, index)
    root = tree.root(leaves)
    assert tree.verify_inclusion(leaves[index], index, len(leaves), proof, root)
    other = bytes(byte ^ 1 for byte in leaves[index])
    assert not tree.verify_inclusion(other, index, len(leaves), proof, root)
    assert not tree.verify_inclusion(leaves[index], len(leaves), len(leaves), proof, root)
    assert not tree.verify_inclusion(leaves[index], index, len(leaves), [*proof, root], root)


@given(small, st.data())
@settings(max_examples=300)
def test_a_tree_that_was_only_added_to_can_be_shown_to_be(leaves: list[bytes], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, len(leaves)))
    proof = tree.consistency_proof(leaves, earlier)
    old, new = tree.root(leaves[:earlier]), tree.root(leaves)
    assert tree.verify_consistency(earlier, len(leaves), old, new, proof)
    assert len(proof) <= 63
    changed = data.draw(st.integers(0, earlier - 1))
    forged = [bytes(32) if place == changed else one for place, one in enumerate(leaves)]
    if forged != leaves:
        assert not tree.verify_consistency(
            earlier, len(leaves), old, tree.root(forged), tree.consistency_proof(forged, earlier)
        )
    if proof:
        assert not tree.verify_consistency(earlier, len(leaves), old, new, proof[:-1])
        assert not tree.verify_consistency(earlier, len(leaves), old, new, [*proof, old])


def test_a_tree_cannot_be_shown_to_follow_a_larger_one() -> None:
    assert not tree.verify_consistency(3, 2, LEAVES[0], LEAVES[1], [])
    assert tree.verify_consistency(0, 2, tree.EMPTY, tree.root(LEAVES[:2]), [])
    with pytest.raises(ValueError, match="no earlier"):
        tree.consistency_proof(LEAVES[:2], 3)
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion_proof(LEAVES[:2], 2)
