"""gunicorn's threaded worker, which answers whether it is up before a request needs a thread, and lets sign-ins wait
that would be turned away.

Every thread may be waiting for a store that has stalled. The loop that hands connections to them is not, so it looks at
the first bytes of each request, and answers `/healthz` itself. A sign-in that finds the lane for passwords full waits
in the loop for a second, where it costs nothing, before a thread looks at it: clients that guess without a pause would
otherwise take the threads from those who save, only to be told to come back.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

from gunicorn.workers.gthread import TConn, ThreadWorker

if TYPE_CHECKING:
    from auth.passwords import Passwords

SIGN_IN = (b"POST /login ", b"POST /login?")
SIGN_IN_WAITS = 1.0
HEALTH = (b"GET /healthz ", b"GET /healthz?", b"HEAD /healthz ")
UP = b'{"status":"up"}\n'
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(UP)
)


class HealthFirstWorker(ThreadWorker):  # type: ignore[misc]
    """Every connection comes through `enqueue_req` on its way to a thread: a new one, one that was waiting for its
    first bytes, one that was kept alive."""

    passwords: Passwords

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: deque[tuple[float, TConn]] = deque()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        from auth.context import EXTENSION

        self.passwords = self.wsgi.extensions[EXTENSION].passwords

    def enqueue_req(self, conn: TConn) -> None:
        begins = peek(conn.sock)
        if begins is None and not conn.initialized:
            self.wait_for_request(conn)
        elif begins is not None and begins.startswith(HEALTH):
            self.nr_conns -= 1
            answer_health(conn, begins)
        elif begins is not None and begins.startswith(SIGN_IN) and not self.passwords.is_free():
            self.waiting.append((time.monotonic() + SIGN_IN_WAITS, conn))
        else:
            super().enqueue_req(conn)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Also hand over the sign-ins that have waited."""
        if self.waiting:
            timeout = min(timeout, max(0.0, self.waiting[0][0] - time.monotonic()))
        super().wait_for_and_dispatch_events(timeout)
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            super().enqueue_req(self.waiting.popleft()[1])

    def wait_for_request(self, conn: TConn) -> None:
        """Until its first bytes are there, as gunicorn does with a connection that let a thread wait too long."""
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))


def peek(connection: socket.socket) -> bytes | None:
    """The first bytes of what was sent, which stay to be read; None where there is nothing yet."""
    try:
        return connection.recv(len(max(HEALTH, key=len)), socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:  # gone already: a thread finds that out and says so where gunicorn says it
        return b""


def answer_health(conn: Any, begins: bytes) -> None:
    """Send it, which a buffer takes at once, and be done."""
    try:
        conn.sock.recv(65536, socket.MSG_DONTWAIT)
        conn.sock.send(ANSWER if begins.startswith(b"HEAD") else ANSWER + UP)
        conn.sock.shutdown(socket.SHUT_WR)
    except OSError:  # whoever asked has gone
        pass
    finally:
        conn.close()
