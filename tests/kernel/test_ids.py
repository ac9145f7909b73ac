"""Identifiers: in the order of their time, never twice, not even across a fork."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from stockpool.kernel import ids
from stockpool.kernel.ids import ENTROPY_PARTS, is_uuid, new_uuid7, uuid7

COUNT = ENTROPY_PARTS * 4

forks = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # Python 3.12: the test's own threads are none


def test_an_identifier_says_its_moment_version_and_variant() -> None:
    made = uuid7(0x0123456789AB, bytes.fromhex("ffffffffffffffffffff"))
    assert made == "01234567-89ab-7fff-bfff-ffffffffffff"
    assert is_uuid(made)


def test_none_comes_twice_whichever_thread_asks() -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: new_uuid7(), range(COUNT)))
    assert len(set(made)) == COUNT
    assert all(map(is_uuid, made))


def made_in_a_child() -> bytes:
    """The random part of what a forked child makes first."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, new_uuid7()[19:].encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        return said.read()


@forks
def test_a_child_does_not_go_on_with_the_entropy_of_its_parent() -> None:
    new_uuid7()
    assert made_in_a_child() != new_uuid7()[19:].encode()


@forks
def test_a_child_that_kept_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the entropy is a list that a fork copies."""
    kept = [bytes(10)] * ENTROPY_PARTS
    monkeypatch.setattr(ids, "_entropy", kept)  # another list than the one that the child forgets
    assert made_in_a_child() == new_uuid7()[19:].encode()
