"""What this disk takes to keep 200 bytes: the floor under every save."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from bench.figures import Figure, percentile, print_figures

ROUNDS = 500


def time_syncs(folder: Path, rounds: int = ROUNDS) -> list[float]:
    """Seconds for each of `rounds` appends of 200 bytes followed by a sync to disk."""
    taken = []
    with (folder / "synced").open("ab", buffering=0) as file:
        for _ in range(rounds):
            start = time.perf_counter()
            file.write(b"x" * 200)
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - start)
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory(dir=".") as folder:
        taken = time_syncs(Path(folder))
    print_figures(
        "Disk: append 200 bytes and fdatasync",
        [Figure(f"p{int(share * 100)}", 1000 * percentile(taken, share), "ms") for share in (0.5, 0.99)],
    )


if __name__ == "__main__":
    main()
