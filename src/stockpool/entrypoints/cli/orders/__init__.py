"""`stockpool orders`: see orders, why they are served as they are, and what nodes have to do; take a step by hand."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from stockpool.kernel.refusals import Refused

S = TypeVar("S", bound=StrEnum)

OrderId = Annotated[str, typer.Argument(metavar="ID", help="The order's id.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="So many at most.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="See orders and work on them.")
    group.command()(show)
    group.command("list")(list_all)
    group.command()(explain)
    group.command()(queue)
    group.command()(step)
    app.add_typer(group, name="orders")


def show(
    order_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="The order's id.", show_default=False)] = None,
    *,
    reference: Annotated[str | None, typer.Option(help="The retailer's own number, instead of the id.")] = None,
    channel: Annotated[str | None, typer.Option(help="The channel whose number that is.")] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Show an order as it stands (exit code 2 where there is none)."""
    from stockpool.entrypoints.cli.orders.reading import read
    from stockpool.entrypoints.cli.orders.words import order_words, printed
    from stockpool.orders.api import find_order, get_order

    if (order_id is None) == (reference is None) or (reference is None) != (channel is None):
        raise typer.BadParameter("name the order by its ID, or by --reference and --channel")
    if reference is not None and channel is not None:
        found = read(
            lambda conn: find_order(conn, channel, reference), config, data_dir=data_dir, database_url=database_url
        )
    else:
        found = read(lambda conn: get_order(conn, order_id or ""), config, data_dir=data_dir, database_url=database_url)
    if found is None:
        _nothing(f"there is no order {order_id or reference!r}", as_json=as_json)
    printed(found, order_words, as_json=as_json)


def list_all(
    *,
    status: Annotated[str, typer.Option(help="Only these statuses; several with commas.", show_default="all")] = "",
    node: Annotated[str, typer.Option(help="Only what these nodes serve, hand out or sold.", show_default="all")] = "",
    channel: Annotated[str | None, typer.Option(help="Only of this channel.")] = None,
    placed_from: Annotated[str | None, typer.Option(metavar="TIME", help="Placed then or later, with a zone.")] = None,
    placed_until: Annotated[str | None, typer.Option(metavar="TIME", help="Placed before, with a zone.")] = None,
    limit: Limit = 50,
    after: Annotated[str | None, typer.Option(metavar="ID", help="Begin behind this order.")] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """List orders in the order in which they were placed."""
    from stockpool.entrypoints.cli.orders.reading import Listing, read
    from stockpool.entrypoints.cli.orders.words import listing_words, printed
    from stockpool.kernel.ids import is_uuid
    from stockpool.orders.api import OrderFilter, list_orders
    from stockpool.orders.messages import OrderStatus

    if after is not None and not is_uuid(after):
        raise typer.BadParameter(f"{after!r} is not the id of an order", param_hint="--after")
    wanted = OrderFilter(
        channel=channel,
        statuses=_statuses(status, OrderStatus),
        nodes=tuple(_words(node)),
        placed_from=_moment(placed_from, "--placed-from"),
        placed_until=_moment(placed_until, "--placed-until"),
    )
    found = read(
        lambda conn: list_orders(conn, after, limit + 1, wanted), config, data_dir=data_dir, database_url=database_url
    )
    page = found[:limit]
    following = page[-1].order_id if len(found) > limit else None
    printed(Listing(page, following), listing_words, as_json=as_json)


def explain(
    order_id: OrderId,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Say why an order is with its nodes and not with others, from its placing on; quantities in smallest units."""
    from stockpool.entrypoints.cli.orders.reading import read
    from stockpool.entrypoints.cli.orders.words import explanation_words, printed
    from stockpool.workflows.explaining import tell_order

    found = read(lambda conn: tell_order(conn, order_id), config, data_dir=data_dir, database_url=database_url)
    if found is None:
        _nothing(f"there is no order {order_id!r}", as_json=as_json)
    printed(found, explanation_words, as_json=as_json)


def queue(
    node: Annotated[str, typer.Argument(metavar="NODE", help="The node's id.")],
    *,
    status: Annotated[
        str, typer.Option(help="Only these statuses; several with commas.", show_default="those with something to do")
    ] = "",
    limit: Limit = 50,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Show what a node has to do, first come first."""
    from stockpool.entrypoints.cli.orders.reading import Queue, read
    from stockpool.entrypoints.cli.orders.words import printed, queue_words
    from stockpool.orders.api import list_tasks
    from stockpool.orders.messages import FulfillmentStatus

    statuses = _statuses(status, FulfillmentStatus)
    found = read(
        lambda conn: list_tasks(conn, [node], statuses, None, limit),
        config,
        data_dir=data_dir,
        database_url=database_url,
    )
    printed(Queue(node, found), queue_words, as_json=as_json)


def step(
    fulfillment_order_id: Annotated[str, typer.Argument(metavar="ID", help="The fulfillment order's id.")],
    taken: Annotated[str, typer.Argument(metavar="STEP", help="What was done: release, accept, pick and so on.")],
    *,
    picked: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SKU=N",
            help="How much was picked, once for each SKU: one that is not named is not picked. Everything if left out.",
        ),
    ] = None,
    code: Annotated[str | None, typer.Option(help="The customer's pickup code, for hand-over.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is rejected.")] = None,
    carrier: Annotated[str | None, typer.Option(help="Who carries it.")] = None,
    tracking: Annotated[str | None, typer.Option(help="Its number there.")] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Take a step of a fulfillment order, also beside running servers (exit code 2 where it is refused)."""
    from stockpool.entrypoints.cli import session
    from stockpool.entrypoints.cli.orders.stepping import Said, StepTaken, command_of, take_step
    from stockpool.entrypoints.cli.orders.words import printed, step_words

    said = Said(tuple(picked) if picked else None, code, reason, carrier, tracking)
    command = command_of(fulfillment_order_id, taken, said)
    if isinstance(command, str):
        raise typer.BadParameter(command)
    with session.open_session(config, data_dir=data_dir, database_url=database_url) as opened:
        result = take_step(opened, command)
    if not isinstance(result, StepTaken):
        _refused(result, as_json=as_json)
    printed(result, step_words, as_json=as_json)


def _words(given: str) -> list[str]:
    return [word.strip() for word in given.split(",") if word.strip()]


def _statuses(given: str, kind: type[S]) -> tuple[S, ...]:
    words = _words(given)
    unknown = sorted(set(words) - set(kind))
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(kind)}", param_hint="--status")
    return tuple([kind(word) for word in words])


def _moment(given: str | None, option: str) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter("must be a time with a zone, as in 2026-01-31T10:00:00Z", param_hint=option)
    return moment


def _nothing(message: str, *, as_json: bool) -> NoReturn:
    from stockpool.entrypoints.cli import output

    output.print_error(message, ExitCode.USAGE, as_json=as_json)
    raise typer.Exit(ExitCode.USAGE)


def _refused(refused: Refused, *, as_json: bool) -> NoReturn:
    possible = refused.details.get("possible")
    more = f"; possible now: {', '.join(possible) or 'nothing'}" if possible is not None else ""
    _nothing(f"{refused.message}{more}", as_json=as_json)
