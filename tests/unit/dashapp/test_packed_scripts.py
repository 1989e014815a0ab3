"""Scripts on the wire: packed for a browser that can unpack them, plain for any other."""

from __future__ import annotations

import brotli
import pytest
from flask import Flask, Response

from dashapp.web.packed_scripts import init_packing

SCRIPT = b"window.clockstart = {};\n" * 200


@pytest.fixture
def server() -> Flask:
    server = Flask("scripts")
    init_packing(server)
    server.add_url_rule("/one.js", "one", lambda: Response(SCRIPT, mimetype="text/javascript"))
    server.add_url_rule("/one.json", "json", lambda: Response(SCRIPT, mimetype="application/json"))
    server.add_url_rule("/none.js", "none", lambda: Response(SCRIPT, status=404, mimetype="text/javascript"))
    return server


def test_a_script_is_packed_for_whoever_unpacks_it(server: Flask) -> None:
    answer = server.test_client().get("/one.js", headers={"Accept-Encoding": "gzip, br, zstd"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(SCRIPT) / 10
    assert brotli.decompress(answer.data) == SCRIPT


@pytest.mark.parametrize(
    ("path", "accepts"), [("/one.js", "gzip"), ("/one.js", ""), ("/one.json", "br"), ("/none.js", "br")]
)
def test_anything_else_is_left_as_it_is(server: Flask, path: str, accepts: str) -> None:
    answer = server.test_client().get(path, headers={"Accept-Encoding": accepts})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == SCRIPT
