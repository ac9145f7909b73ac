"""Barcodes as a camera sees them: drawn, and shown to a browser whose camera is a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.browser.conftest import launched

LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
"""Modules of a digit with odd parity (set A); set C is their complement, and set B is set C read backward."""

PARITIES = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")

WIDTH, HEIGHT = 640, 480
MODULE = 4
WHITE, BLACK, GRAY = 235, 16, 128


def ean13(digits: str) -> str:
    """The modules of an EAN-13: 1 is a bar (GS1 General Specifications, 5.2.1)."""

    def side_c(digit: str) -> str:
        return LEFT[int(digit)].translate(str.maketrans("01", "10"))

    def left(digit: str, parity: str) -> str:
        return LEFT[int(digit)] if parity == "A" else side_c(digit)[::-1]

    halves = (
        "".join(map(left, digits[1:7], PARITIES[int(digits[0])])),
        "".join(map(side_c, digits[7:])),
    )
    return "101" + "01010".join(halves) + "101"


def picture(modules: str) -> bytes:
    """A film of one still of the code (YUV4MPEG2, 4:2:0)."""
    bars = b"".join(bytes([BLACK if module == "1" else WHITE]) * MODULE for module in modules)
    margin = bytes([WHITE]) * ((WIDTH - len(bars)) // 2)
    row = (margin + bars + margin).ljust(WIDTH, bytes([WHITE]))
    blank = bytes([WHITE]) * WIDTH * (HEIGHT // 4)
    luma = blank + row * (HEIGHT // 2) + blank
    frame = b"FRAME\n" + luma + bytes([GRAY]) * (WIDTH * HEIGHT // 2)
    return f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 2


@contextmanager
def camera_of(playwright: Playwright, modules: str) -> Iterator[Browser]:
    """A browser that sees this code."""
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "code.y4m"
        film.write_bytes(picture(modules))
        camera = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
        with launched(playwright, *camera) as opened:
            yield opened
