"""What the server's log says about its files, in the words of whoever runs it."""

import re
from collections.abc import Iterator

from storage.append_only import read_through
from storage.server_files import ServerFiles

UNREADABLE = re.compile(r"(?:Bad file format reading|Unknown command|Error reading).*?(appendonly\.aof\.\d+\.\w+\.aof)")
MANIFEST_WORDS = ("AOF MANIFEST FILE ERROR", "Found an empty AOF manifest", "Invalid AOF manifest")
SHORT = re.compile(r"Truncating the AOF (\S+) at offset (\d+)")
WHAT_TO_DO = "Nothing was changed. See what would go, and repair it: flask repair-store"


def find_damage(files: ServerFiles, since: int) -> str:
    """Which file the server could not read, where, and how much work that may be; "" when that was not the reason."""
    said = files.log_tail(since)
    if any(words in said for words in MANIFEST_WORDS):
        return f"The list of the store's files in {files.folder / 'appendonlydir'} cannot be read. {WHAT_TO_DO}"
    found = UNREADABLE.search(said)
    if not found:
        return ""
    path = files.folder / "appendonlydir" / found[1]
    where = " ".join(read_through(path).sentences) or f"{path} holds a command that the server does not know."
    return f"The store cannot read its own file. {where} {WHAT_TO_DO}"


def find_cuts(files: ServerFiles, since: int) -> Iterator[str]:
    """A sentence for each file that ended within a command and was cut off there."""
    for name, offset in SHORT.findall(files.log_tail(since)):
        yield (
            f"The end of the store's file {name} had not been written whole when the machine stopped: it was cut off "
            f"at byte {int(offset):,}. What had been confirmed before is there; the last save under way is not."
        )
