"""Our stylesheets and scripts as one file of each kind: a page asks for two files where it would ask for forty.

They stand beside the files they are made of, under `/assets/`, so that addresses inside them hold.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

ASSETS = Path(__file__).parent.parent / "assets"
KINDS = {"css": "text/css", "js": "text/javascript"}


@cache
def read_bundle(kind: str) -> bytes:
    """Every file of a kind that lies directly in `assets/`, in the order of their names."""
    return b"\n".join(path.read_bytes() for path in sorted(ASSETS.glob(f"*.{kind}")))


def bundle_address(kind: str) -> str:
    """Where `web.send_bundle` serves it, with a mark of its content, because browsers keep it for a year."""
    return f"/assets/clockstart.{kind}?m={sha256(read_bundle(kind)).hexdigest()[:12]}"
