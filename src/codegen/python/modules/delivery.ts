/** `_delivery.py`: headers and secrets as they come, and what can be wrong with a delivery. */
export const deliveryModule = String.raw`"""Headers and secrets as they are passed in, and what can be wrong with a delivery."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._validation import Violation

Headers = Mapping[str, str] | Mapping[str, Sequence[str]] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
"""Names in any case; a mapping, or pairs when a name can come more than once."""


@dataclass(frozen=True)
class Secret:
    """A secret with an id, which tells which one of several matched."""

    id: str
    value: str

    def __repr__(self) -> str:
        return f"Secret(id={self.id!r})"


Secrets = str | Secret | Sequence[str | Secret]
"""One secret, or several while they are changed."""


class DeliveryError(Exception):
    """A delivery that cannot be taken for one of the contract's events."""


class AuthenticationError(DeliveryError):
    """The delivery is not the vendor's, or cannot be proven to be. Answer 401, without the message."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class NotJsonError(DeliveryError):
    """The body is no JSON. Answer 400."""


class InvalidEventError(DeliveryError):
    """The payload of a known event breaks its schema.

    Vendors switch endpoints off that refuse too much: think of answering 2xx and looking into it.
    """

    def __init__(self, event: str, violations: list[Violation], raw: Any, secret_id: str | None) -> None:
        super().__init__(f"{event}: {'; '.join(str(violation) for violation in violations[:5])}")
        self.event = event
        self.violations = violations
        self.raw = raw
        self.secret_id = secret_id


def pairs_of(headers: Headers | None) -> list[tuple[str, str]]:
    """Names in lower case with their values, in order."""
    if headers is None:
        return []
    items: Any = headers.items() if hasattr(headers, "items") else headers
    pairs: list[tuple[str, str]] = []
    for name, held in items:
        for value in held if isinstance(held, (list, tuple)) else (held,):
            if value is None:
                continue
            pairs.append((_text(name).lower(), _text(value).strip()))
    return pairs


def values_of(pairs: Iterable[tuple[str, str]], name: str) -> list[str]:
    """All values of a header, in order."""
    wanted = name.lower()
    return [value for given, value in pairs if given == wanted]


def secrets_of(secrets: Secrets | None) -> list[tuple[str | None, str]]:
    """Ids and values.

    Raises ValueError when there is none, or an empty one: everybody knows that. Raises TypeError for bytes.
    """
    if isinstance(secrets, (bytes, bytearray)) or any(isinstance(one, (bytes, bytearray)) for one in _listed(secrets)):
        raise TypeError("A secret must be text as the vendor shows it, not bytes: decode it.")
    given = _listed(secrets)
    found = [(secret.id, secret.value) if isinstance(secret, Secret) else (None, secret) for secret in given]
    if not found or not all(isinstance(value, str) and value.strip() for _, value in found):
        raise ValueError("A secret is missing or empty: is the environment variable set?")
    return found


def _listed(secrets: Secrets | None) -> list[str | Secret]:
    return [secrets] if isinstance(secrets, (str, Secret)) else list(secrets or [])


def same_text(given: str, wanted: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass"))


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
`;
