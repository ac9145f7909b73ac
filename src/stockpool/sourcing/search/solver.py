"""HiGHS without a word on standard output, where commands print JSON."""

from __future__ import annotations

import highspy


class QuietHighs(highspy.Highs):  # type: ignore[misc]  # it has no types
    """A solver that is silent before it greets, which it does when it is made."""

    def enableCallbacks(self) -> None:  # noqa: N802  # its name in highspy
        """Turn the output off first: the greeting is printed here."""
        self.setOptionValue("output_flag", False)  # noqa: FBT003
        super().enableCallbacks()
