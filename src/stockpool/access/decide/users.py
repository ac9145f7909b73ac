"""Which users are made, and what a password must be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from unicodedata import normalize

from stockpool.access.decide.usual_passwords import USUAL
from stockpool.access.messages import AddUser
from stockpool.access.people import User
from stockpool.access.roles import ROLES, Role
from stockpool.kernel.commands import PERSON_PREFIX
from stockpool.kernel.ids import id_problem
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field

ID_BYTES = 6
PASSWORD_LENGTH_MIN = 10
PASSWORD_LENGTH_MAX = 200
"""Whatever is longer is not hashed: hashing long texts is work that anybody could ask for."""

DIFFERENT_MIN = 5
LANGUAGES = ("en", "de", "es")
GENERATED_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is mistaken for something else: i and l and 1, o and 0."""
GENERATED_GROUPS = 4
GENERATED_GROUP = 4
GENERATED_BYTES = GENERATED_GROUPS * GENERATED_GROUP


def fold_name(name: str) -> str:
    """The one written form of a user's name: telephones begin names with capitals."""
    return normalize("NFKC", name.strip()).casefold()


def decide_user(command: AddUser, *, entropy: bytes, now: datetime) -> User | Refused:
    """A user of a known role, with nodes where the role has them and only there; its password comes behind."""
    name = fold_name(command.name)
    if message := id_problem(name):
        return refused_field(Reason.INVALID_INPUT, "name", message)
    if problems := duties_problems(command.role, command.nodes, command.language):
        return Refused(Reason.INVALID_INPUT, "the user cannot be made", tuple(problems))
    return User(
        id=f"{PERSON_PREFIX}{entropy[:ID_BYTES].hex()}",
        name=name,
        role=Role(command.role),
        nodes=frozenset(command.nodes) or None,
        language=command.language,
        subject=command.subject,
        created_at=now,
    )


def leaves_no_admin(user: User, *, role: str, disabled: bool, admins: Sequence[str]) -> bool:
    """Whether nobody would be an administrator any more; `admins` are the ids of those who are."""
    stays = role == Role.ADMIN and not disabled
    return not stays and list(admins) == [user.id]


def duties_problems(role: str, nodes: Sequence[str], language: str | None) -> list[Problem]:
    """What is wrong with a role, its nodes and the language."""
    problems = [Problem(f"nodes[{i}]", said) for i, node in enumerate(nodes) if (said := id_problem(node))]
    if language is not None and language not in LANGUAGES:
        problems.append(Problem("language", f"must be one of {', '.join(LANGUAGES)}, not {language!r}"))
    if role not in list(Role):
        return [*problems, Problem("role", f"must be one of {', '.join(Role)}, not {role!r}")]
    if ROLES[Role(role)].at_nodes and not nodes:
        problems.append(Problem("nodes", f"must name at least one: a user of the role {role} works there"))
    if not ROLES[Role(role)].at_nodes and nodes:
        problems.append(Problem("nodes", f"must be empty: a user of the role {role} is not limited to nodes"))
    return problems


def password_problem(password: str, name: str) -> str | None:
    """What is wrong with a new password, or None."""
    if len(password) < PASSWORD_LENGTH_MIN:
        return f"must have at least {PASSWORD_LENGTH_MIN} characters"
    if len(password) > PASSWORD_LENGTH_MAX:
        return f"must have at most {PASSWORD_LENGTH_MAX} characters"
    folded = password.casefold()
    if is_usual(folded):
        return "is one of the passwords that are tried first"
    if fold_name(name) in (folded, folded[::-1]) or folded.replace(fold_name(name), "").strip("0123456789!.-_ ") == "":
        return "must not be the user's name"
    return None


def is_usual(folded: str) -> bool:
    """Whether a password is among the usual ones, or of few different characters, or runs along the alphabet."""
    bare = folded.strip("0123456789!?.,-_ ")
    if folded in USUAL or bare in USUAL or len(set(folded)) < DIFFERENT_MIN:
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    return steps <= {1, -9} or steps <= {-1, 9}


def generated_password(entropy: bytes) -> str:
    """A password of four groups that can be read out and typed, from `GENERATED_BYTES` random bytes: 78 bits."""
    assert len(entropy) == GENERATED_BYTES
    letters = [GENERATED_ALPHABET[byte % len(GENERATED_ALPHABET)] for byte in entropy]
    groups = [letters[i : i + GENERATED_GROUP] for i in range(0, len(letters), GENERATED_GROUP)]
    return "-".join("".join(group) for group in groups)
