"""Where the job queue is, and a client of it that gives up soon."""

from redis import Redis

from dashapp.settings import Settings
from storage.connection import CLUSTER, options
from storage.errors import Refused

QUEUE = "clockstart"


def queue_url(settings: Settings) -> str:
    """Where the queue is: beside the records, unless they are on a cluster. Raises Refused when it is nowhere."""
    url = settings.queue_url or settings.redis_url
    if url.startswith(CLUSTER):
        raise Refused("A cluster cannot hold the job queue: name a single server for it in CLOCKSTART_QUEUE_URL.")
    return url


def open_queue(settings: Settings) -> Redis:
    """For those who put work on it or look at it; a job itself is bytes. Raises Refused where it is nowhere."""
    return Redis.from_url(queue_url(settings), **{**options(), "decode_responses": False})
