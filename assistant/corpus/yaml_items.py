"""A catalog file's YAML to the JSON text of its items, strictly: likely slips of an owner are refused."""

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar

import yaml

from assistant.corpus.text_rules import complaint
from assistant.errors import CorpusError

Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAG = "tag:yaml.org,2002:"


class _StrictLoader(Base):  # type: ignore[misc]
    """YAML as people read it: a key appears once, `yes` and `2024-08-01` are text, numbers are decimal."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the signature is yaml's
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} appears twice", key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


for _kind, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:~|null|)$", "~n"),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    # without a point, `982e3472` is a commit and not a number
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?$", "-0123456789"),
):
    for _char in _first:
        _StrictLoader.add_implicit_resolver(_TAG + _kind, re.compile(_pattern), [_char])
_StrictLoader.add_implicit_resolver(_TAG + "null", re.compile(r"^$"), [""])


def items_as_json(place: str, content: bytes) -> bytes:
    """The list of items in a catalog file, as JSON; `place` is how messages call the file.

    Raises:
        CorpusError: not YAML, not a list of items with ids, an id or key appears twice, or a text holds what
            `text_rules` refuses.
    """
    items = _load(place, content)
    if items is None:
        items = []
    if not isinstance(items, list):
        raise CorpusError(f"{place}: should be a list of items, each beginning with `- id:`")
    _check_ids(place, items)
    for item in items:
        _check_texts(f"{place}: {item['id']}", item)
    return json.dumps(items, ensure_ascii=False, separators=(",", ":")).encode()


def mapping_as_json(place: str, content: bytes) -> bytes:
    """One group of `key: value` lines, such as a guide's front matter, as JSON.

    Raises:
        CorpusError: not YAML, not such a group, a key appears twice, or a text holds what `text_rules` refuses.
    """
    mapping = _load(place, content)
    if not isinstance(mapping, dict):
        raise CorpusError(f"{place}: should be a group of `key: value` lines")
    _check_texts(place, mapping)
    return json.dumps(mapping, ensure_ascii=False, separators=(",", ":")).encode()


def dump_mapping(values: dict[str, object]) -> str:
    """Write a mapping as block YAML, keys in their order, long lines kept whole."""
    dumped: str = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100_000)
    return dumped


def _load(place: str, content: bytes) -> object:
    try:
        loaded: object = yaml.load(content, Loader=_StrictLoader)  # noqa: S506 - derived from the safe loader
    except yaml.YAMLError as error:
        raise CorpusError(f"{place}{_line(error)}: {_problem(error)}") from error
    return loaded


def _check_ids(place: str, items: list[Any]) -> None:
    seen: set[str] = set()
    for number, item in enumerate(items, start=1):
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str):
            raise CorpusError(f"{place}: item {number} should begin with `- id:` and a name")
        if name in seen:
            raise CorpusError(f"{place}: {name}: this id appears twice")
        seen.add(name)


def _check_texts(place: str, value: object) -> None:
    """Refuse texts that hide something; escapes of YAML are decoded by now, so the file's bytes would not tell."""
    for field, text in _texts("", value):
        if wrong := next(filter(None, map(complaint, text.splitlines())), None):
            raise CorpusError(f"{place}: {field}: {wrong}")


def _texts(field: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield "a key", str(key)
            yield from _texts(f"{field}.{key}".lstrip("."), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _texts(f"{field}[{number}]", inner)


def _line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}" if mark else ""


def _problem(error: yaml.YAMLError) -> str:
    return getattr(error, "problem", None) or "is not UTF-8 text in YAML form"
