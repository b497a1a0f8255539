"""Turn a folder of researched facts into `corpus/catalog/*.yaml`.

    python tools/import_facts.py FACTS_DIR [--out corpus/catalog] [--latest tools/facts/ollama_latest.yaml]

Prints what was imported, and what could not be joined and why. Items edited by hand are kept, see
docs/catalog.md.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a script, from any folder

from tools.facts.build import build_catalog
from tools.facts.latest import LATEST, load_latest
from tools.facts.load import load_facts
from tools.facts.merge import write_catalog
from tools.facts.report import report

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Import; exit code 1 if an item was edited by hand and its facts changed as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path, help="folder with models.yaml, gpus.yaml, … of the facts")
    parser.add_argument("--out", type=Path, default=ROOT / "corpus" / "catalog")
    parser.add_argument("--latest", type=Path, default=LATEST, help="what Ollama serves for names without a tag")
    options = parser.parse_args(arguments)
    built = build_catalog(load_facts(options.facts), load_latest(options.latest))
    print(report(built))
    merged = write_catalog(built.items, options.out)
    for line in merged.lines:
        print(line)
    return 1 if merged.conflicts else 0


if __name__ == "__main__":
    sys.exit(main())
