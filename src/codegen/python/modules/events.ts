/** How deliveries are authenticated, as the parameters of `receive`. */
export interface ReceiveParts {
  /** Parameters after `headers`, one a line. */
  readonly parameters: readonly string[];
  /** What is said about them. */
  readonly words: readonly string[];
  /** The call of `verify`. */
  readonly call: string;
  readonly module: '_signature' | '_credential';
}

/** What is special about a contract in `_events.py`. */
export interface EventsModule {
  /** Class and event, in the contract's order. */
  readonly events: readonly (readonly [model: string, event: string])[];
  readonly receive: ReceiveParts;
}

/** `_events.py`: recognises and reads payloads. */
export function eventsModule({ events, receive }: EventsModule, text: (value: string) => string): string {
  const models = events.map(([model]) => model);
  const table = events.map(([model, event]) => `    ${text(event)}: ${model},\n`).join('');
  return String.raw`"""Recognises and reads deliveries."""

from __future__ import annotations

${receive.parameters.some((line) => line.includes('Sequence')) ? 'from collections.abc import Sequence\n' : ''}from dataclasses import dataclass
from typing import Any

from ._codec import DecodeError
from ._contract import EVENTS, SELECTOR
from ._delivery import Headers, InvalidEventError, NotJsonError, Secrets, pairs_of, values_of
from ._schemas import SCHEMAS
from .${receive.module} import verify
from ._validation import Validator, Violation, loads
from .models import (
${models.map((model) => `    ${model},`).join('\n')}
)

Payload = (
    ${models.join('\n    | ')}
)
"""The payload of any event: tell them apart with isinstance or match."""

_MODELS: dict[str, type[Payload]] = {
${table}}

_validator = Validator(SCHEMAS)


@dataclass(frozen=True)
class Event:
    """A delivery of a known event, valid under the contract."""

    name: str
    payload: Payload
    raw: Any
    """The payload as JSON values: with properties that the models do not know."""
    secret_id: str | None = None


@dataclass(frozen=True)
class UnknownEvent:
    """A delivery of an event that the contract does not have. Answer 2xx: vendors add events."""

    selector: tuple[str | None, ...]
    """What the delivery says where the contract's selector looks."""
    raw: Any
    secret_id: str | None = None


def receive(
    body: bytes,
    headers: Headers,
    *,
${receive.parameters.map((line) => `    ${line},`).join('\n')}
) -> Event | UnknownEvent:
    """Verifies, recognises and reads a delivery.

    body: the raw bytes, as they were received.
${receive.words.map((line) => `    ${line}`).join('\n')}

    Raises AuthenticationError, NotJsonError or InvalidEventError, all of them DeliveryError; ValueError when a secret
    is missing.
    """
    return parse(body, headers, secret_id=verify(${receive.call}))


def parse(body: bytes | str, headers: Headers | None = None, *, secret_id: str | None = None) -> Event | UnknownEvent:
    """Recognises and reads a payload that was verified elsewhere.

    Raises NotJsonError when the body is no JSON, InvalidEventError when the payload breaks the schema of its event.
    """
    raw = _read_json(body)
    candidates, selector = _recognise(raw, None if headers is None else pairs_of(headers))
    if len(candidates) > 1:
        candidates = [name for name in candidates if not _violations(name, raw)][:1]
    if not candidates:
        return UnknownEvent(selector, raw, secret_id)
    name = candidates[0]
    found = _violations(name, raw)
    if found:
        raise InvalidEventError(name, found, raw, secret_id)
    try:
        return Event(name, _MODELS[name].from_dict(raw), raw, secret_id)
    except DecodeError as error:
        raise InvalidEventError(name, [Violation(error.pointer, "form", error.message)], raw, secret_id) from error


def _read_json(body: bytes | str) -> Any:
    try:
        return loads(body.decode("utf-8-sig") if isinstance(body, bytes) else body)
    except RecursionError:
        raise NotJsonError("The body is nested too deeply.") from None
    except ValueError:
        raise NotJsonError("The body is no JSON.") from None


def _violations(event: str, raw: Any) -> list[Violation]:
    return _validator.violations(EVENTS[event]["schema"], raw)


def _recognise(raw: Any, pairs: list[tuple[str, str]] | None) -> tuple[list[str], tuple[str | None, ...]]:
    """The events that fit what the delivery says about itself; of several those that name more of it."""
    values = tuple(_locate(place, raw, pairs or []) for place in SELECTOR)

    def fits(known: list[list[str] | None]) -> bool:
        for place, allowed, value in zip(SELECTOR, known, values):
            is_unknown = pairs is None and "header" in place
            if allowed is not None and not is_unknown and value not in allowed:
                return False
        return True

    def named(event: str) -> int:
        return sum(1 for allowed in EVENTS[event]["match"] if allowed is not None)

    fitting = [name for name, event in EVENTS.items() if fits(event["match"])]
    most = max((named(name) for name in fitting), default=0)
    return [name for name in fitting if named(name) == most], values


def _locate(place: dict[str, Any], raw: Any, pairs: list[tuple[str, str]]) -> str | None:
    if "header" in place:
        return next(iter(values_of(pairs, place["header"])), None)
    value = raw
    for token in place["pointer"]:
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and token == str(int(token)) and int(token) < len(value):
            value = value[int(token)]
        else:
            return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (str, int, float)) else None
`;
}
