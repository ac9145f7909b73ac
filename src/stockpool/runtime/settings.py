"""Settings: one flat TOML file, the environment and the command line; each value knows where it comes from.

Precedence: command line option, environment variable `STOCKPOOL_<NAME>`, file, default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from stockpool.runtime.addresses import read_allowed
from stockpool.runtime.masking import mask_value
from stockpool.runtime.settings_sources import (
    Given,
    Rank,
    find_settings_file,
    from_environment,
    from_file,
    from_options,
    unknown_variables,
)

__all__ = ["LoadedSettings", "Settings", "SettingsError", "find_settings_file", "load_settings", "shown"]

ROOT_DATA_DIR = Path("/var/lib/stockpool")
SECRET_SETTINGS = frozenset({"database_url", "nats_url", "oidc_client_secret"})


def default_data_dir() -> Path:
    """Where the embedded database goes unless told: the user's data folder, for root a system folder."""
    if os.geteuid() == 0:
        return ROOT_DATA_DIR
    import platformdirs

    return Path(platformdirs.user_data_dir("stockpool", appauthor=False))


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may choose."""

    database_url: str | None = None
    """PostgreSQL 15 or newer; without one the embedded server in data_dir is used."""
    data_dir: Path = msgspec.field(default_factory=default_data_dir)
    """The folder of the embedded database."""
    http_host: str = "127.0.0.1"
    """The address that the server listens on."""
    http_port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8000
    """Its port; 0 takes any free one."""
    http_workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    """Server processes, one core each."""
    public_url: Annotated[str, msgspec.Meta(pattern=r"^https?://[^/?#\s]+$")] | None = None
    """Where browsers reach the server, such as `https://stock.example.com`; with https its cookies are for TLS only."""
    trusted_proxies: str = ""
    """Addresses and networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, with commas."""
    session_idle_s: Annotated[int, msgspec.Meta(ge=60, le=366 * 86400)] = 12 * 3600
    """A session that nobody used for so long has ended."""
    session_max_s: Annotated[int, msgspec.Meta(ge=60, le=366 * 86400)] = 7 * 86400
    """A session ends after so long in any case."""
    session_idle_lock_s: Annotated[int, msgspec.Meta(ge=10, le=86400)] = 300
    """A session with a PIN that nobody used for so long is locked."""
    password_memory_mib: Annotated[int, msgspec.Meta(ge=1, le=1024)] = 64
    """Memory that hashing a password takes; the more, the longer it takes to try passwords of a stolen table."""
    audit_days: Annotated[int, msgspec.Meta(ge=1, le=36_500)] = 400
    """How long it is kept who did what."""
    oidc_issuer: Annotated[str, msgspec.Meta(pattern=r"^https?://\S+$")] | None = None
    """The OpenID provider where people may sign in; needs `stockpool[oidc]`, `public_url` and the client's id."""
    oidc_client_id: str | None = None
    """How the provider calls this server."""
    oidc_client_secret: str | None = None
    """What this server proves that with; none for a public client, which has PKCE alone."""
    oidc_scopes: str = "openid profile"
    """What the provider is asked to tell."""
    oidc_name_claim: str = "preferred_username"
    """The claim of the ID token with a user's name."""
    oidc_role_claim: str = "groups"
    """The claim with what decides on a user's role: a text or a list of them; `realm_access.roles` goes deeper."""
    oidc_roles: str = ""
    """Which values of it mean which role: `stock-admins=admin, pickers=associate`; whoever has none is refused."""
    oidc_nodes_claim: str = "nodes"
    """The claim with the nodes of associates and store managers: a list of texts, or one with commas."""
    lanes: Annotated[int, msgspec.Meta(ge=1, le=32)] = 2
    """Lanes per process; each owns one database connection."""
    lane_group_max: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 512
    """Commands that one transaction takes at most."""
    lane_queue_max: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 10_000
    """Commands that may wait before callers are told to come back later."""
    pool_size: Annotated[int, msgspec.Meta(ge=1, le=100)] = 8
    """Database connections per process for reads."""
    hold_ttl_default_s: Annotated[int, msgspec.Meta(ge=1)] = 900
    """How long a hold lasts when its caller does not say."""
    hold_ttl_max_s: Annotated[int, msgspec.Meta(ge=1, le=366 * 86400)] = 7 * 86400
    """How long a hold may last."""
    escrow_ttl_default_s: Annotated[int, msgspec.Meta(ge=1, le=30 * 86400)] = 86400
    """How long a till may sell from an escrow when it does not say."""
    escrow_grace_s: Annotated[int, msgspec.Meta(ge=0, le=30 * 86400)] = 86400
    """How much longer sales that come late find an escrow's units when its till does not say."""
    sweep_interval_s: Annotated[float, msgspec.Meta(ge=0.05, le=60)] = 1.0
    """How often expired holds are written off; they count as free before that."""
    order_release_after_s: Annotated[int, msgspec.Meta(ge=0, le=30 * 86400)] = 600
    """How long an order may be edited before its nodes are told."""
    order_accept_within_s: Annotated[int, msgspec.Meta(ge=1, le=30 * 86400)] = 7200
    """A node that has not accepted a fulfillment order by then loses it to another."""
    order_pickup_within_s: Annotated[int, msgspec.Meta(ge=1, le=366 * 86400)] = 7 * 86400
    """How long goods wait for a customer who collects them."""
    order_backorder_unserved: bool = True
    """Whether units that no node can serve any more wait for new stock; else they are cancelled."""
    return_within_days: Annotated[int, msgspec.Meta(ge=0, le=3660)] = 30
    """How long after its delivery something can be returned; 0 for ever."""
    return_expires_after_days: Annotated[int, msgspec.Meta(ge=0, le=3660)] = 30
    """How long a return that was asked for is waited for before it expires; 0 for ever."""
    outlook_days: Annotated[int, msgspec.Meta(ge=0, le=3660)] = 56
    """So many days of sales say each night what SKUs sell at nodes, where a sourcing policy asks; 0 leaves that out."""
    forecast_nightly: Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    """When a worker forecasts each night, as `02:30` in UTC; without it none does."""
    forecast_horizon: Annotated[int, msgspec.Meta(ge=1, le=366)] = 28
    """So many days ahead."""
    forecast_country: str | None = None
    """Whose public holidays the nightly forecast knows, such as `US` or `DE-BY`."""
    forecast_limit_s: Annotated[int, msgspec.Meta(ge=1, le=86400)] = 3 * 3600
    """A nightly forecast that takes longer is ended."""
    forecast_change_share: Annotated[float, msgspec.Meta(ge=0, le=1000)] = 0.25
    """A forecast of the same days that has changed by this share, and by the units below, is told as an event."""
    forecast_change_units: Annotated[float, msgspec.Meta(ge=0, le=1e12)] = 5.0
    """So many units."""
    forecast_events_max: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 200
    """Of so many SKUs at nodes a run tells it at most, of those that changed most; of the others it tells how many."""
    shadow_kept_days: Annotated[int, msgspec.Meta(ge=1, le=3660)] = 90
    """How long it is kept what a sourcing policy that decides beside the active one would have done."""
    repair_interval_s: Annotated[float, msgspec.Meta(ge=0.05, le=60)] = 1.0
    """How often orders are looked through for what is due or broken."""
    request_body_max_bytes: Annotated[int, msgspec.Meta(ge=1_000, le=1_000_000_000)] = 2_000_000
    """Larger request bodies are refused."""
    reconcile_dir: Path | None = None
    """The folder with stock files of other systems, and the SQL that maps them; without one no file is read."""
    confidence_buffer: Annotated[float, msgspec.Meta(ge=0, le=0.9999)] = 0.0
    """How sure a promise is to be though feeds are late and records wrong, such as 0.95; 0 holds nothing back."""
    event_source: Annotated[str, msgspec.Meta(pattern=r"^\S{1,200}$")] = "/stockpool"
    """Who tells an event: the CloudEvents `source`, a URI such as `https://stock.example.com`."""
    stream_patience_s: Annotated[float, msgspec.Meta(ge=0.1, le=600)] = 20.0
    """A reader of a stream that takes nothing for so long is cut off."""
    webhook_allow_networks: str = ""
    """Internal networks and hosts that webhooks may call, over http too: `10.2.0.0/16, stock-bus.internal`."""
    webhook_timeout_s: Annotated[float, msgspec.Meta(ge=0.1, le=120)] = 15.0
    """A receiver of webhooks that has not answered by then has failed."""
    webhook_retry_hours: Annotated[float, msgspec.Meta(ge=0, le=720)] = 24.0
    """How long it is tried again before an event becomes a dead letter."""
    webhook_concurrency: Annotated[int, msgspec.Meta(ge=2, le=1_000)] = 64
    """Calls of webhooks that a process has under way at once."""
    event_retention_days: Annotated[int, msgspec.Meta(ge=0, le=36_500)] = 0
    """So long events stay in the feed; 0 is for ever. The ledger keeps what they tell of."""
    event_compact_after_days: Annotated[int, msgspec.Meta(ge=0, le=36_500)] = 0
    """Of facts of stock that are older only the latest of each position stays in the feed; 0 is never."""
    event_unread_days_max: Annotated[int, msgspec.Meta(ge=1, le=36_500)] = 30
    """So long it keeps what a webhook or the broker has not read, whatever the two above say."""
    nats_url: str | None = None
    """Servers of NATS with commas between them, to whose JetStream events are published; needs `stockpool[nats]`."""
    nats_stream: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")] = "STOCKPOOL"
    """The stream; it is made where there is none."""
    nats_subject_prefix: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")] = "stockpool"
    """The first words of every subject."""
    nats_credentials: Path | None = None
    """A credentials file for NATS."""
    nats_stream_days: Annotated[int, msgspec.Meta(ge=0, le=36_500)] = 7
    """How long a stream that is made here keeps messages; 0 is for ever."""
    nats_duplicate_window_s: Annotated[float, msgspec.Meta(ge=0.1, le=86_400)] = 120.0
    """For so long it knows their ids, and takes none twice."""
    metrics_public: bool = False
    """Whether `/metrics` answers without a key; else it needs one with scope read."""
    otel_endpoint: Annotated[str, msgspec.Meta(pattern=r"^https?://\S+$")] | None = None
    """Where OpenTelemetry traces go, such as `http://localhost:4318/v1/traces`; needs the extra `otel`. Off without."""
    leave_after_s: Annotated[float, msgspec.Meta(ge=0, le=300)] = 0.0
    """How long a server that is asked to leave goes on, not ready, until load balancers send it nobody any more."""
    statement_timeout_s: Annotated[float, msgspec.Meta(ge=0.1, le=3600)] = 30.0
    """A read that takes longer is ended."""
    lock_timeout_s: Annotated[float, msgspec.Meta(ge=0.01, le=600)] = 5.0
    """A statement that waits longer for a lock is ended."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least severe message that is written."""
    log_format: Literal["console", "json"] = "console"
    """Lines for people or for machines."""


class LoadedSettings(NamedTuple):
    """Settings with the origin of each value, and the variables that look like settings and are none."""

    settings: Settings
    origins: dict[str, str]
    unknown_variables: tuple[str, ...]


class SettingsError(Exception):
    """One or more values that cannot be used; each problem says where it stands and how to mend it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


_FIELDS = {field.name: field for field in msgspec.structs.fields(Settings)}


def load_settings(
    *, file: Path | None, environment: Mapping[str, str], overrides: Mapping[str, object]
) -> LoadedSettings:
    """Read and check everything; raises SettingsError with all problems at once."""
    problems: list[str] = []
    read = from_file(file, _FIELDS, problems)
    given = dict((*read, *from_environment(environment, _FIELDS), *from_options(overrides)))
    _prefer_the_folder_if_it_is_more_binding(given)
    values = {name: _convert(name, value, problems) for name, value in given.items()}
    if problems:
        raise SettingsError(problems)
    settings = Settings(**values)
    _check_together(settings, given)
    origins = {name: given[name].origin if name in given else "default" for name in _FIELDS}
    return LoadedSettings(settings, origins, unknown_variables(environment, _FIELDS))


def shown(settings: Settings) -> dict[str, object]:
    """The settings as they may be printed: secrets masked."""
    plain: dict[str, object] = {name: getattr(settings, name) for name in _FIELDS}
    return {name: str(v) if isinstance(v, Path) else mask_value(name, v) for name, v in plain.items()}


def _convert(name: str, given: Given, problems: list[str]) -> Any:  # noqa: ANN401 - the type is the setting's own
    try:
        return msgspec.convert(
            given.value, _FIELDS[name].type, strict=given.rank != Rank.ENVIRONMENT, dec_hook=_to_path
        )
    except (msgspec.ValidationError, ValueError) as error:
        reason = str(error).replace("`", "")
        seen = "" if name in SECRET_SETTINGS else f", not {given.value!r}"
        problems.append(f"{given.origin}: {name}: {reason[:1].lower()}{reason[1:]}{seen}")
        return None


def _to_path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str | Path):
        return Path(value).expanduser()
    raise ValueError(f"expected {'a path' if kind is Path else kind.__name__}")


def _prefer_the_folder_if_it_is_more_binding(given: dict[str, Given]) -> None:
    """`--data-dir` on the command line means the embedded database there, whatever URL the environment names."""
    url, folder = given.get("database_url"), given.get("data_dir")
    if url is None or folder is None or folder.rank < url.rank:
        return
    if folder.rank == url.rank == Rank.OPTION:
        raise SettingsError(["options --database-url and --data-dir: give one of them, they name two databases"])
    if folder.rank > url.rank:
        given["database_url"] = Given(None, f"{url.origin}, set aside by {folder.origin}", folder.rank)


def _check_together(settings: Settings, given: Mapping[str, Given]) -> None:
    try:
        read_allowed(settings.webhook_allow_networks)
    except ValueError as error:
        raise SettingsError([f"{given['webhook_allow_networks'].origin}: webhook_allow_networks: {error}"]) from None
    for proxy in filter(None, map(str.strip, settings.trusted_proxies.split(","))):
        try:
            ip_network(proxy)
        except ValueError as error:
            origin = given["trusted_proxies"].origin
            raise SettingsError([f"{origin}: trusted_proxies: {error}"]) from None
    default_s, max_s = settings.hold_ttl_default_s, settings.hold_ttl_max_s
    if default_s > max_s:
        named = given.get("hold_ttl_default_s") or given["hold_ttl_max_s"]
        raise SettingsError(
            [f"{named.origin}: hold_ttl_default_s ({default_s}) must not be more than hold_ttl_max_s ({max_s})"]
        )
