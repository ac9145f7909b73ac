"""The one table of roles: what each may do, and whether it is always limited to nodes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from stockpool.access.model import Scope


class Role(StrEnum):
    """What a person is here for."""

    ASSOCIATE = "associate"
    STORE_MANAGER = "store_manager"
    PLANNER = "planner"
    OPERATOR = "operator"
    ADMIN = "admin"


class Bundle(msgspec.Struct, frozen=True):
    """The scopes of a role; `at_nodes` where it is always limited to some."""

    scopes: frozenset[Scope]
    at_nodes: bool = False


ROLES: Mapping[Role, Bundle] = {
    Role.ASSOCIATE: Bundle(frozenset({Scope.WORK}), at_nodes=True),
    Role.STORE_MANAGER: Bundle(frozenset({Scope.WORK, Scope.READ, Scope.STOCK}), at_nodes=True),
    Role.PLANNER: Bundle(frozenset({Scope.READ, Scope.PLAN})),
    Role.OPERATOR: Bundle(frozenset({Scope.READ, Scope.SELL, Scope.STOCK, Scope.WORK})),
    Role.ADMIN: Bundle(frozenset({Scope.ADMIN})),
}
