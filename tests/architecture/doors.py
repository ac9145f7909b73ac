"""An import-linter contract: a capability is entered through its doors only."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from importlinter import Contract, ContractCheck, fields, output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grimp import ImportGraph


class Trespass(TypedDict):
    """One import that passes by the doors."""

    importer: str
    imported: str


class DoorsContract(Contract):
    """Outside a capability, only its doors (`api`, `messages`) may be imported.

    Every package of the container is a capability unless it is named in `open_rooms`, so a new one is closed
    from its first day.
    """

    type_name = "doors"

    container = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())
    open_rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - import-linter's signature
        """Look at every direct import into a capability."""
        trespasses = [found for room in sorted(self._capabilities(graph)) for found in self._trespasses(graph, room)]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say who went through the wall, and where."""
        for trespass in cast("list[Trespass]", check.metadata["trespasses"]):
            output.print_error(f"{trespass['importer']} imports {trespass['imported']}, which is not a door")

    def _capabilities(self, graph: ImportGraph) -> set[str]:
        container = cast("str", self.container)
        open_rooms = {f"{container}.{room}" for room in cast("list[str]", self.open_rooms)}
        return set(graph.find_children(container)) - open_rooms

    def _trespasses(self, graph: ImportGraph, room: str) -> Iterator[Trespass]:
        inside = {room, *graph.find_descendants(room)}
        doors = tuple(f"{room}.{door}" for door in cast("list[str]", self.doors))
        for module in sorted(inside.difference(doors)):
            for importer in sorted(graph.find_modules_that_directly_import(module) - inside):
                yield Trespass(importer=importer, imported=module)
