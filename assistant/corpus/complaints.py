"""What is wrong with a catalog item, in the words of someone who edits YAML and not of the validator."""

import difflib
import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

SHOWN = 5  # problems per file; the rest is usually the same mistake again

# What a field of each kind should hold, by the validator's name of the error.
SHOULD_BE = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "text (in quotes if it looks like a number)",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a group of `key: value` lines",
    "model_type": "a group of `key: value` lines",
    "model_attributes_type": "a group of `key: value` lines",
    "greater_than": "a number above 0",
}

# Text forms, by their pattern.
FORMS = {
    r"^\d{4}-\d{2}$": "a month such as 2024-08",
    r"^\d{4}-\d{2}(-\d{2})?$": "a date such as 2024-08-15, or 2024-08",
    r"^\d{4}-\d{2}-\d{2}$": "a date such as 2024-08-15",
    r"^https?://\S+$": "an address that begins with https:// or http://",
}


def complaints(error: ValidationError, items: list[Any], record: type[BaseModel]) -> Iterator[str]:
    """One line per wrong field: `rtx-4090: memory_gb: should be a number above 0, got "24GB"`."""
    seen: set[tuple[Any, ...]] = set()
    for problem in error.errors(include_url=False, include_context=True):
        index, *place = problem["loc"]
        place = [part for part in place if not _is_union_tag(part)]
        if (index, *place) in seen:  # one value, refused by each branch of a union
            continue
        seen.add((index, *place))
        yield f"{items[int(index)]['id']}: {_path(place)}: {_words(dict(problem), place, record)}"


def _is_union_tag(part: int | str) -> bool:
    """The validator names the branch of a union in the path; none of the fields is called so."""
    return part in (
        "int",
        "float",
        "bool",
        "str",
        "list[int]",
        "list[bool]",
        "list[str]",
    )


def _path(place: list[Any]) -> str:
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place]
    return "".join(parts).lstrip(".") or "item"


def _words(problem: dict[str, Any], place: list[Any], record: type[BaseModel]) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return "is not a known field" + _nearest(str(place[-1]), record)
    if kind == "literal_error":
        wanted = "one of " + str(context["expected"]).replace(" or ", ", ")
    elif kind == "string_pattern_mismatch":
        wanted = FORMS.get(context["pattern"], "a name of lower-case letters, digits and . + _ -")
    else:
        wanted = SHOULD_BE.get(kind, "")
    if wanted in ("a number", "a whole number") and _must_be_positive(record, place):
        wanted += " above 0"
    got = json.dumps(problem["input"], ensure_ascii=False, default=str)
    return f"should be {wanted}, got {got}" if wanted else f"{problem['msg']}, got {got}"


def _nearest(name: str, record: type[BaseModel]) -> str:
    close = difflib.get_close_matches(name, _all_fields(record), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _all_fields(record: type[BaseModel]) -> list[str]:
    nested = (inner for field in record.model_fields.values() for inner in _records_in(field.annotation))
    return [*record.model_fields, *(name for inner in nested for name in inner.model_fields)]


def _must_be_positive(record: type[BaseModel], place: list[Any]) -> bool:
    """Whether the field's type says "above 0"; the validator stops at "not a number" before it gets there."""
    name = next((part for part in reversed(place) if isinstance(part, str)), "")
    owners = [
        record,
        *(inner for field in record.model_fields.values() for inner in _records_in(field.annotation)),
    ]
    return any("gt=0" in f"{owner.model_fields[name]!r}" for owner in owners if name in owner.model_fields)


def _records_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _records_in(part)
