"""The JSON of answers and golden cases is frozen: a change of shape must be meant, and made here too."""

import asyncio
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from assistant.domain.answer_json import answer_json, answer_schema
from assistant.domain.turn import Turn
from assistant.evaluation.golden import golden_schema

ROOT = Path(__file__).parents[2]
ANSWER = ROOT / "docs" / "answer.schema.json"
GOLDEN = ROOT / "tests" / "golden" / "schema.json"

# The names of contract 7, typed here once more on purpose.
ANSWER_FIELDS = [
    "id",
    "conversation",
    "question",
    "language",
    "kind",
    "status",
    "text",
    "lead",
    "sentences",
    "citations",
    "facts",
    "estimate",
    "estimates",
    "refusals",
    "clarify",
    "assumptions",
    "followups",
    "withheld",
    "engine",
    "digests",
    "timings_ms",
    "cached",
]
ESTIMATE_FIELDS = [
    "model",
    "quant",
    "file",
    "devices",
    "context",
    "kv_k",
    "kv_v",
    "flash_attention",
    "slots",
    "unified",
    "ubatch",
    "outputs",
    "engine",
    "os",
    "ram_bytes",
    "bytes",
    "total",
    "per_device",
    "verdict",
    "margin_bytes",
    "plan",
    "flips",
    "confidence",
    "commands",
    "assumptions",
]
QUESTIONS = [
    "Will Qwen3.6 35B-A3B at Q4_K_M fit on a 16 GB RTX 4060 Ti with 32k context?",
    "Does qwen3 fit on a 4090?",
    "What can I run on a Mac mini M4 with 24 GB?",
    "Will Mixtral 8x7B run on an RTX 5090 Ti?",
    "How fast is Qwen3 32B on an RTX 4090?",
    "hello",
    "what is the weather like",
]


@pytest.mark.parametrize(("file", "schema"), [(ANSWER, answer_schema), (GOLDEN, golden_schema)])
def test_the_frozen_schema_is_the_one_in_force(file, schema):
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))


def test_the_schema_has_exactly_the_fields_of_the_contract():
    schema = answer_schema()
    assert list(schema["properties"]) == ANSWER_FIELDS
    assert list(schema["$defs"]["Estimate"]["properties"]) == ESTIMATE_FIELDS
    assert "class" in schema["$defs"]["Fact"]["properties"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_follow_the_schema(assistant, question):
    answer = asyncio.run(assistant.answer(Turn("a1", question))).answer
    jsonschema.validate(json.loads(answer_json(answer)), answer_schema())


def test_golden_files_follow_their_schema():
    files = sorted((ROOT / "tests" / "golden").glob("*.yaml"))
    assert files
    for file in files:
        jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), golden_schema())
