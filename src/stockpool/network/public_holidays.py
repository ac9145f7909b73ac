"""Public holidays by country and subdivision, as the library `holidays` knows them; it is loaded when first asked."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_FORM = re.compile(r"[A-Z]{2}(?:-.+)?")


@lru_cache(maxsize=1024)
def holiday_calendar_problem(name: str) -> str | None:
    """What is wrong with the name of a holiday calendar, or None."""
    country, _, subdivision = name.partition("-")
    if not _FORM.fullmatch(name):
        return f"must be a country such as DE, or one of its subdivisions such as DE-BE, not {name!r}"
    known = _calendars().get(country)
    if known is None:
        return f"no holidays are known for the country {country!r}"
    if subdivision and subdivision not in known:
        return f"{country} has no subdivision {subdivision!r}; known are {', '.join(known) or 'none'}"
    return None


@lru_cache(maxsize=4096)
def holiday_dates(name: str, year: int) -> frozenset[date]:
    """The holidays of a year by a calendar that is known."""
    import holidays

    country, _, subdivision = name.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year, expand=False))


@lru_cache(maxsize=1)
def _calendars() -> dict[str, list[str]]:
    """The countries that are known, each with its subdivisions."""
    import holidays

    return holidays.list_supported_countries(include_aliases=False)
