"""Run every bench, or those named: `python -m bench [NAME …]`. Each runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.figures import describe_machine

FOLDER = Path(__file__).parent


def list_benches() -> list[str]:
    """The modules of this folder that can be run."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if "\ndef main()" in path.read_text(encoding="utf-8"))


def main() -> int:
    wanted = sys.argv[1:] or [name for name in list_benches() if name != "__main__"]
    print(describe_machine())
    failed = [
        name for name in wanted if subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode
    ]
    if failed:
        print(f"\nDid not finish: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
