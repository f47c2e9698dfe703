/** `_credential.py`: verification by a header with a fixed value. */
export const credentialModule = String.raw`"""Verifies deliveries by a header with a fixed value: the vendor signs nothing."""

from __future__ import annotations

from ._contract import HEADER
from ._delivery import AuthenticationError, Headers, Secrets, pairs_of, same_text, secrets_of, values_of


def verify(headers: Headers, *, secrets: Secrets, header: str | None = None) -> str | None:
    """Makes sure that a delivery carries the value that the vendor was told to send.

    secrets: the whole value of the header.
    header: its name; the contract's when absent.

    Returns the id of the secret that matched. Raises AuthenticationError when none does, and ValueError when a secret
    or the header's name is missing.
    """
    name = header or HEADER
    if name is None:
        raise ValueError("The contract names no header: pass the one that the vendor was told to send.")
    allowed = secrets_of(secrets)
    value = next(iter(values_of(pairs_of(headers), name)), None)
    if value is None:
        raise AuthenticationError("credential-missing", f"The delivery has no header {name}.")
    matching = [secret_id for secret_id, secret in allowed if same_text(value, secret)]
    if not matching:
        raise AuthenticationError("credential-wrong", f"The header {name} holds none of the secrets.")
    return matching[0]
`;
