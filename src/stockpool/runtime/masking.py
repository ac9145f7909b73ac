"""Secrets are replaced before anything is shown, logged or put into a message."""

from __future__ import annotations

import re

MASK = "***"
SECRET_NAME = re.compile(r"(?i)(^|_|-)(authorization|cookie|keys?|passwd|password|secret|token)$")
"""Names whose values are secrets as a whole."""

URL_PASSWORD = re.compile(r"(?P<before>://[^:/?#@\s]*:)[^\s/]*(?=@)")
NAMED_PASSWORD = re.compile(r"(?i)(?P<before>\b(?:ssl)?password=)(?:'(?:[^'\\]|\\.)*'|[^&\s]+)")
BEARER = re.compile(r"(?i)(?P<before>\b(?:bearer|basic)\s+)\S+")


def mask_text(text: str) -> str:
    """The text with the passwords in URLs and connection strings, and bearer keys, replaced."""
    for pattern in (URL_PASSWORD, NAMED_PASSWORD, BEARER):
        text = pattern.sub(rf"\g<before>{MASK}", text)
    return text


def mask_value(name: str, value: object) -> object:
    """A named value as it may be shown."""
    if SECRET_NAME.search(name) and value is not None:
        return MASK
    return mask_text(value) if isinstance(value, str) else value
