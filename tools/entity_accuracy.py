"""How often a question is read right: every entity, over the written questions of tests/data/entities.

    entity_accuracy.py [--part open|held-out] [--file QUESTIONS.yaml] [--hide-failures] [--show-held-out]

A figure over held-out questions is one over unseen questions only as long as nobody has worked on their failures, so
these are not shown unless asked for. `--file` measures another set of the same form, kept outside the repository.

A question counts as right when all of its entities are: models, devices with count and memory, quantizations,
contexts, cache type, bare memory, budget, unknown names. Its kind is counted apart.
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant import log  # noqa: E402
from assistant.assemble import open_assistant  # noqa: E402
from assistant.corpus.catalog import Catalog  # noqa: E402
from assistant.domain.question import DeviceMention, MemorySize, ModelMention, Question  # noqa: E402
from assistant.domain.turn import Turn  # noqa: E402
from assistant.flow import Assistant  # noqa: E402
from assistant.settings import Settings  # noqa: E402

QUESTIONS = ROOT / "tests" / "data" / "entities"
PARTS = ("open", "held-out")
ENTITIES = ("models", "devices", "quants", "contexts", "kv", "memory", "budget", "unknown")

Row = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """One entity that was read otherwise than written."""

    entity: str
    expected: frozenset[str]
    found: frozenset[str]


@dataclass(frozen=True)
class Result:
    """How one question was read. `kind` is its first acceptable kind."""

    question: str
    kind: str
    faults: tuple[Fault, ...]

    @property
    def entities_right(self) -> bool:
        """Whether all entities were right, whatever the kind."""
        return all(fault.entity == "kind" for fault in self.faults)


class Spellings:
    """Which ids the catalog lists for a spelling, certain and ambiguous ones alike."""

    def __init__(self, catalog: Catalog) -> None:
        self._ids: dict[tuple[str, str], set[str]] = {}
        self._machines = frozenset(catalog.machines)
        for field, records in (("models", catalog.models), ("devices", catalog.gpus), ("devices", catalog.machines)):
            for record in records.values():
                for spelling in (record.name, *record.aliases, *record.ambiguous_aliases):
                    self._ids.setdefault((field, spelling.lower()), set()).add(record.id)

    def readings(self, field: str, name: str) -> str:
        """Write `~spelling` out as its ids with a leading `~`, and ids as they are, sorted."""
        if name.startswith("~"):
            ids = self._ids[field, name[1:].lower()]
            return "~" + "|".join(sorted(ids))
        ids = set(name.split("|"))
        return ("~" if len(ids) > 1 else "") + "|".join(sorted(ids))

    def is_machine(self, ids: tuple[str, ...]) -> bool:
        """Whether a mention is of machines, whose memory size has to be right."""
        return not self._machines.isdisjoint(ids)


def results(assistant: Assistant, file: Path) -> list[Result]:
    """Read every question of a file and hold it against what was written down."""
    rows: list[Row] = yaml.safe_load(file.read_text())
    return asyncio.run(_results(assistant, rows))


async def _results(assistant: Assistant, rows: list[Row]) -> list[Result]:
    spellings = Spellings(assistant.shelf.catalog)
    found = []
    for n, row in enumerate(rows):
        finished = await assistant.answer(Turn(str(n), row["q"]))
        faults = tuple(_faults(row, finished.question, spellings))
        found.append(Result(row["q"], row["kind"][0], faults))
    return found


def _faults(row: Row, question: Question, spellings: Spellings) -> Iterator[Fault]:
    expected, found = _written(row, spellings), _read(question, spellings)
    for entity in ENTITIES:
        if expected[entity] != found[entity] and not _either(expected[entity], found[entity]):
            yield Fault(entity, expected[entity], found[entity])
    kinds = frozenset(part.kind for part in question.parts)
    readings = [frozenset(reading.split(" + ")) for reading in row["kind"]]
    if kinds not in [*readings, frozenset[str]().union(*readings)]:
        yield Fault("kind", frozenset(row["kind"]), frozenset(map(str, kinds)))


def _either(expected: frozenset[str], found: frozenset[str]) -> bool:
    """Accept one of several kinds of memory written as "vram|unknown 24"."""
    choices = [word for word in expected if "|" in word.split(" ", maxsplit=1)[0] and not word.startswith("~")]
    if len(choices) != 1 or len(found) != len(expected):
        return False
    kinds, rest = choices[0].split(" ", maxsplit=1)
    return any(found == expected - {choices[0]} | {f"{kind} {rest}"} for kind in kinds.split("|"))


def _written(row: Row, spellings: Spellings) -> dict[str, frozenset[str]]:
    return {
        "models": frozenset(spellings.readings("models", name) for name in row.get("models", ())),
        "devices": frozenset(_written_device(text, spellings) for text in row.get("devices", ())),
        "quants": frozenset(row.get("quants", ())),
        "contexts": frozenset(map(str, row.get("contexts", ()))),
        "kv": frozenset([row["kv"]] if "kv" in row else []),
        "memory": frozenset(row.get("memory", ())),
        "budget": frozenset([row["budget"]] if "budget" in row else []),
        "unknown": frozenset(name.split()[0] for name in row.get("unknown", ())),
    }


def _written_device(text: str, spellings: Spellings) -> str:
    """Bring "2x rtx-3090" or "~M4 Pro @24" into the form of `_read_device`."""
    name, at, memory = text.partition(" @")
    first, _, rest = name.partition(" ")
    counted = first.endswith("x") and first[:-1].isdigit()
    count, name = (first[:-1], rest) if counted else ("1", name)
    return f"{count}x {spellings.readings('devices', name)}{at}{memory}"


def _read(question: Question, spellings: Spellings) -> dict[str, frozenset[str]]:
    settings = question.settings
    quants = {quant.name for quant in settings.quants} | {model.quant for model in question.models if model.quant}
    full = ["full"] if settings.full_context else []
    budget = question.budget
    return {
        "models": frozenset(map(_ids, question.models)),
        "devices": frozenset(_read_device(device, spellings) for device in question.devices),
        "quants": frozenset(quants),
        "contexts": frozenset([*map(str, settings.contexts), *full]),
        "kv": frozenset(kv for kv in (settings.kv_k, settings.kv_v) if kv),
        "memory": frozenset(map(_read_memory, question.memory)),
        "budget": frozenset([f"{budget.amount:g} {budget.currency}"] if budget else []),
        "unknown": frozenset(name.kind for name in question.unknown),
    }


def _ids(mention: ModelMention | DeviceMention) -> str:
    return ("" if mention.id else "~") + "|".join(sorted(mention.candidates))


def _read_device(device: DeviceMention, spellings: Spellings) -> str:
    of_machine = spellings.is_machine(device.candidates) and device.memory_gb
    return f"{device.count}x {_ids(device)}" + (f" @{device.memory_gb}" if of_machine else "")


def _read_memory(size: MemorySize) -> str:
    return (f"{size.count}x " if size.count > 1 else "") + f"{size.kind} {size.value:g}"


def _report(part: str, found: list[Result], *, failures: bool) -> None:
    right, total = sum(r.entities_right for r in found), len(found)
    whole = sum(not r.faults for r in found)
    print(f"{part}: all entities right {right}/{total} = {right / total:.1%}; with kind {whole} = {whole / total:.1%}")
    for kind, count in Counter(r.kind for r in found).most_common():
        of_kind = [r for r in found if r.kind == kind]
        good, whole = sum(r.entities_right for r in of_kind), sum(not r.faults for r in of_kind)
        print(f"  {kind:28} entities {good:3}/{count:<3} with kind {whole:3}/{count:<3}")
    print("  faults:", dict(Counter(fault.entity for r in found for fault in r.faults).most_common()))
    for result in found if failures else []:
        for fault in result.faults:
            print(f"  {fault.entity:9} {result.question!r}")
            print(f"            expected {sorted(fault.expected)}  read {sorted(fault.found)}")


def main() -> None:
    """Print the accuracy of both parts and what was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--file", type=Path, action="append", default=[])
    parser.add_argument("--hide-failures", action="store_true")
    parser.add_argument("--show-held-out", action="store_true")
    given = parser.parse_args()
    log.configure("error")
    assistant = open_assistant(Settings.read({}))
    parts = given.part or ([] if given.file else PARTS)
    for file in [*(QUESTIONS / f"{part}.yaml" for part in parts), *given.file]:
        shown = not given.hide_failures and (file.stem != "held-out" or given.show_held_out)
        _report(file.stem, results(assistant, file), failures=shown)


if __name__ == "__main__":
    main()
