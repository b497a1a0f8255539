"""Kinds that take all names of a question together: specifications, comparisons, sizes, prices, purchases."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord
from assistant.domain.answer import Clarify, Refusal
from assistant.domain.catalogued import Specification
from assistant.domain.findings import Finding, Nothing
from assistant.domain.question import Part
from assistant.domain.weighed import Weighed
from assistant.lookups.buying import card_choice, file_sizes, price, upgrade
from assistant.lookups.compare import comparison, device_ratios, pairs_of
from assistant.lookups.named import Named, unknown_finding
from assistant.lookups.readings import Reading, ask_back, readings
from assistant.lookups.runnable import runnable
from assistant.lookups.specs import Anything, spec_values
from assistant.lookups.targets import Target, Wanted
from assistant.lookups.weigh import Scene, Wish, settings_of

Answers = Iterator[Finding | Clarify]
SECOND = re.compile(
    r"\b(?:second|another|one more|additional|third|zweite\w*|weitere\w*|deuxième|segunda|otra)\b", re.IGNORECASE
)
CARD = re.compile(r"\b(?:cards?|gpus?|karten?|cartes?|tarjetas?|graphics|grafikkarten?)\b", re.IGNORECASE)
NOT_KNOWN = Refusal("not_in_corpus", "this question")


def specification(part: Part, names: Named) -> Answers:
    """One attribute, or the whole card, of every model, card and machine named."""
    for group in _groups(names):
        options = [tuple(spec_values(record, part.attribute)) for record, _ in group]
        words = {tuple(value.words for value in values) for values in options}
        if len(words) > 1:
            yield _which(names, group)
        elif options and options[0]:
            yield from (Specification(values) for values in options)
        else:
            yield Nothing(NOT_KNOWN)
    if not names.models and not names.places:
        yield Nothing(NOT_KNOWN)


def compare(part: Part, names: Named) -> Answers:
    """Devices side by side (with a model on each, if one is named), else models side by side."""
    del part
    groups = list(_groups(names))
    if open_group := next((group for group in groups if len(group) > 1), None):
        yield _which(names, open_group)
        return
    records = tuple(group[0][0] for group in groups if group)
    devices = tuple(r for r in records if not isinstance(r, ModelRecord))
    models = tuple(r for r in records if isinstance(r, ModelRecord))
    chosen: tuple[Anything, ...] = devices if len(devices) > 1 else models
    if len(chosen) < 2:  # noqa: PLR2004 - a comparison takes two
        yield unknown_finding(names.unknown_device, names.catalog) if names.unknown_device else Nothing(NOT_KNOWN)
        return
    scene = Scene(names.shelf, names.question, None, Wish(None, settings_of(names.question, _context(names))))
    model = models[0] if devices and len(models) == 1 else None
    weighed: list[Weighed] = []
    if chosen is devices and model is not None:
        weighed = [replace(scene, target=place.readings[0]).weigh(model, flips=False)[0] for place in names.places]
    elif chosen is models and len(names.places) == 1:
        weighed = [
            replace(scene, target=names.places[0].readings[0]).weigh(record, flips=False)[0] for record in models
        ]
    ids = tuple(record.id for record in devices)
    ratios = [
        ratio
        for first, second in pairs_of(ids)
        for ratio in device_ratios(names.shelf, first, second, model.id if model else None)
    ]
    yield comparison(chosen, tuple(weighed), tuple(ratios))


def disk_size(part: Part, names: Named) -> Answers:
    """The sizes of the files of each model named."""
    del part
    question = names.question
    for choice in names.models:
        if len(choice.readings) > 1 or not choice.certain:
            yield ask_back(choice.named, readings(question, choice, None), choice, None)
            continue
        quant = question.settings.quants[0].name if question.settings.quants else choice.quant
        ollama = question.names_ollama or choice.from_tag
        found = file_sizes(choice.readings[0], quant, ollama=ollama)
        yield found if found.files else Nothing(Refusal("not_in_corpus", f"a file of {choice.readings[0].name}"))
    if not names.models:
        yield Nothing(NOT_KNOWN)


def price_now(part: Part, names: Named) -> Answers:
    """Refuse today's price of every reading of every device: the refusal is the same for all."""
    del part
    devices = [record for group in _groups(names) for record, _ in group if not isinstance(record, ModelRecord)]
    yield from (price(record) for record in devices)
    if not devices:
        yield Nothing(Refusal("no_current_price", "it") if not names.question.unknown else NOT_KNOWN)


def recommend(part: Part, names: Named) -> Answers:
    """Cards for a budget or a model; models for a device or a memory size."""
    del part
    question = names.question
    scene = Scene(names.shelf, question, None, Wish(None, settings_of(question, _context(names))))
    bare = not question.devices and question.memory and CARD.search(question.normalized)
    memory_gb = round(question.memory[0].value) if bare else None
    model = names.models[0].readings[0] if names.models and len(names.models[0].readings) == 1 else None
    if names.models and model is None:
        choice = names.models[0]
        yield ask_back(choice.named, readings(question, choice, None), choice, None)
    elif question.budget is not None or model is not None or memory_gb is not None or not names.places:
        yield card_choice(scene, model, memory_gb)
    else:
        for place in names.places:
            yield from _runs_on(names, scene, place)


def upgrade_to(part: Part, names: Named) -> Answers:
    """What a second card, or another one, holds that the first does not."""
    del part
    scene = Scene(names.shelf, names.question, None, Wish(None, settings_of(names.question, _context(names))))
    if open_place := next((place for place in names.places if len(place.readings) > 1), None):
        yield ask_back(open_place.named, readings(names.question, None, open_place), None, open_place)
        return
    targets = [place.readings[0] for place in names.places]
    if not targets:
        yield unknown_finding(names.unknown_device, names.catalog) if names.unknown_device else Nothing(NOT_KNOWN)
    elif len(targets) == 1 and SECOND.search(names.question.normalized) and targets[0].hardware.gpus:
        yield upgrade(scene, *_with_one_more(targets[0]))
    elif len(targets) == 1:
        yield from _runs_on(names, scene, names.places[0])
    else:
        yield upgrade(scene, targets[0], targets[1])


def _with_one_more(target: Target) -> tuple[Target, Target]:
    """A set of cards and the same with one more of its last kind."""
    gpus, item = target.hardware.gpus, target.items[-1]
    more = replace(
        target,
        phrase=f"{len(gpus) + 1} x {item.name}",
        label=f"{len(gpus) + 1} x {item.name}",
        hardware=replace(target.hardware, gpus=(*gpus, gpus[-1])),
    )
    return target, more


def _runs_on(names: Named, scene: Scene, place: Wanted) -> Answers:
    if len(place.readings) > 1 or not place.certain:
        yield ask_back(place.named, readings(names.question, None, place), None, place)
    else:
        yield runnable(replace(scene, target=place.readings[0]), place.readings[0])


def _context(names: Named) -> int | None:
    return names.question.settings.contexts[0] if names.question.settings.contexts else None


def _groups(names: Named) -> Iterator[list[tuple[Anything, Reading]]]:
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


def _records(target: Target | None, names: Named) -> tuple[GpuRecord | MachineRecord, ...]:
    if target is None:
        return ()
    hardware = target.hardware
    if hardware.machine is not None:
        return (names.catalog.machines[hardware.machine],)
    return tuple(names.catalog.gpus[gpu] for gpu in dict.fromkeys(hardware.gpus))


def _which(names: Named, group: list[tuple[Anything, Reading]]) -> Clarify:
    """Ask which of the records of one name is meant."""
    reading = group[0][1]
    choice = next((c for c in names.models if reading.model in c.readings), None) if reading.model else None
    place = next((p for p in names.places if reading.target in p.readings), None) if reading.target else None
    named = choice.named if choice else (place.named if place else "")
    return ask_back(named, tuple(one for _, one in group), choice, place)


TOGETHER_KINDS: Mapping[str, Callable[[Part, Named], Answers]] = {
    "specification": specification,
    "compare": compare,
    "disk_size": disk_size,
    "price_now": price_now,
    "recommend": recommend,
    "upgrade": upgrade_to,
}
