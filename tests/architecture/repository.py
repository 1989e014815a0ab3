"""The files of the repository, as the tests of this folder read them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".txt",
    ".in",
    ".sh",
    ".lua",
    ".js",
    ".css",
    ".html",
    ".json",
    ".csv",
    "",
}


@cache
def list_files() -> tuple[Path, ...]:
    """Every file that git tracks or would track, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def list_text_files() -> list[Path]:
    """Those of them that people wrote as text; vendored assets are left out."""
    return [path for path in list_files() if path.suffix in TEXT and ".min." not in path.name]


def list_source_files() -> list[Path]:
    """The Python files of the product itself, without tests and benches."""
    layers = ("app.py", "rules", "practice", "storage", "auth", "dashapp", "pages", "server")
    return [path for path in list_files() if path.suffix == ".py" and path.parts[0] in layers]


def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
