"""Measure retrieval: OwnRig's judged questions always, public judged documents with `--data`.

python tools/bench_retrieval.py [--data DIR --split train|test] [--domain choose|report] [--hold] [--json OUT]
`--hold` fails if a figure of OwnRig's own questions is worse than it may become.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from assistant.assemble import index_place, open_catalog, open_guides, open_searcher
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.errors import OwnRigError
from assistant.evaluation.retrieval_answers import measure_answers
from assistant.evaluation.retrieval_bench import measure_ranking, read_judgements
from assistant.evaluation.retrieval_domain import domain_lines, domain_numbers, measure_domain, read_judged
from assistant.index.documents import Document, DocumentSearcher
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = ROOT / "tests" / "data" / "retrieval" / "domain.yaml"


# What must hold: the first two are the aims, the last two what was measured on 2026-11-25 and one or two cases more.
FLOORS = {"recall@5": 0.95, "exact entity first": 0.98}
CEILINGS = {"false refusals": 0.14, "false answers": 0.12}


def main() -> None:
    """Print the figures; `--json` gets them too."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path)
    options.add_argument("--split", default="train", choices=("train", "test"))
    options.add_argument("--domain", default="report", choices=("choose", "report"))
    options.add_argument("--hold", action="store_true")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    try:
        numbers = {"domain": _domain(given.domain, hold=given.hold)}
        if given.data is None:
            print("No documents given: only OwnRig's own questions measured. "
                  "Usage: make bench-retrieval DATA=DIR SPLIT=train|test")  # fmt: skip
        else:
            numbers["documents"] = _documents(given.data, given.split)
    except OwnRigError as error:
        sys.exit(f"bench-retrieval: {error}")
    if given.json:
        given.json.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


def _hold(measured: dict[str, float]) -> None:
    """End with a message if a figure is worse than it may become."""
    worse = [name for name, least in FLOORS.items() if measured[name] < least]
    worse += [name for name, most in CEILINGS.items() if measured[name] > most]
    if worse:
        sys.exit(
            "bench-retrieval: worse than it may be: " + ", ".join(f"{name} {measured[name]:.3f}" for name in worse)
        )


def _domain(split: str, *, hold: bool) -> dict[str, object]:
    settings = Settings.read()
    catalog = open_catalog(settings)
    names = NameIndex.build(catalog)
    cases = read_judged(DOMAIN, split)
    figures = measure_domain(cases, open_searcher(settings, catalog, names))
    answers = measure_answers(cases, open_guides(settings, catalog), lambda text: understand(text, names))
    print(f"OwnRig's judged questions, split {split}")
    # the misses of the other split are not shown, so that nobody mends what the figures are measured on
    print("\n".join(domain_lines(figures, misses=split == "choose")))
    shares = {name: getattr(answers, name) for name in ("false_refusals", "false_answers", "right_first")}
    for name, share in shares.items():
        print(f"domain {name.replace('_', ' '):<22} {share.value:.4f}  ({share.hits} of {share.count})")
    if hold:
        ranked = {"recall@5": figures.recall["all"].value, "exact entity first": figures.entity_first.value}
        _hold(ranked | {name.replace("_", " "): share.value for name, share in shares.items()})
    if split == "choose":
        print("\n".join(f"  {line}" for line in (*answers.refused, *answers.answered)))
    plain = {name: asdict(share) for name, share in shares.items()}
    return {"split": split, "answers": plain, **domain_numbers(figures, misses=split == "choose")}


def _documents(data: Path, split: str) -> dict[str, object]:
    judgements = read_judgements(data, split)
    settings = Settings.read()
    recipe = index_place(settings, open_catalog(settings)).recipe
    documents = [Document(*text) for text in judgements.texts]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        searcher = DocumentSearcher.build(documents, recipe, Path(folder) / "documents")
        built = time.perf_counter() - start
        start = time.perf_counter()
        figures = measure_ranking(judgements, searcher.rank)
        each = 1000 * (time.perf_counter() - start) / max(1, figures.questions)
    print(f"{data.name}, split {split}: {figures.documents} documents, {figures.questions} questions")
    print(f"nDCG@10 {figures.ndcg_at_10:.4f}, found@10 {figures.found_at_10:.4f}; "
          f"built in {built:.0f} s, {each:.1f} ms per search")  # fmt: skip
    return {"data": data.name, "split": split, **asdict(figures), "build_s": built, "search_ms": each}


if __name__ == "__main__":
    main()
