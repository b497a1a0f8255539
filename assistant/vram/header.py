"""Typed access to header fields; every complaint names architecture and field."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.corpus.records import HeaderValue
from assistant.errors import ShapeError


@dataclass(frozen=True)
class Header:
    """The fields of one model header, keys without the architecture prefix."""

    arch: str
    fields: Mapping[str, HeaderValue]

    def __contains__(self, key: str) -> bool:
        return key in self.fields

    def need(self, key: str) -> int:
        """A positive count that must be there.

        Raises:
            ShapeError: the field is missing or not a positive whole number.
        """
        if key not in self.fields:
            raise ShapeError(f"{self.arch!r}: header field {key!r} is missing")
        value = self.count(key, 0)
        if value <= 0:
            raise ShapeError(f"{self.arch!r}: header field {key!r} must be positive, is {value!r}")
        return value

    def count(self, key: str, default: int) -> int:
        """A count of zero or more; `default` when the field is absent.

        Raises:
            ShapeError: the field is not a whole number of zero or more.
        """
        value = self.fields.get(key, default)
        if isinstance(value, list) and value and all(item == value[0] for item in value):
            value = value[0]
        return self._whole(key, value)

    def per_layer(self, key: str, default: int, layers: int) -> tuple[int, ...]:
        """One count per layer: an array as it stands, a single number repeated.

        Raises:
            ShapeError: an entry is not a whole number, or the array is shorter than the layers.
        """
        value = self.fields.get(key, default)
        if not isinstance(value, list):
            return (self._whole(key, value),) * layers
        if len(value) < layers:
            raise ShapeError(f"{self.arch!r}: header field {key!r} has {len(value)} entries, layers {layers}")
        return tuple(self._whole(key, item) for item in value[:layers])

    def _whole(self, key: str, value: HeaderValue) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool):
            return int(value)
        if not isinstance(value, int) or value < 0:
            raise ShapeError(f"{self.arch!r}: header field {key!r} must be a count, is {value!r}")
        return value
