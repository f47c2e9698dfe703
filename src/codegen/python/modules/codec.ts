/** `_codec.py`: how models are read from JSON values, and written to them. */
export const codecModule = String.raw`"""How models are read from JSON values, and written to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol, Self


class DecodeError(ValueError):
    """A value does not have the form of its model.

    pointer: where, as a JSON Pointer (RFC 6901).
    """

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(f"{pointer or 'The value'} {message}.")
        self.pointer = pointer
        self.message = message


class Codec(Protocol):
    kind: str

    def read(self, value: Any, pointer: str) -> Any: ...

    def write(self, value: Any) -> Any: ...


class Model:
    """An object with named properties. Properties that a model does not know are left out."""

    # Attribute, name in JSON, whether it is always there, whether it can be null, how it is read.
    _fields: ClassVar[tuple[tuple[str, str, bool, bool, Codec], ...]] = ()

    @classmethod
    def from_dict(cls, value: Any) -> Self:
        """The model of a value that json.loads gave. Raises DecodeError when it does not have its form."""
        return cls._read(value, "")

    def to_dict(self) -> dict[str, Any]:
        """A value for json.dumps. Properties that are None are left out where they need not be there."""
        result: dict[str, Any] = {}
        for attribute, name, required, nullable, codec in self._fields:
            value = getattr(self, attribute)
            if value is not None:
                result[name] = codec.write(value)
            elif required and nullable:
                result[name] = None
        return result

    @classmethod
    def _read(cls, value: Any, pointer: str) -> Self:
        if not isinstance(value, dict):
            raise DecodeError(pointer, "must be an object")
        attributes: dict[str, Any] = {}
        for attribute, name, required, nullable, codec in cls._fields:
            held = value.get(name)
            if held is not None:
                attributes[attribute] = codec.read(held, below(pointer, name))
            elif required and not (nullable and name in value):
                raise DecodeError(pointer, f'must have the property "{name}"')
            else:
                attributes[attribute] = None
        return cls(**attributes)


class Wrapped:
    """A payload that is no object with named properties: it is in value."""

    _codec: ClassVar[Codec]

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and getattr(other, "value", None) == self.value

    def __repr__(self) -> str:
        return f"{type(self).__name__}(value={self.value!r})"

    @classmethod
    def from_dict(cls, value: Any) -> Self:
        """The model of a value that json.loads gave. Raises DecodeError when it does not have its form."""
        return cls(cls._codec.read(value, ""))

    def to_dict(self) -> Any:
        """A value for json.dumps."""
        return self._codec.write(self.value)


def below(pointer: str, token: str | int) -> str:
    """The pointer to a member or item of what the pointer points to."""
    return f"{pointer}/{str(token).replace('~', '~0').replace('/', '~1')}"


def kind_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list) else "object"


def parse_time(text: str) -> datetime:
    """A time as RFC 3339 writes it. A leap second is the second after it. Raises ValueError when it is none."""
    text = text.upper()
    if text[17:19] == "60":
        return datetime.fromisoformat(f"{text[:17]}59{text[19:]}") + timedelta(seconds=1)
    return datetime.fromisoformat(text)


def format_time(time: datetime) -> str:
    """A time as RFC 3339 writes it."""
    return time.isoformat().replace("+00:00", "Z")


class _Plain:
    def __init__(self, kind: str, words: str) -> None:
        self.kind = kind
        self._words = words

    def read(self, value: Any, pointer: str) -> Any:
        if kind_of(value) != self.kind:
            raise DecodeError(pointer, f"must be {self._words}")
        return value

    def write(self, value: Any) -> Any:
        return value


class _Integer(_Plain):
    def read(self, value: Any, pointer: str) -> int:
        number = super().read(value, pointer)
        if isinstance(number, float) and not number.is_integer():
            raise DecodeError(pointer, "must be an integer")
        return int(number)


class _Number(_Plain):
    def read(self, value: Any, pointer: str) -> float:
        return float(super().read(value, pointer))


class _Time(_Plain):
    def read(self, value: Any, pointer: str) -> datetime:
        text = super().read(value, pointer)
        try:
            return parse_time(text)
        except (ValueError, OverflowError):
            raise DecodeError(pointer, "must be a valid date-time") from None

    def write(self, value: Any) -> str:
        return format_time(value)


class _Anything:
    kind = "any"

    def read(self, value: Any, pointer: str) -> Any:
        return value

    def write(self, value: Any) -> Any:
        return value


ANY = _Anything()
TEXT = _Plain("text", "a string")
BOOLEAN = _Plain("boolean", "a boolean")
INTEGER = _Integer("number", "an integer")
NUMBER = _Number("number", "a number")
TIME = _Time("text", "a string")


class Nullable:
    """A value or null."""

    def __init__(self, codec: Codec) -> None:
        self.kind = codec.kind
        self._codec = codec

    def read(self, value: Any, pointer: str) -> Any:
        return None if value is None else self._codec.read(value, pointer)

    def write(self, value: Any) -> Any:
        return None if value is None else self._codec.write(value)


class ListOf:
    """Items of one form."""

    kind = "list"

    def __init__(self, codec: Codec) -> None:
        self._codec = codec

    def read(self, value: Any, pointer: str) -> list[Any]:
        if not isinstance(value, list):
            raise DecodeError(pointer, "must be an array")
        return [self._codec.read(item, below(pointer, index)) for index, item in enumerate(value)]

    def write(self, value: Any) -> list[Any]:
        return [self._codec.write(item) for item in value]


class MapOf:
    """Members of one form, with any names."""

    kind = "object"

    def __init__(self, codec: Codec) -> None:
        self._codec = codec

    def read(self, value: Any, pointer: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise DecodeError(pointer, "must be an object")
        return {name: self._codec.read(member, below(pointer, name)) for name, member in value.items()}

    def write(self, value: Any) -> dict[str, Any]:
        return {name: self._codec.write(member) for name, member in value.items()}


class ModelOf:
    """A model."""

    kind = "object"

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    def read(self, value: Any, pointer: str) -> Model:
        return self._model._read(value, pointer)

    def write(self, value: Any) -> dict[str, Any]:
        return value.to_dict()


class OneOf:
    """One of several forms, told apart by the kind of the value."""

    kind = "any"

    def __init__(self, *codecs: Codec) -> None:
        self._codecs = {codec.kind: codec for codec in codecs}

    def read(self, value: Any, pointer: str) -> Any:
        codec = self._codecs.get(kind_of(value))
        if codec is None:
            raise DecodeError(pointer, "has a type that is not allowed")
        return codec.read(value, pointer)

    def write(self, value: Any) -> Any:
        if isinstance(value, Model):
            return value.to_dict()
        kind = "text" if isinstance(value, datetime) else kind_of(value)
        return self._codecs[kind].write(value)
`;
