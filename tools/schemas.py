"""Freeze the JSON schemas of answers and golden cases (make fix)."""

import json
from pathlib import Path

from assistant.domain.answer_json import answer_schema
from assistant.evaluation.golden import golden_schema

ROOT = Path(__file__).parent.parent
FROZEN = {"docs/answer.schema.json": answer_schema, "tests/golden/schema.json": golden_schema}

if __name__ == "__main__":
    for name, schema in FROZEN.items():
        (ROOT / name).write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")
