"""Users over HTTP, for administrators."""

from __future__ import annotations

from dataclasses import dataclass

from stockpool.access.api import Scope, fold_name
from stockpool.access.messages import AddUser, SetDuties, UserState
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.editable import PageQuery, etag_of, expected_revision
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.wire_people import DutiesInput, NewPassword, UserInput, UserPage
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.user_administration import UserAdded, UserAdministration

PATH = "/v1/users"
ONE = f"{PATH}/{{name}}"


@dataclass(frozen=True, slots=True)
class UserCalls:
    """The calls about users; a key that is limited to nodes makes none, whatever its scope."""

    users: UserAdministration

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        scopes = (Scope.ADMIN,)
        return [
            Endpoint(
                method="POST", path=PATH, summary="Make a user; a password that is made here is told this once",
                scopes=scopes, of_no_node=True, respond=self.add, body=UserInput, reply=UserAdded, status=201,
                refusals=(Reason.USER_EXISTS, Reason.UNKNOWN_NODE, Reason.TOO_MANY_ATTEMPTS),
            ),
            Endpoint(
                method="GET", path=PATH, summary="List users in the order of their names", scopes=scopes,
                of_no_node=True, respond=self.list, query=PageQuery, reply=UserPage,
            ),
            Endpoint(
                method="GET", path=ONE, summary="Read one user with its ETag", scopes=scopes, of_no_node=True,
                respond=self.get, reply=UserState, refusals=(Reason.UNKNOWN_USER,),
            ),
            Endpoint(
                method="PUT", path=ONE, summary="Change what a user may do, if it is still as If-Match says",
                scopes=scopes, of_no_node=True, respond=self.replace, body=DutiesInput, reply=UserState, revised=True,
                refusals=(Reason.UNKNOWN_USER, Reason.UNKNOWN_NODE, Reason.STALE_VERSION, Reason.LAST_ADMIN),
            ),
            Endpoint(
                method="POST", path=f"{ONE}/password", summary="Give a user another password; all sessions end",
                scopes=scopes, of_no_node=True, respond=self.set_password, body=NewPassword, body_optional=True,
                reply=UserAdded, refusals=(Reason.UNKNOWN_USER, Reason.TOO_MANY_ATTEMPTS),
            ),
        ]  # fmt: skip

    async def add(self, call: Call[UserInput, None]) -> Answer | Refused:
        """Make one."""
        body = call.body
        command = AddUser(name=body.name, role=body.role, nodes=body.nodes, language=body.language)
        added = await self.users.add(command, body.password)
        return added if isinstance(added, Refused) else answer(added, 201, etag_of(added.user.revision))

    async def list(self, call: Call[None, PageQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        after = decode_cursor(call.query.cursor, str) if call.query.cursor is not None else ""
        if isinstance(after, Answer):
            return after
        found = await self.users.list(after, call.query.limit)
        full = len(found) == call.query.limit
        return answer(UserPage(tuple(found), encode_cursor(found[-1].name) if full else None))

    async def get(self, call: Call[None, None]) -> Answer | Refused:
        """One."""
        return _state(await self.users.get(call.path[0]))

    async def replace(self, call: Call[DutiesInput, None]) -> Answer | Refused:
        """Change what one may do."""
        seen = expected_revision(call.headers)
        if isinstance(seen, Answer):
            return seen
        body = call.body
        command = SetDuties(role=body.role, nodes=body.nodes, language=body.language, disabled=body.disabled)
        return _state(await self.users.set_duties(fold_name(call.path[0]), command, seen))

    async def set_password(self, call: Call[NewPassword, None]) -> Answer | Refused:
        """Give one another password."""
        made = await self.users.set_password(call.path[0], call.body.password)
        return made if isinstance(made, Refused) else answer(made)


def _state(state: UserState | Refused) -> Answer | Refused:
    return state if isinstance(state, Refused) else answer(state, 200, etag_of(state.revision))
