"""The signed cookie of a browser that somebody has signed in from before. It opens nothing; it only says that attempts
from here are counted apart from those of strangers (see `limits`)."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from auth.context import current_auth

COOKIE = "clockstart_device"
LASTS = timedelta(days=180)
REMEMBERED = 5


@dataclass(frozen=True, slots=True)
class Device:
    """A browser, and the uids that have signed in from it, the latest first."""

    id: str
    uids: tuple[str, ...] = ()


def current_device() -> Device:
    """The device this request comes from; a new one when it brings no cookie of ours."""
    try:
        device_id, uids = _signer().loads(request.cookies.get(name_cookie(COOKIE, https=current_auth().https), ""))
    except (BadSignature, ValueError, TypeError):
        return Device(secrets.token_urlsafe(16))
    return Device(device_id, tuple(uids))


def remember_on_device(response: Response, uid: str, *, https: bool) -> None:
    """Note on the device that this person has signed in from it."""
    device = current_device()
    uids = [uid, *(other for other in device.uids if other != uid)][:REMEMBERED]
    text = _signer().dumps([device.id, uids])
    name = name_cookie(COOKIE, https=https)
    response.set_cookie(name, text, max_age=LASTS, secure=https, httponly=True, samesite="Lax")


def name_cookie(name: str, *, https: bool) -> str:
    """Over https a browser takes a cookie of such a name from this host alone, from no other of the same domain and
    over no plain http. The token `_csrf_token` keeps its name: scripts rely on it, and it is worth nothing without the
    session it belongs to."""
    return f"__Host-{name}" if https else name


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="clockstart-device")
