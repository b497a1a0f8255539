"""Catalog items to YAML text: block style, stable order, one block of text per item."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

import yaml
from pydantic import BaseModel

Item = dict[str, Any]

_WIDTH = 110


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Block style, except that lists of numbers or booleans (one per layer) stay on few lines."""

    def represent_list(self, data: list[Any]) -> yaml.Node:
        flow = bool(data) and all(isinstance(entry, int | float) for entry in data)
        node: yaml.Node = self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)
        return node

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature is yaml's
        return True


_Dumper.add_representer(list, _Dumper.represent_list)


def block(item: Item, record: type[BaseModel]) -> str:
    """One item as the text of a one-item list, keys in the record's order, defaults left out."""
    record.model_validate_json(json.dumps(item), strict=True)
    text = yaml.dump([ordered(item, record)], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return str(text)


def ordered(item: Mapping[str, Any], record: type[BaseModel]) -> Item:
    """The item's keys in the record's order, without those that repeat an optional field's default."""
    fields = record.model_fields
    kept = {}
    for key, field in fields.items():
        if key not in item or (not field.is_required() and _same(item[key], field.default)):
            continue
        kept[key] = _nested(item[key], field.annotation)
    unknown = item.keys() - fields.keys()
    if unknown:
        raise ValueError(f"{item.get('id')}: {record.__name__} has no field {sorted(unknown)}")
    return kept


def _same(value: object, default: object) -> bool:
    return value == (list(default) if isinstance(default, tuple) else default)


def _nested(value: object, annotation: object) -> object:
    inner = _record_in(annotation)
    if inner is None or value is None:
        return value
    return (
        [ordered(entry, inner) for entry in value] if isinstance(value, list) else ordered(cast("Item", value), inner)
    )


def _record_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts: Iterable[Any] = getattr(annotation, "__args__", ())
    return next((found for part in parts if (found := _record_in(part))), None)
