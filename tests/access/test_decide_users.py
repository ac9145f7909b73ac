"""Who can be made a user, and with which password."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stockpool.access.decide.users import decide_user, generated_password, password_problem
from stockpool.access.messages import AddUser
from stockpool.access.people import User
from stockpool.kernel.refusals import Refused

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def made(**more: object) -> User | Refused:
    return decide_user(AddUser(**({"name": "anna", "role": "planner"} | more)), entropy=bytes(6), now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Anna", " anna ", "\uff21\uff2e\uff2e\uff21", "ANNA"])
def test_a_name_is_one_however_it_is_written(name: str) -> None:
    user = made(name=name)
    assert isinstance(user, User)
    assert (user.name, user.id) == ("anna", "usr_000000000000")


@pytest.mark.parametrize(
    ("more", "paths"),
    [
        ({"name": "  "}, ["name"]),
        ({"name": "x" * 65}, ["name"]),
        ({"role": "king"}, ["role"]),
        ({"role": "associate"}, ["nodes"]),
        ({"nodes": ("N1",)}, ["nodes"]),
        ({"role": "store_manager", "nodes": ("N1", "")}, ["nodes[1]"]),
        ({"language": "fr"}, ["language"]),
    ],
)
def test_what_is_wrong_is_named(more: dict[str, object], paths: list[str]) -> None:
    refused = made(**more)
    assert isinstance(refused, Refused)
    assert [problem.path for problem in refused.problems] == paths


@pytest.mark.parametrize(
    "password",
    [
        "short", "x" * 201, "aaaaaaaaaaaa", "abababababab", "1234567890", "9876543210", "0123456789", "abcdefghijkl",
        "Password123", "PASSWORDPASSWORD", "qwertyuiop", "welcome2024!", "anna-anna-anna", "anna1234567", "1234anna56!",
    ],
)  # fmt: skip
def test_a_password_that_is_tried_first_is_refused(password: str) -> None:
    assert password_problem(password, "Anna") is not None


@pytest.mark.parametrize("password", ["moving-stock", "joanna works here", "correct horse battery", "ärgerliche Möwe"])
def test_any_other_is_good_without_rules_about_its_letters(password: str) -> None:
    assert password_problem(password, "anna") is None


def test_a_password_that_is_made_is_good_and_can_be_read_out() -> None:
    password = generated_password(bytes(range(100, 116)))
    assert password_problem(password, "anna") is None
    assert [len(group) for group in password.split("-")] == [4, 4, 4, 4]
    assert not set(password) & set("0O1lIio")
