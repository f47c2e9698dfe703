/** `_validation.py`: whether a payload is what the contract's schemas say. */
export const validationModule = String.raw`"""Holds JSON values against schemas: the part of JSON Schema that the schemas of this package need."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ._assertions import ASSERTIONS, compiled
from ._codec import below

Schema = bool | dict[str, Any]


@dataclass(frozen=True)
class Violation:
    """One way in which a payload breaks its schema."""

    pointer: str
    """JSON Pointer (RFC 6901) into the payload; for JSON inside a string, the pointer of the string."""

    keyword: str
    """The JSON Schema keyword that fails."""

    message: str
    """A sentence part without the place, which never holds a value of the payload."""

    def __str__(self) -> str:
        return f"{self.pointer or 'the payload'} {self.message}"


def loads(text: str) -> Any:
    """A JSON value. Raises ValueError when the text is none; numbers too large for a double are infinite."""
    return json.loads(text, parse_int=_parse_int, parse_constant=_refuse_constant)


def _parse_int(digits: str) -> float | int:
    return int(digits) if len(digits) < 300 else float(digits)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


class Validator:
    """Holds values against schemas that refer to one another by key."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self._schemas = schemas

    def violations(self, key: str, value: Any) -> list[Violation]:
        """Every way in which the value breaks the schema, at most 200; empty when it is valid."""
        try:
            found = list(self._check({"$ref": key}, value, ""))
        except RecursionError:
            return [Violation("", "schema", "is nested too deeply to be checked")]
        return found[:200]

    def _check(self, schema: Schema, value: Any, pointer: str) -> Iterator[Violation]:
        if isinstance(schema, bool):
            if not schema:
                yield Violation(pointer, "false", "must not be there")
            return
        for keyword, demand in schema.items():
            simple = ASSERTIONS.get(keyword)
            if simple is not None:
                message = simple(demand, value)
                if message is not None:
                    yield Violation(pointer, keyword, message)
                continue
            rule = _APPLICATORS.get(keyword)
            if rule is not None:
                yield from rule(self, demand, value, pointer, schema)

    def _is_valid(self, schema: Schema, value: Any) -> bool:
        return next(self._check(schema, value, ""), None) is None

    def _reference(self, key: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        yield from self._check(self._schemas[key], value, pointer)

    def _json_text(self, key: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if not isinstance(value, str):
            return
        try:
            content = loads(value)
        except (ValueError, RecursionError):
            yield Violation(pointer, "contentMediaType", "must be JSON text")
            return
        for inner in self._check(self._schemas[key], content, ""):
            where = f" at {inner.pointer}" if inner.pointer else ""
            yield Violation(pointer, inner.keyword, f"holds JSON that{where} {inner.message}")

    def _all_of(self, schemas: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        for schema in schemas:
            yield from self._check(schema, value, pointer)

    def _any_of(self, schemas: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        branches = []
        for schema in schemas:
            found = list(self._check(schema, value, pointer))
            if not found:
                return
            branches.append(found)
        yield from _nearest(branches, pointer, "anyOf")

    def _one_of(self, schemas: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        branches = [list(self._check(schema, value, pointer)) for schema in schemas]
        valid = sum(1 for found in branches if not found)
        if valid == 0:
            yield from _nearest(branches, pointer, "oneOf")
        elif valid > 1:
            yield Violation(pointer, "oneOf", f"must be one of several alternatives, but is {valid} of them")

    def _not(self, schema: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if self._is_valid(schema, value):
            yield Violation(pointer, "not", "must not be what is excluded")

    def _if(self, schema: Any, value: Any, pointer: str, parent: dict[str, Any]) -> Iterator[Violation]:
        branch = "then" if self._is_valid(schema, value) else "else"
        yield from self._check(parent.get(branch, True), value, pointer)

    def _properties(self, schemas: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, dict):
            for name, schema in schemas.items():
                if name in value:
                    yield from self._check(schema, value[name], below(pointer, name))

    def _pattern_properties(self, schemas: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, dict):
            for pattern, schema in schemas.items():
                for name in value:
                    if compiled(pattern).search(name):
                        yield from self._check(schema, value[name], below(pointer, name))

    def _other_properties(self, schema: Any, value: Any, pointer: str, parent: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, dict):
            named = parent.get("properties", {})
            patterns = [compiled(pattern) for pattern in parent.get("patternProperties", {})]
            for name in value:
                if name not in named and not any(pattern.search(name) for pattern in patterns):
                    yield from self._check(schema, value[name], below(pointer, name))

    def _property_names(self, schema: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, dict):
            for name in value:
                for found in self._check(schema, name, below(pointer, name)):
                    yield Violation(found.pointer, "propertyNames", f"has a name that {found.message}")

    def _dependent(self, schemas: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, dict):
            for name, schema in schemas.items():
                if name in value:
                    yield from self._check(schema, value, pointer)

    def _required(self, names: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, dict):
            for name in names:
                if name not in value:
                    yield Violation(pointer, "required", f"must have the property {json.dumps(name)}")

    def _dependent_required(self, needed: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, dict):
            for name, others in needed.items():
                for other in others if name in value else ():
                    if other not in value:
                        message = f"must have the property {json.dumps(other)}, because it has {json.dumps(name)}"
                        yield Violation(pointer, "dependentRequired", message)

    def _prefix_items(self, schemas: Any, value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, list):
            for index, (schema, item) in enumerate(zip(schemas, value)):
                yield from self._check(schema, item, below(pointer, index))

    def _items(self, schema: Any, value: Any, pointer: str, parent: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, list):
            start = len(parent.get("prefixItems", ()))
            for index in range(start, len(value)):
                yield from self._check(schema, value[index], below(pointer, index))

    def _contains(self, schema: Any, value: Any, pointer: str, parent: dict[str, Any]) -> Iterator[Violation]:
        if isinstance(value, list):
            count = sum(1 for item in value if self._is_valid(schema, item))
            least, most = parent.get("minContains", 1), parent.get("maxContains", math.inf)
            if count < least:
                yield Violation(pointer, "contains", f"must contain at least {least} matching items, got {count}")
            if count > most:
                yield Violation(pointer, "maxContains", f"must contain at most {most} matching items, got {count}")


_APPLICATORS: dict[str, Callable[[Validator, Any, Any, str, dict[str, Any]], Iterator[Violation]]] = {
    "$ref": Validator._reference,
    "jsonText": Validator._json_text,
    "allOf": Validator._all_of,
    "anyOf": Validator._any_of,
    "oneOf": Validator._one_of,
    "not": Validator._not,
    "if": Validator._if,
    "properties": Validator._properties,
    "patternProperties": Validator._pattern_properties,
    "additionalProperties": Validator._other_properties,
    "propertyNames": Validator._property_names,
    "dependentSchemas": Validator._dependent,
    "required": Validator._required,
    "dependentRequired": Validator._dependent_required,
    "prefixItems": Validator._prefix_items,
    "items": Validator._items,
    "contains": Validator._contains,
}


def _nearest(branches: list[list[Violation]], pointer: str, keyword: str) -> list[Violation]:
    """What is wrong with the alternative that was meant, when type and constants tell which one that was."""
    possible = [found for found in branches if not any(one.keyword == "type" and one.pointer == pointer for one in found)]
    named = [found for found in possible if not any(one.keyword in {"const", "enum"} for one in found)]
    for meant in (named, possible):
        if len(meant) == 1:
            return meant[0]
    return [Violation(pointer, keyword, "fits none of the alternatives")]
`;
