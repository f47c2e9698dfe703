/** `_signature.py`: verification by the contract's signature scheme. */
export const signatureModule = String.raw`"""Verifies signatures over the raw bytes of deliveries."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import time as clock
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ._codec import parse_time
from ._contract import SCHEME
from ._delivery import AuthenticationError, Headers, Secrets, pairs_of, same_text, secrets_of, values_of

_ALGORITHMS = {
    "hmac-sha1": hashlib.sha1,
    "hmac-sha256": hashlib.sha256,
    "hmac-sha384": hashlib.sha384,
    "hmac-sha512": hashlib.sha512,
}


def verify(
    body: bytes,
    headers: Headers,
    *,
    secrets: Secrets,
    url: str | Sequence[str] = (),
    method: str = "POST",
    now: float | None = None,
    tolerance: float | None = None,
) -> str | None:
    """Makes sure that a delivery comes from somebody who knows a secret.

    body: the raw bytes, as they were received.
    url: as it is registered with the vendor, not what a proxy made of it; several are tried in turn.
    now: Unix time in seconds at which the delivery was received; the present when absent.
    tolerance: greatest age or lead of a signed time in seconds; the contract's when absent.

    Returns the id of the secret that matched. Raises AuthenticationError when none does, ValueError when a secret or
    the URL cannot be used, and TypeError when the body or a secret is of another type.
    """
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise TypeError("body must be the raw bytes, as they were received: signatures are over bytes.")
    urls = [url] if isinstance(url, str) else list(url)
    if "{url}" in SCHEME["signed"] and not all(re.match("https?://", one, re.I) for one in urls or [""]):
        raise ValueError("url must be the URL that is registered with the vendor: https://... The vendor signs it.")
    keys = [(secret_id, _key_of(secret)) for secret_id, secret in secrets_of(secrets)]
    pairs = pairs_of(headers)
    items, signatures = _signatures(pairs)
    parts = {"method": method.upper(), "id": _part("id", pairs, items), "timestamp": _part("timestamp", pairs, items)}
    if "id" in _sources() and parts["id"] is None:
        raise AuthenticationError("signature-missing", f"The delivery does not carry its id ({_sources()['id']}).")
    signed_at = _seconds(parts["timestamp"] or "")
    if "timestamp" in _sources() and signed_at is None:
        where = _sources()["timestamp"]
        raise AuthenticationError("signature-no-timestamp", f"The delivery carries no time ({where}).")
    for secret_id, key in keys:
        for registered in urls or [""]:
            expected = _sign(key, body, {**parts, "url": registered})
            # All are compared: the time does not tell which one matched.
            if any([same_text(signature, expected) for signature in signatures]):
                _refuse_late(signed_at, clock.time() if now is None else now, tolerance)
                return secret_id
    raise AuthenticationError("signature-mismatch", _mismatch(urls))


def _signatures(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The entries of the signature header, and the signatures among them in the spelling of _sign."""
    header = SCHEME["header"]
    values = [value for value in values_of(pairs, header) if value]
    if not values:
        raise AuthenticationError("signature-missing", f"The delivery has no header {header}.")
    if "list" in SCHEME or any(source.startswith("pair:") for source in _sources().values()):
        separator = SCHEME.get("list", {}).get("separator", ",")
        values = [item.strip() for value in values for item in value.split(separator)]
    lead = SCHEME.get("list", {}).get("label", "") + SCHEME.get("prefix", "")
    found = [_read_signature(item[len(lead) :]) for item in values if item.startswith(lead)]
    signatures = [signature for signature in found if signature is not None]
    if not signatures:
        message = f"The header {header} holds no signature in {SCHEME['encoding']}."
        raise AuthenticationError("signature-malformed", message)
    return values, signatures


def _read_signature(text: str) -> str | None:
    size = _ALGORITHMS[SCHEME["algorithm"]]().digest_size
    is_hex = SCHEME["encoding"] == "hex"
    plain = text.lower() if is_hex else text.rstrip("=")
    return plain if len(plain) == (size * 2 if is_hex else -(-size * 4 // 3)) else None


def _sign(key: bytes, body: bytes, parts: dict[str, str | None]) -> str:
    code = hmac.new(key, digestmod=_ALGORITHMS[SCHEME["algorithm"]])
    for index, piece in enumerate(re.split(r"\{(\w+)\}", SCHEME["signed"])):
        if index % 2 == 0:
            code.update(piece.encode())
        elif piece == "body":
            code.update(body)
        else:
            code.update((parts.get(piece) or "").encode("utf-8", "surrogatepass"))
    if SCHEME["encoding"] == "hex":
        return code.hexdigest()
    encode = base64.b64encode if SCHEME["encoding"] == "base64" else base64.urlsafe_b64encode
    return encode(code.digest()).decode().rstrip("=")


def _key_of(secret: str) -> bytes:
    """Raises ValueError, without the secret, when it is not written in the scheme's encoding."""
    rule = SCHEME.get("secret", {})
    text, encoding = secret.removeprefix(rule.get("prefix", "")), rule.get("encoding", "utf8")
    try:
        if encoding == "hex" and re.fullmatch("(?:[0-9a-fA-F]{2})+", text):
            return bytes.fromhex(text)
        if encoding == "base64":
            plain = text.rstrip("=")
            key = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
            if key and base64.b64encode(key).decode().rstrip("=") == plain:
                return key
        if encoding == "utf8" and text:
            return text.encode()
    except (binascii.Error, ValueError):
        pass
    raise ValueError(f"The secret is not written in {encoding}, as the signature scheme demands.")


def _sources() -> dict[str, str]:
    sources: dict[str, str] = SCHEME.get("parts", {})
    return sources


def _part(name: str, pairs: list[tuple[str, str]], items: list[str]) -> str | None:
    source = _sources().get(name, "")
    if source.startswith("header:"):
        return next(iter(values_of(pairs, source[len("header:") :])), None)
    lead = source[len("pair:") :] + "="
    return next((item[len(lead) :] for item in items if source and item.startswith(lead)), None)


def _seconds(text: str) -> float | None:
    """Unix time in seconds of a time written in seconds, in milliseconds or as RFC 3339."""
    if re.fullmatch("[0-9]{1,14}", text):
        return int(text) if len(text) < 12 else int(text) / 1000
    try:
        time: datetime | None = parse_time(text) if re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}T", text) else None
        return None if time is None else time.timestamp()
    except (ValueError, OverflowError):
        return None


def _refuse_late(signed_at: float | None, now: float, tolerance: float | None) -> None:
    allowed: Any = SCHEME.get("tolerance") if tolerance is None else tolerance
    if signed_at is None or allowed is None or abs(now - signed_at) <= allowed:
        return
    age = round(now - signed_at)
    when = f"{age} s ago" if age > 0 else f"{-age} s ahead of time"
    raise AuthenticationError("signature-too-old", f"The delivery was signed {when}; {allowed} s are allowed.")


def _mismatch(urls: list[str]) -> str:
    message = "The signature fits none of the secrets: the secret, the body"
    if "{url}" in SCHEME["signed"]:
        return f"{message} or the URL is another one. Registered, going by url: {', '.join(urls)}."
    return f"{message} or the header is another one."
`;
