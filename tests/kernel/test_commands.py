"""Who a command is by."""

from __future__ import annotations

import pytest

from stockpool.kernel.commands import Command


@pytest.mark.parametrize("actor", ["sweeper", "0123456789ab", "import", ""])
def test_what_a_program_does_is_by_nobody(actor: str) -> None:
    assert Command(key="k", fingerprint="f", actor=actor).by is None


def test_what_a_person_does_is_by_that_person() -> None:
    assert Command(key="k", fingerprint="f", actor="usr_0123456789ab").by == "usr_0123456789ab"
