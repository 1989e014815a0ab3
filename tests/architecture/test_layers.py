"""The rule books and the storage run alone: importing all of them brings in none of the layers above."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.repository import ROOT, list_source_files

WEB = {"dash", "plotly", "flask", "dash_bootstrap_components", "dash_ag_grid"}


def list_modules(layer: str) -> list[str]:
    """The importable modules of a layer; a `__main__` acts when it is imported and is left out."""
    paths = [path for path in list_source_files() if path.parts[0] == layer and path.name != "__main__.py"]
    return sorted(".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths)


@pytest.mark.parametrize(
    ("layer", "never"),
    [
        ("rules", WEB | {"redis", "storage", "auth", "dashapp", "pages"}),
        ("storage", WEB | {"rules", "auth", "dashapp", "pages"}),
        ("auth", {"dash", "plotly", "rules", "dashapp", "pages"}),
    ],
)
def test_a_layer_imports_nothing_from_above(layer: str, never: set[str]) -> None:
    imports = "\n".join(f"import {module}" for module in list_modules(layer))
    script = f"{imports}\nimport sys\nprint(sorted({never!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "[]", run.stdout + run.stderr
