"""What every response says to the browser about what it may do with it."""

from collections.abc import Callable, Sequence

from flask import Flask, Response
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]

ScriptHashes = Callable[[], Sequence[str]]

CSRF_COOKIE = "_csrf_token"
YEAR = 365 * 24 * 60 * 60
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KEPT_OUT_OF_CACHES = ("text/html", "application/json", "text/csv", "application/pdf")


def page_policy(script_hashes: Sequence[str]) -> str:
    """The content policy of pages. Styles may be inline because the grid and the charts inject them."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def init_headers(server: Flask, *, https: bool, csp_hashes: ScriptHashes) -> None:
    """Set the headers on every response. `csp_hashes` is asked for each page, so it may be complete only after the
    app has been set up; it is cheap."""

    @server.after_request
    def set_headers(response: Response) -> Response:
        is_page = response.mimetype == "text/html"
        response.headers.update(ALWAYS)
        response.headers["Content-Security-Policy"] = page_policy(csp_hashes()) if is_page else DATA_POLICY
        if https:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        if response.mimetype in KEPT_OUT_OF_CACHES:
            response.headers.setdefault("Cache-Control", "no-store")
        if is_page:
            set_csrf_cookie(response, https=https)
        return response


def set_csrf_cookie(response: Response, *, https: bool) -> None:
    """Give the page's scripts the token they send back as `X-CSRFToken`."""
    response.set_cookie(CSRF_COOKIE, generate_csrf(), secure=https, httponly=False, samesite="Lax")
