"""Kinds that take all names of a question together: specifications, comparisons, sizes, prices, purchases."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord
from assistant.domain.answer import Clarify, Refusal
from assistant.domain.catalogued import CardChoice, Specification
from assistant.domain.findings import NOT_KNOWN, Finding, ForGuides, Nothing
from assistant.domain.question import Part
from assistant.lookups.buying import build_choice, card_choice, file_sizes, price, upgrade
from assistant.lookups.classes import is_class, most_demanding
from assistant.lookups.comparing import compare
from assistant.lookups.groups import groups, size_of, which
from assistant.lookups.memory_kinds import fit, needed
from assistant.lookups.named import Named, unknown_finding
from assistant.lookups.readings import ask_back, readings
from assistant.lookups.runnable import runnable
from assistant.lookups.specs import item_of, spec_values
from assistant.lookups.speed_kinds import about_speed, speeds_of
from assistant.lookups.targets import Target, Wanted
from assistant.lookups.weigh import Scene, Wish, settings_of

Answers = Iterator[Finding | ForGuides | Clarify]
SECOND = re.compile(
    r"\b(?:second|another|one more|additional|third|zweite\w*|weitere\w*|deuxième|segunda|otra)\b", re.IGNORECASE
)
BUILD = re.compile(r"\b(?:builds?|pcs?|computers?|rigs?|desktops?)\b", re.IGNORECASE)
CARD = re.compile(r"\b(?:cards?|gpus?|karten?|cartes?|tarjetas?|graphics|grafikkarten?)\b", re.IGNORECASE)
GET_MEMORY = re.compile(r"\b(?:get|buy|reach|have|add)\b.{0,20}\bv?ram\b", re.IGNORECASE)
ORDINALS = {
    2: re.compile(r"\b(?:second|zweite\w*|deuxième|segunda)\b", re.IGNORECASE),
    3: re.compile(r"\b(?:third|dritte\w*|troisième|tercera)\b", re.IGNORECASE),
}


def specification(part: Part, names: Named) -> Answers:
    """One attribute, or the whole card, of every model, card and machine named."""
    answered = False
    for group in groups(names):
        if part.attribute == "other":
            yield Nothing(Refusal("not_in_corpus", f"this detail of {_with_article(group[0][0])}"))
            answered = True
            continue
        options = [spec_values(record, part.attribute, size_of(reading)) for record, reading in group]
        if not any(options):
            continue
        answered = True
        words = {tuple(value.words for value in values) for values in options}
        if len(words) > 1:
            yield which(names, group)
        else:
            yield from (Specification(values) for values in options)
    if not answered:
        yield NOT_KNOWN


def _with_article(record: ModelRecord | GpuRecord | MachineRecord) -> str:
    return record.name if isinstance(record, ModelRecord) else f"the {item_of(record).name}"


def disk_size(part: Part, names: Named) -> Answers:
    """The sizes of the files of each model named."""
    del part
    question = names.question
    for choice in names.models:
        if len(choice.readings) > 1 or not choice.certain:
            yield ask_back(choice.named, readings(question, choice, None), choice, None)
            continue
        ollama = question.names_ollama or choice.from_tag
        quants: list[str | None] = [one.name for one in question.settings.quants]
        for quant in quants or [choice.quant]:
            found = file_sizes(choice.readings[0], quant, ollama=ollama)
            what = f"a {quant} file of {choice.readings[0].name}" if quant else f"a file of {choice.readings[0].name}"
            yield found if found.files else Nothing(Refusal("not_in_corpus", what))
    if not names.models:
        yield NOT_KNOWN


def price_now(part: Part, names: Named) -> Answers:
    """Refuse today's price of every reading of every device: the refusal is the same for all."""
    del part
    devices = [(r, size_of(one)) for group in groups(names) for r, one in group if not isinstance(r, ModelRecord)]
    yield from (price(record, memory_gb) for record, memory_gb in devices)
    if not devices:
        yield NOT_KNOWN if names.question.unknown else Nothing(Refusal("no_current_price", "it"))


def recommend(part: Part, names: Named) -> Answers:
    """Cards for a budget or a model; models for a device or a memory size."""
    question, text = names.question, names.question.normalized
    scene = Scene(names.shelf, question, None, Wish(None, settings_of(question, _context(names))))
    bare = not question.devices and question.memory and (CARD.search(text) or GET_MEMORY.search(text))
    memory_gb = round(question.memory[0].value) if bare else None
    model = _meant(names, scene)
    if len(names.places) > 1 and names.models:
        yield from compare(part, names)
    elif names.models and model is None:
        choice = names.models[0]
        yield ask_back(choice.named, readings(question, choice, None), choice, None)
    elif BUILD.search(question.normalized) and model is None and question.budget is not None:
        yield build_choice(scene)
    elif BUILD.search(question.normalized) and model is None and not names.places:
        yield ForGuides(build_choice(scene))  # without a limit, a list says less than a guide
    elif question.budget is not None or model is not None or memory_gb is not None:
        yield _for_all(card_choice(scene, model, memory_gb), names)
    elif not names.places:
        yield ForGuides(card_choice(scene, None, None)) if CARD.search(question.normalized) else NOT_KNOWN
    else:
        for place in names.places:
            yield from _runs_on(names, scene, place)


def _for_all(found: CardChoice, names: Named) -> CardChoice:
    """Cards chosen for the most demanding model of a size hold all of that size; say so."""
    if found.model is None or not is_class(names.models[0]):
        return found
    called = f"every model of about {names.models[0].named} ({found.model.name} needs most)"
    return replace(found, model=replace(found.model, name=called))


def _meant(names: Named, scene: Scene) -> ModelRecord | None:
    """The one model that is meant; of a size ("30B models") the one that needs most. None while it is open."""
    choice = names.models[0] if names.models else None
    if choice is None or not choice.readings:
        return None
    if is_class(choice):
        return most_demanding(scene, choice)
    return choice.readings[0] if len(choice.readings) == 1 else None


def upgrade_to(part: Part, names: Named) -> Answers:
    """What a second card, or another one, holds that the first does not."""
    del part
    scene = Scene(names.shelf, names.question, None, Wish(None, settings_of(names.question, _context(names))))
    if sized := _two_sizes(names):
        yield from _upgrade(names, scene, *sized)
        return
    if open_place := next((place for place in names.places if len(place.readings) > 1), None):
        yield ask_back(open_place.named, readings(names.question, None, open_place), None, open_place)
        return
    targets = [place.readings[0] for place in names.places]
    if not targets:
        yield unknown_finding(names.unknown_device, names.catalog) if names.unknown_device else NOT_KNOWN
    elif len(targets) > 1:
        yield from _upgrade(names, scene, targets[0], targets[1])
    elif SECOND.search(names.question.normalized) and targets[0].hardware.gpus:
        yield from _upgrade(names, scene, *_with_one_more(targets[0], names.question.normalized))
    elif names.models and len(names.models[0].readings) == 1:
        yield needed(scene, names.models[0].readings[0], priced=True)
    else:
        yield from _runs_on(names, scene, names.places[0])


def _upgrade(names: Named, scene: Scene, before: Target, after: Target) -> Answers:
    """For a model that is named, the verdict on both; else what only the second holds."""
    model = names.models[0].readings[0] if names.models and len(names.models[0].readings) == 1 else None
    if model is None:
        yield upgrade(scene, before, after)
    elif about_speed(scene.question):
        for one in (after, before):
            yield from speeds_of(replace(scene, target=one), model)
    else:
        yield from (fit(replace(scene, target=one), model, about_memory=False) for one in (after, before))


def _two_sizes(names: Named) -> tuple[Target, Target] | None:
    """One machine with two of its memory sizes ("from 64 GB to 128 GB"), on the chip that was sold with both."""
    sizes = [round(size.value) for size in names.question.memory]
    if len(names.places) != 1 or len(sizes) != len(("from", "to")):
        return None
    found = {(t.hardware.machine, t.hardware.memory_gb): t for t in names.places[0].readings if t.hardware.machine}
    both = (machine for machine, size in found if size == sizes[0] and (machine, sizes[1]) in found)
    machine = next(both, None)
    return None if machine is None else (found[machine, sizes[0]], found[machine, sizes[1]])


def _with_one_more(target: Target, text: str) -> tuple[Target, Target]:
    """A set of cards without and with the one asked about: "a second" makes two, "another" one more than there are."""
    gpus = target.hardware.gpus
    total = next((n for n, words in ORDINALS.items() if words.search(text)), len(gpus) + 1)
    return _of(target, total - 1), _of(target, total)


def _of(target: Target, count: int) -> Target:
    """The same kind of card, so many of them."""
    item = target.items[-1]
    words = f"the {item.name}" if count == 1 else f"{count} x {item.name}"
    hardware = replace(target.hardware, gpus=(target.hardware.gpus[-1],) * count)
    return replace(target, phrase=words, label=words, hardware=hardware)


def _runs_on(names: Named, scene: Scene, place: Wanted) -> Answers:
    if len(place.readings) > 1 or not place.certain:
        yield ask_back(place.named, readings(names.question, None, place), None, place)
    else:
        yield runnable(replace(scene, target=place.readings[0]), place.readings[0])


def _context(names: Named) -> int | None:
    return names.question.settings.contexts[0] if names.question.settings.contexts else None


TOGETHER_KINDS: Mapping[str, Callable[[Part, Named], Answers]] = {
    "specification": specification,
    "compare": compare,
    "disk_size": disk_size,
    "price_now": price_now,
    "recommend": recommend,
    "upgrade": upgrade_to,
}
