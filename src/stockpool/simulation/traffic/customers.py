"""Who orders on the web, what, and where they live."""

from __future__ import annotations

from decimal import Decimal

from stockpool.simulation.retailer.baskets import Bought, Home
from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.scene import Scene

KIT_CHANCE = 0.04

SEEN_IN_STORES = 0.8
"""Share of what is ordered online that stores have too; only a center has much of the rest."""

FIRST_NAMES = ("Mia", "Jonas", "Lea", "Emil", "Clara", "Paul", "Ida", "Noah", "Frieda", "Karim", "Greta", "Luka")
LAST_NAMES = ("Schmidt", "Weber", "Yilmaz", "Wagner", "Becker", "Huber", "Novak", "Koch", "Richter", "Wolf", "Bauer")
STREETS = ("Hauptstraße", "Gartenweg", "Bahnhofstraße", "Lindenallee", "Am Markt", "Schulstraße", "Bergstraße")


def basket(scene: Scene) -> requests.Lines:
    """One to three things that people buy online, now and then a kit."""
    wanted: dict[str, Bought] = {}
    for _ in range(scene.dice.choices((1, 2, 3), (85, 12, 3))[0]):
        line = scene.dice.choice(scene.baskets.store if scene.dice.random() < SEEN_IN_STORES else scene.baskets.web)
        wanted[line.sku] = line
    lines = [order_line(line, line.quantity) for _, line in sorted(wanted.items())]
    if scene.baskets.kits and scene.dice.random() < KIT_CHANCE:
        lines.append({"sku": scene.dice.choice(scene.baskets.kits), "quantity": 1})
    return lines


def order_line(bought: Bought, quantity: int | Decimal) -> dict[str, object]:
    """A line of an order, with its price where that is known."""
    price = {} if bought.price is None else {"unit_price": bought.price}
    return {"sku": bought.sku, "quantity": quantity, **price}


def address(scene: Scene, home: Home | None = None) -> dict[str, object]:
    """Somewhere in the country, not far from a city with a store: a certain one, or any."""
    home = home or scene.dice.choice(scene.baskets.homes)
    place: dict[str, object] = {
        "recipient": f"{scene.dice.choice(FIRST_NAMES)} {scene.dice.choice(LAST_NAMES)}",
        "street": f"{scene.dice.choice(STREETS)} {scene.dice.randint(1, 120)}",
        "country": home.country,
        "latitude": round(home.latitude + scene.dice.uniform(-0.12, 0.12), 4),
        "longitude": round(home.longitude + scene.dice.uniform(-0.18, 0.18), 4),
    }
    if home.city:
        place |= {"city": home.city, "postal_code": home.postal_code}
    return place
