"""Scripts that Dash or we put together are packed once a process, and harder than pages: every new browser asks for the
same megabytes of them. Pages and answers are packed by flask-compress, which does it for each and so has to be quick.
"""

from functools import lru_cache

import brotli
from flask import Flask, Response, request

QUALITY = 8
"""From 9 on it takes more than twice as long for half a percent less."""
SCRIPTS = 64


def init_packing(server: Flask) -> None:
    """After flask-compress: what is packed here it leaves alone."""
    server.after_request(pack_script)


def pack_script(response: Response) -> Response:
    accepts = request.accept_encodings.quality("br") > 0
    is_script = (response.mimetype or "").endswith("/javascript") and response.status_code == 200
    if accepts and is_script and not response.is_streamed:
        response.set_data(pack(response.get_data()))
        response.content_encoding = "br"
        response.vary.add("Accept-Encoding")
    return response


@lru_cache(SCRIPTS)
def pack(script: bytes) -> bytes:
    packed: bytes = brotli.compress(script, quality=QUALITY)
    return packed
