/** `_assertions.py`: the keywords that look at one value and at no schema below theirs. */
export const assertionsModule = String.raw`"""The keywords of JSON Schema that look at one value alone."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and value == math.floor(value),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def _type(demand: Any, value: Any) -> str | None:
    types = demand if isinstance(demand, list) else [demand]
    if any(_TYPES[name](value) for name in types):
        return None
    words = [name if name == "null" else f"{'an' if name[0] in 'aeio' else 'a'} {name}" for name in types]
    return f"must be {' or '.join(words)}"


def _frozen(value: Any) -> Any:
    """Equal for values that are the same data: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, list):
        return ("list", tuple(_frozen(item) for item in value))
    if isinstance(value, dict):
        return ("object", frozenset((name, _frozen(member)) for name, member in value.items()))
    return (isinstance(value, bool), value)


def _enum(demand: Any, value: Any) -> str | None:
    frozen = _frozen(value)
    return None if any(_frozen(known) == frozen for known in demand) else f"must be one of {_listed(demand)}"


def _const(demand: Any, value: Any) -> str | None:
    return None if _frozen(demand) == _frozen(value) else f"must be {json.dumps(demand)}"


def _listed(values: list[Any]) -> str:
    shown = ", ".join(json.dumps(value) for value in values[:12])
    return shown if len(values) <= 12 else f"{shown} and {len(values) - 12} more"


def _number(is_met: Callable[[Any, Any], bool], words: str) -> Callable[[Any, Any], str | None]:
    return lambda demand, value: None if not _is_number(value) or is_met(value, demand) else f"must be {words} {demand}"


def _size(kind: type, is_met: Callable[[int, int], bool], words: str) -> Callable[[Any, Any], str | None]:
    return lambda demand, value: (
        None if not isinstance(value, kind) or is_met(len(value), demand) else f"must have {words.format(demand)}"
    )


def _unique(demand: Any, value: Any) -> str | None:
    if demand is not True or not isinstance(value, list) or len({_frozen(item) for item in value}) == len(value):
        return None
    return "must not repeat an item"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled once."""
    return re.compile(pattern)


def _pattern(demand: Any, value: Any) -> str | None:
    return None if not isinstance(value, str) or compiled(demand).search(value) else "must match a pattern"


_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)


def _format(demand: Any, value: Any) -> str | None:
    return None if demand != "date-time" or not isinstance(value, str) or _is_time(value) else "must be a valid date-time"


def _is_time(text: str) -> bool:
    """RFC 3339, section 5.6: a leap second stands at the end of a day in UTC."""
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    sign, off_hour, off_minute = found.group(7), int(found.group(8) or 0), int(found.group(9) or 0)
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1 <= month <= 12 and 1 <= day <= days[month - 1]):
        return False
    if hour > 23 or minute > 59 or second > 60 or off_hour > 23 or off_minute > 59:
        return False
    offset = (off_hour * 60 + off_minute) * (-1 if sign == "-" else 1)
    return second < 60 or (hour * 60 + minute - offset) % 1440 == 1439


ASSERTIONS: dict[str, Callable[[Any, Any], str | None]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "multipleOf": _number(lambda value, demand: value % demand == 0, "a multiple of"),
    "maximum": _number(lambda value, demand: value <= demand, "at most"),
    "exclusiveMaximum": _number(lambda value, demand: value < demand, "less than"),
    "minimum": _number(lambda value, demand: value >= demand, "at least"),
    "exclusiveMinimum": _number(lambda value, demand: value > demand, "greater than"),
    "maxLength": _size(str, lambda size, demand: size <= demand, "at most {} characters"),
    "minLength": _size(str, lambda size, demand: size >= demand, "at least {} characters"),
    "maxItems": _size(list, lambda size, demand: size <= demand, "at most {} items"),
    "minItems": _size(list, lambda size, demand: size >= demand, "at least {} items"),
    "maxProperties": _size(dict, lambda size, demand: size <= demand, "at most {} properties"),
    "minProperties": _size(dict, lambda size, demand: size >= demand, "at least {} properties"),
    "uniqueItems": _unique,
    "pattern": _pattern,
    "format": _format,
}
`;
