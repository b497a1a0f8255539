"""Retrieval on public judged documents in BEIR form: `make bench-retrieval DATA=DIR SPLIT=train|test`."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import RequestError
from assistant.evaluation.retrieval_scores import found, ndcg

DEPTH = 10

Rank = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True)
class Judgements:
    """Texts as (id, title, text), questions as (id, text), and the grade of each judged document per question."""

    texts: tuple[tuple[str, str, str], ...]
    questions: tuple[tuple[str, str], ...]
    grades: dict[str, dict[str, int]]


@dataclass(frozen=True)
class BenchFigures:
    """Means over all questions with judgements."""

    documents: int
    questions: int
    ndcg_at_10: float
    found_at_10: float


def read_judgements(data: Path, split: str) -> Judgements:
    """Read `corpus.jsonl`, `queries-<split>.jsonl` (or `queries.jsonl`) and `qrels-<split>.tsv`.

    Raises:
        RequestError: a file is missing or broken; the message names it.
    """
    split_questions = data / f"queries-{split}.jsonl"
    questions = split_questions if split_questions.is_file() else data / "queries.jsonl"
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    judged = data / f"qrels-{split}.tsv"
    try:
        with judged.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                grades[row["query-id"]][row["corpus-id"]] = int(row["score"])
        texts = tuple((row["_id"], row.get("title", ""), row["text"]) for row in _rows(data / "corpus.jsonl"))
        asked = tuple((row["_id"], row["text"]) for row in _rows(questions) if row["_id"] in grades)
    except (OSError, ValueError, KeyError) as error:
        raise RequestError(f"{str(data)!r} is not in BEIR form for the split {split!r}: {error}") from error
    return Judgements(texts, asked, dict(grades))


def measure_ranking(judgements: Judgements, rank: Rank) -> BenchFigures:
    """Rank documents for every question."""
    gains, hits = [], []
    for identity, text in judgements.questions:
        ranked = rank(text, DEPTH)
        grades = judgements.grades[identity]
        gains.append(ndcg(ranked, grades, DEPTH))
        hits.append(found(ranked, [one for one, grade in grades.items() if grade > 0], DEPTH))
    count = len(gains) or 1
    return BenchFigures(len(judgements.texts), len(gains), sum(gains) / count, sum(hits) / count)


def _rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
