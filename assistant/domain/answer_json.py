"""Answers and estimates as JSON, in the names of contract 7."""

from typing import Any

from pydantic import TypeAdapter

from assistant.domain.answer import Answer


def answer_json(answer: Answer) -> str:
    """Return an answer as indented JSON."""
    return TypeAdapter(Answer).dump_json(answer, by_alias=True, indent=2).decode()


def answer_schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, as frozen in `docs/answer.schema.json`."""
    return TypeAdapter(Answer).json_schema(by_alias=True, mode="serialization")
