"""What can go wrong with stored data, each with the sentence a person will read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redis.exceptions import RedisError

NOT_REACHED = "Your work has not been saved: the data store cannot be reached. Please try again in a moment."
NOT_KNOWN = (
    "It is not known whether your work has been saved: the data store stopped answering while it was saving. Save "
    "again in a moment; nothing is ever stored twice."
)
STORE_FULL = (
    "Your work has not been saved: the data store has no room and takes nothing new. What is stored can be read and "
    "is not lost. Tell your administrator."
)
CANNOT_SAVE = (
    "Nothing can be saved at the moment: the data store has no room. You can go on reading and taking files away, and "
    "nothing that was saved is lost. What you type in a form stays in this browser. Tell your administrator."
)
FULL_WORDS = ("MISCONF", "OOM", "NOREPLICAS")
NO_OWNER = "Nobody is signed in, so there is no one whose data this could be."


class StorageError(Exception):
    """Any failure of the store; `sentence` is what a person reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(StorageError):
    """What was asked for is not stored (or is not this person's)."""

    def __init__(self, sentence: str = "We could not find that record. It may have been removed.") -> None:
        super().__init__(sentence)


class Conflict(StorageError):
    """Somebody else changed it first. `mine` is what was to be written, `theirs` what is stored now."""

    def __init__(
        self,
        mine: object = None,
        theirs: object = None,
        sentence: str = "This record was changed somewhere else after you opened it. Nothing has been overwritten.",
    ) -> None:
        super().__init__(sentence)
        self.mine = mine
        self.theirs = theirs


class StoreUnavailable(StorageError):
    """The store did not answer; whether the last write arrived is unknown, so repeat it with the same operation id."""

    def __init__(self, sentence: str = NOT_REACHED) -> None:
        super().__init__(sentence)


class StoreLoading(StoreUnavailable):
    """The store still reads its files and answers when it has them all."""

    def __init__(self, sentence: str = "The data store is still loading your data. Please try again soon.") -> None:
        super().__init__(sentence)


class NotKnown(StoreUnavailable):
    """The store fell silent while it was writing: it may have done so or not. The same operation sent again is stored
    once, and says which."""

    def __init__(self, sentence: str = NOT_KNOWN) -> None:
        super().__init__(sentence)


class StoreFull(StorageError):
    """The store answers but cannot write: its disk or its memory is full."""

    def __init__(self, sentence: str = STORE_FULL) -> None:
        super().__init__(sentence)


class NoOwner(StorageError):
    """Data of a person was asked for and no person is set."""

    def __init__(self, sentence: str = NO_OWNER) -> None:
        super().__init__(sentence)


class Refused(StorageError):
    """The input cannot be stored; nothing has been written."""


class Closed(StorageError):
    """What was to be answered takes no answers any more; what was stored before counts."""


class PaperOpen(Closed):
    """Somebody has an exam paper open, and asked for something else; `href` leads to the paper."""

    def __init__(self, sentence: str, href: str) -> None:
        super().__init__(sentence)
        self.href = href


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn what redis-py raises into the errors of this module; the one place where that is done."""
    from redis import exceptions as redis_errors  # here, so that a server can begin before it is imported

    try:
        yield
    except redis_errors.RedisError as problem:
        raise as_storage_error(problem) from problem
    except redis_errors.RedisClusterException as problem:  # no RedisError: no node, or no node for the slot
        raise StoreUnavailable from problem


def as_storage_error(problem: RedisError) -> StorageError:
    """The storage error for an error of redis-py. Errors that are mistakes of ours come back as plain StorageError."""
    from redis import exceptions as redis_errors

    text = str(problem)
    if isinstance(problem, redis_errors.OutOfMemoryError) or any(word in text for word in FULL_WORDS):
        return StoreFull()
    if isinstance(problem, redis_errors.BusyLoadingError) or text.startswith("LOADING"):
        return StoreLoading()
    if isinstance(problem, (redis_errors.ConnectionError, redis_errors.TimeoutError, redis_errors.ClusterDownError)):
        return StoreUnavailable()
    if isinstance(problem, redis_errors.ReadOnlyError) or text.startswith("BUSY "):
        return StoreUnavailable()
    return StorageError(f"Your work has not been saved: the data store refused the request ({text}).")
