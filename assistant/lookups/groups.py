"""The records behind the names of a question, and the question back where a name has several."""

from collections.abc import Iterator

from assistant.corpus.records import GpuRecord, MachineRecord
from assistant.domain.answer import Clarify
from assistant.lookups.named import Named
from assistant.lookups.readings import Reading, ask_back, readings
from assistant.lookups.specs import Anything
from assistant.lookups.targets import Target

Group = list[tuple[Anything, Reading]]


def groups(names: Named) -> Iterator[Group]:
    """For every name, each record it can mean with the reading that says so."""
    for choice in names.models:
        found = readings(names.question, choice, None)
        yield [(reading.model, reading) for reading in found if reading.model is not None]
    for place in names.places:
        by_id: dict[str, tuple[Anything, Reading]] = {}
        for reading in readings(names.question, None, place):
            for record in _records(reading.target, names):
                by_id.setdefault(record.id, (record, reading))
        if by_id:
            yield list(by_id.values())


def size_of(reading: Reading) -> int | None:
    """The memory size of a machine, where the question states it."""
    target = reading.target
    if target is None or target.hardware.machine is None or not target.sized:
        return None
    return target.hardware.memory_gb


def _records(target: Target | None, names: Named) -> tuple[GpuRecord | MachineRecord, ...]:
    if target is None:
        return ()
    hardware = target.hardware
    if hardware.machine is not None:
        return (names.catalog.machines[hardware.machine],)
    return tuple(names.catalog.gpus[gpu] for gpu in dict.fromkeys(hardware.gpus))


def which(names: Named, group: Group) -> Clarify:
    """Ask which of the records of one name is meant."""
    reading = group[0][1]
    choice = next((c for c in names.models if reading.model in c.readings), None) if reading.model else None
    place = next((p for p in names.places if reading.target in p.readings), None) if reading.target else None
    named = choice.named if choice else (place.named if place else "")
    return ask_back(named, tuple(one for _, one in group), choice, place)
