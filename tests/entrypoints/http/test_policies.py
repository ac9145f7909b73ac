"""Sourcing policies over HTTP."""

from __future__ import annotations

from tests.entrypoints.http.conftest import MakeKey, Shop

POLICIES, ACTIVE, ROLLBACK, LINT, STEPS, SHADOW = [
    f"/v1/sourcing/{each}" for each in ("policies", "active", "rollback", "lint", "steps", "shadow")
]


def document(further: float = 1, name: str = "small") -> str:
    return f"policy: {name}\ncurrency: EUR\nrules:\n  - name: all\n    costs:\n      - parcel: {{further: {further}}}\n"


async def test_a_policy_is_stored_once_read_in_english_and_listed(shop: Shop) -> None:
    first = await shop.post(POLICIES, {"text": document(), "note": "to begin with"})
    again = await shop.post(POLICIES, {"text": document()})
    assert [first.status_code, again.status_code] == [201, 200]
    assert again.json() == first.json()
    await shop.post(POLICIES, {"text": document(2)})
    read = await shop.get(f"{POLICIES}/small?version=1")
    assert read.headers["etag"] == '"1"'
    assert read.json()["policy"]["text"] == document()
    assert read.json()["policy"]["note"] == "to begin with"
    assert "Each parcel after the first costs 1.00 more." in read.json()["english"]
    assert (await shop.get(f"{POLICIES}/small", if_none_match='"2"')).status_code == 304
    page = (await shop.get(f"{POLICIES}?limit=1")).json()
    assert [each["version"] for each in page["policies"]] == [2]
    page = (await shop.get(f"{POLICIES}?limit=1&cursor={page['next']}")).json()
    assert [each["version"] for each in page["policies"]] == [1]
    for unknown in ("other", "small?version=3"):
        assert (await shop.get(f"{POLICIES}/{unknown}")).status_code == 404


async def test_what_is_wrong_is_told_by_line(shop: Shop) -> None:
    refused = await shop.post(POLICIES, {"text": document().replace("parcel", "parcle")})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/invalid-policy")
    assert refused.json()["errors"] == [
        {
            "path": "policy:6:9",
            "message": "rules[0].costs[0]: there is no cost 'parcle'; did you mean the cost 'parcel'?",
        }
    ]
    linted = (await shop.post(LINT, {"text": document() + "    filters:\n      - nodes: {never: [hull]}\n"})).json()
    assert linted["valid"]
    assert [(each["line"], each["warning"]) for each in linted["problems"]] == [(8, True)]
    linted = (await shop.post(LINT, {"text": "a: b"})).json()
    assert (linted["valid"], linted["english"]) == (False, None)
    assert (await shop.post(LINT, {"text": "a: \0"})).status_code == 400


async def test_a_policy_acts_and_is_taken_back(shop: Shop) -> None:
    untouched = await shop.get(ACTIVE)
    nothing: dict[str, object] = {"policy": None, "version": None, "step": None, "names": {}, "warnings": []}
    assert (untouched.json(), untouched.headers["etag"]) == (nothing, '"0"')
    for further in (1, 2):
        await shop.post(POLICIES, {"text": document(further)})
    acts = await shop.post(f"{POLICIES}/small/activate", {"version": 1, "note": "why not"}, if_match='"0"')
    assert (acts.status_code, acts.headers["etag"]) == (200, '"1"')
    assert (acts.json()["policy"], acts.json()["step"]["note"]) == ("small", "why not")
    assert (await shop.get(ACTIVE)).json() == acts.json()
    late = await shop.post(f"{POLICIES}/small/activate", {"version": 2}, if_match='"0"')
    assert (late.status_code, late.json()["type"]) == (412, "/problems/stale-version")
    assert (await shop.post(f"{POLICIES}/small/activate")).json()["version"] == 2
    back = await shop.post(ROLLBACK, {"note": "no good"}, if_match='"2"')
    assert (back.json()["version"], back.json()["step"]["back_to"]) == (1, 1)
    assert (await shop.post(ROLLBACK, if_match='"2"')).status_code == 412, "a repeated step back goes back once only"
    assert (await shop.post(ROLLBACK)).json()["policy"] is None
    assert (await shop.post(ROLLBACK)).json()["type"] == "/problems/policy-state"
    assert (await shop.post(f"{POLICIES}/other/activate")).status_code == 404


async def test_steps_are_listed_page_by_page_the_newest_first(shop: Shop) -> None:
    assert (await shop.get(STEPS)).json() == {"steps": [], "next": None, "names": {}}
    for further in (1, 2):
        await shop.post(POLICIES, {"text": document(further)})
        await shop.post(f"{POLICIES}/small/activate", {"note": str(further)})
    await shop.post(ROLLBACK)
    first = (await shop.get(f"{STEPS}?limit=2")).json()
    second = (await shop.get(f"{STEPS}?limit=2&cursor={first['next']}")).json()
    seen = [(each["sequence"], each["version"], each["note"]) for each in (*first["steps"], *second["steps"])]
    assert (seen, second["next"]) == ([(3, 1, ""), (2, 2, "2"), (1, 1, "1")], None)
    assert (await shop.get(f"{STEPS}?cursor=bm9uZQ")).status_code == 400


async def test_a_policy_is_let_decide_beside_the_active_one_and_ended(shop: Shop) -> None:
    await shop.post(POLICIES, {"text": document()})
    told = (await shop.send("PUT", SHADOW, {"policy": "small"})).json()["shadow"]
    assert (told["policy"], told["version"], told["sequence"]) == ("small", 1, 1)
    assert (await shop.get(SHADOW)).json()["shadow"] == told
    assert (await shop.send("PUT", SHADOW, {"policy": "small", "version": 1})).json()["shadow"] == told, (
        "it is so already"
    )
    assert (await shop.get(ACTIVE)).json()["policy"] is None
    for unknown in ({"policy": "other"}, {"policy": "small", "version": 2}):
        assert (await shop.send("PUT", SHADOW, unknown)).status_code == 404
    assert (await shop.send("PUT", SHADOW, {})).status_code == 400, "nobody ends it by forgetting a name"
    lost = document(name="lost").replace("costs:", "filters:\n      - nodes: {never: [hull]}\n    costs:")
    await shop.post(POLICIES, {"text": lost})
    assert (await shop.send("PUT", SHADOW, {"policy": "lost"})).json()["type"] == "/problems/invalid-policy"
    assert (await shop.send("PUT", SHADOW, {"policy": None})).json()["shadow"]["policy"] is None


async def test_administrators_change_and_readers_read(shop: Shop, make_key: MakeKey) -> None:
    reader = Shop(shop.client, await make_key("read"))
    for path, body in ((POLICIES, {"text": document()}), (f"{POLICIES}/small/activate", {}), (ROLLBACK, {})):
        assert (await reader.post(path, body)).status_code == 403
    assert (await reader.send("PUT", SHADOW, {"policy": None})).status_code == 403
    for path in (ACTIVE, STEPS, SHADOW):
        assert (await reader.get(path)).status_code == 200
    assert (await reader.post(LINT, {"text": document()})).status_code == 200
