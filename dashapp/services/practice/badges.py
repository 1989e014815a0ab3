"""Open Badges 3.0: a certificate as a signed token (JWT proof format), and the keys it is verified with.

The signing key is made of the secret key and its generation, so that no further secret has to be looked after. The
public half is stored before it signs and never removed: what was signed stays verifiable after a change.
Source: 1EdTech Open Badges 3.0, §8.2; RFC 7519 (JWT), RFC 7638 (key ids), RFC 8037 (EdDSA).
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dashapp.context import Clockstart
from dashapp.services.practice.certificates import Certificate
from storage.record import Trace

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def find_key(clockstart: Clockstart) -> tuple[Ed25519PrivateKey, dict[str, Any]]:
    """The key that signs now and its public half as a JWK, which is stored by then."""
    about = f"open badge key {clockstart.store.certificates.find_generation()}".encode()
    private = Ed25519PrivateKey.from_private_bytes(
        hmac.digest(clockstart.settings.secret_key.encode(), about, "sha256")
    )
    told = {"crv": "Ed25519", "kty": "OKP", "x": encode(private.public_key().public_bytes_raw())}
    public = {**told, "kid": encode(sha256(orjson.dumps(told)).digest()), "alg": "EdDSA", "use": "sig"}
    clockstart.store.certificates.put_key(public["kid"], public)
    return private, public


def encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def list_keys(clockstart: Clockstart) -> dict[str, Any]:
    """A JWK set: the key that signs now and all that ever signed."""
    find_key(clockstart)
    return {"keys": clockstart.store.certificates.list_keys()}


def change_key(clockstart: Clockstart, trace: Trace) -> str:
    """Sign with another key from now on; its id."""
    clockstart.store.certificates.change_key()
    kid = str(find_key(clockstart)[1]["kid"])
    clockstart.store.audit.enter(None, "issuer_key_changed", trace=trace, now=clockstart.now, key=kid)
    return kid


def write_badge(clockstart: Clockstart, certificate: Certificate) -> str:
    """The credential of a certificate as a signed JWT."""
    private, public = find_key(clockstart)
    told = make_credential(clockstart, certificate)
    claims = {
        **told,
        "iss": told["issuer"]["id"],
        "jti": told["id"],
        "sub": told["credentialSubject"]["id"],
        "nbf": int(start_of(certificate.issued_on).timestamp()),
        "exp": int(end_of(certificate.expires_on).timestamp()),
    }
    head = {"kid": f"{told['issuer']['id']}#{public['kid']}", "typ": "JWT"}
    return jwt.encode(claims, private, algorithm="EdDSA", headers={**head, "kid": public["kid"]})


def make_credential(clockstart: Clockstart, certificate: Certificate) -> dict[str, Any]:
    """The credential; the holder's name is in it only where the holder allows that."""
    here, number = clockstart.settings.address, certificate.number
    name = {"name": certificate.name} if certificate.shows_name else {}
    return {
        "@context": CONTEXT,
        "id": f"{here}/certificates/{number}.jwt",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"Certificate {number}",
        "issuer": {"id": f"{here}/issuer/keys.json", "type": ["Profile"], "name": "Clockstart", "url": here},
        "validFrom": start_of(certificate.issued_on).isoformat(),
        "validUntil": end_of(certificate.expires_on).isoformat(),
        "credentialStatus": {"id": f"{here}/verify?number={number}", "type": "ClockstartVerifyPage"},
        "credentialSubject": {
            "id": f"urn:clockstart:certificate:{number}",
            "type": ["AchievementSubject"],
            **name,
            "achievement": {
                "id": f"{here}/certification#{certificate.profile}",
                "type": ["Achievement"],
                "achievementType": "Certification",
                "name": f"Elective care: {certificate.title}",
                "description": f"Passed the paper for the job of {certificate.title.lower()}, marked by the rule books "
                f"of edition {certificate.rules_version}.",
                "criteria": {"narrative": "Whole cases: percent, each section, and no more than two patients lost."},
            },
        },
    }


def start_of(day: Any) -> datetime:
    return datetime.combine(day, time(), UTC)


def end_of(day: Any) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)
