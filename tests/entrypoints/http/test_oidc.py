"""People sign in at an OpenID provider, and nobody else does in their place."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from urllib.parse import urlsplit

import httpx2
import msgspec
import pytest
from joserfc.jwk import RSAKey

from stockpool.access.decide.provided import local_path, read_roles
from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import HttpApp
from stockpool.runtime.settings import Settings, SettingsError
from stockpool.workflows.people import require_provider
from tests.entrypoints.http.conftest import Shop, calling, interface_of
from tests.entrypoints.http.openid_provider import CLIENT_ID, CLIENT_SECRET, Claims, OpenIdProvider

PUBLIC_URL = "https://stock.example.com"
START = f"{PUBLIC_URL}/v1/session/oidc?return_to=/store/queue"


def settings_for(issuer: str, **more: str) -> Settings:
    given = {
        "public_url": PUBLIC_URL,
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_roles": "stock-admins=admin, pickers=associate",
    } | more
    return Settings(pool_size=2, sweep_interval_s=60, password_memory_mib=1, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shared_provider() -> Iterator[OpenIdProvider]:
    """One provider for all tests: its key takes a while to make."""
    started = OpenIdProvider()
    yield started
    started.close()


@pytest.fixture
def provider(shared_provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch) -> OpenIdProvider:
    """A provider that tells the truth; what a test changes is put back."""
    for name in ("person", "lie", "signing", "algorithm", "key"):
        monkeypatch.setattr(shared_provider, name, getattr(shared_provider, name))
    return shared_provider


@pytest.fixture
async def application(database_url: str, provider: OpenIdProvider) -> AsyncIterator[Application]:
    started = Application(settings_for(provider.issuer), database_url)
    await started.start()
    yield started
    await started.close()


@pytest.fixture
def http_app(application: Application) -> HttpApp:
    return interface_of(application)


def saying(said: Claims) -> Callable[[Claims], Claims]:
    """What makes a token say this instead; None takes a claim away."""
    return lambda claims: {name: value for name, value in (claims | said).items() if value is not None}


class Visitor:
    """A browser that follows redirects between the server and the provider."""

    def __init__(self, http_app: HttpApp) -> None:
        self.here = calling(http_app)

    async def leave(self, start: str = START) -> str:
        """Where the provider sends the browser back to."""
        away = await self.here.get(start)
        assert away.status_code == 303, away.text
        async with httpx2.AsyncClient() as outside:
            return str((await outside.get(away.headers["location"])).headers["location"])

    async def sign_in(self) -> httpx2.Response:
        return await self.here.get(await self.leave())

    async def who(self) -> httpx2.Response:
        return await self.here.get(f"{PUBLIC_URL}/v1/session")


async def test_who_is_known_there_is_made_a_user_here_and_stays_as_is_told(
    http_app: HttpApp, provider: OpenIdProvider, shop: Shop
) -> None:
    visitor = Visitor(http_app)
    assert (await visitor.here.get("/v1/session/ways")).json() == {"password": True, "oidc": True}
    back = await visitor.sign_in()
    assert (back.status_code, back.headers["location"]) == (303, "/store/queue")
    told = (await visitor.who()).json()
    assert (told["user"], told["role"], told["nodes"], told["has_password"]) == ("gerda", "associate", ["N1"], False)
    provider.person = provider.person | {"groups": ["stock-admins", "pickers"]}
    await visitor.sign_in()
    again = (await visitor.who()).json()
    assert (again["id"], again["role"], again["nodes"]) == (told["id"], "admin", None)
    users = (await shop.get("/v1/users")).json()["users"]
    assert [(each["name"], each["signs_in_with"]) for each in users] == [("gerda", ["oidc"])]
    deeds = (await shop.get("/v1/audit?user=gerda")).json()["deeds"]
    assert {each["call"] for each in deeds} == {"GET /v1/session/oidc/callback"}


async def test_who_has_no_role_here_or_a_name_that_is_taken_is_not_let_in(
    http_app: HttpApp, provider: OpenIdProvider, shop: Shop
) -> None:
    await shop.post("/v1/users", {"name": "ada", "role": "admin"})
    for person, reason in (
        ({"groups": ["guests"]}, "forbidden"),
        ({"groups": "guests"}, "forbidden"),
        ({"nodes": "N9"}, "unknown-node"),
        ({"nodes": []}, "invalid-input"),
        ({"preferred_username": "ADA", "sub": "7"}, "user-exists"),
    ):
        provider.lie = saying(person)
        visitor = Visitor(http_app)
        assert (await visitor.sign_in()).headers["location"] == f"/store/queue#sign-in={reason}"
        assert (await visitor.who()).status_code == 401
    assert [each["name"] for each in (await shop.get("/v1/users")).json()["users"]] == ["ada"]


LIES: list[Claims] = [
    {"iss": "https://elsewhere.example.com"}, {"aud": "another"}, {"aud": ["another", "third"]}, {"nonce": "x"},
    {"aud": [CLIENT_ID, "another"]}, {"azp": "another"}, {"exp": int(time.time()) - 100}, {"exp": None},
    {"nonce": None}, {"sub": None}, {"aud": None}, {"iat": int(time.time()) + 1_000},
]  # fmt: skip


async def test_a_token_that_was_not_made_for_this_sign_in_counts_for_nothing(
    http_app: HttpApp, provider: OpenIdProvider, shop: Shop
) -> None:
    del shop
    refused = "/store/queue#sign-in=wrong-credentials"
    for lie in LIES:
        provider.lie = saying(lie)
        visitor = Visitor(http_app)
        assert (await visitor.sign_in()).headers["location"] == refused, lie
        assert (await visitor.who()).status_code == 401
    provider.lie = saying({})
    for algorithm in ("none", "HS256"):
        provider.algorithm = algorithm
        assert (await Visitor(http_app).sign_in()).headers["location"] == refused, algorithm
    provider.algorithm, provider.signing = "RS256", RSAKey.generate_key(2048, {"kid": "one"})
    assert (await Visitor(http_app).sign_in()).headers["location"] == refused


async def test_only_the_browser_that_left_comes_back(http_app: HttpApp, provider: OpenIdProvider, shop: Shop) -> None:
    del provider, shop
    visitor, other = Visitor(http_app), Visitor(http_app)
    back = await visitor.leave()
    for caller in (other, visitor):
        answered = await caller.here.get(back if caller is other else back.replace("state=", "state=x"))
        assert (answered.status_code, answered.json()["type"]) == (401, "/problems/wrong-credentials")
    await other.leave()
    assert (await other.here.get(back)).status_code == 401
    stolen = urlsplit(await visitor.leave()).query.split("&")[0]
    mine = await other.leave()
    swapped = f"{mine.split('?')[0]}?{stolen}&{mine.split('?')[1].split('&', 1)[1]}"
    assert (await other.here.get(swapped)).headers["location"] == "/store/queue#sign-in=wrong-credentials"


async def test_the_provider_may_change_its_keys_and_be_away(
    http_app: HttpApp, application: Application, provider: OpenIdProvider, shop: Shop
) -> None:
    del shop
    assert (await Visitor(http_app).sign_in()).headers["location"] == "/store/queue"
    provider.key = provider.signing = RSAKey.generate_key(2048, {"kid": "two"})
    assert application.people.provider is not None
    assert (await Visitor(http_app).sign_in()).headers["location"] == "/store/queue#sign-in=wrong-credentials"
    application.people.provider._monotonic = lambda: time.monotonic() + 11
    assert (await Visitor(http_app).sign_in()).headers["location"] == "/store/queue"
    application.people.provider._known = None
    provider.lacks = "token_endpoint"
    assert (await Visitor(http_app).here.get(START)).status_code == 503
    provider_settings = application.people.provider._settings
    nowhere = msgspec.structs.replace(provider_settings, issuer="http://127.0.0.1:9")
    application.people.provider._settings = nowhere
    away = await Visitor(http_app).here.get(START)
    assert (away.status_code, away.json()["type"], "retry-after" in away.headers) == (503, "/problems/busy", True)


@pytest.mark.parametrize(
    "asked",
    ["//evil.example.com", "https://evil.example.com", "/\\evil.example.com", "evil", "", "/a\r\nset-cookie: x"],
)
def test_the_browser_goes_back_to_a_page_of_this_server_only(asked: str) -> None:
    assert local_path(asked) == "/"
    assert local_path("/store/queue?x=1#y") == "/store/queue?x=1#y"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"oidc_client_id": ""}, "oidc_client_id: is needed"),
        ({"oidc_roles": "pickers=king"}, "'pickers=king' must be VALUE=ROLE"),
        ({"oidc_issuer": "http://id.example.com"}, "must begin with https://"),
    ],
)
def test_settings_that_lead_nowhere_are_told_at_the_start(more: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        require_provider(settings_for("https://id.example.com", **more))
    require_provider(settings_for("https://id.example.com"))
    require_provider(Settings())


def test_without_the_library_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stockpool.access.provider.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"pip install 'stockpool\[oidc\]'"):
        require_provider(settings_for("https://id.example.com"))


def test_values_with_signs_of_their_own_mean_roles_too() -> None:
    assert read_roles("cn=pickers=associate,") == {"cn=pickers": "associate"}
