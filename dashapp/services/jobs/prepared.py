"""Said by a service whose answer the worker has to prepare first."""

from typing import Any

from storage.errors import Refused

WHOLE_AT_MOST = 5_000
"""So many records are sent whole, and worked out while somebody waits; more are not."""


class MustWait(Refused):
    """The answer takes longer than a page may: `kind` and `arguments` name the job that prepares it, `sentence` says
    what is being prepared. Afterwards the same question is answered at once."""

    def __init__(self, sentence: str, kind: str, *arguments: Any) -> None:
        super().__init__(sentence)
        self.kind, self.arguments = kind, arguments
