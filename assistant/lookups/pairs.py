"""Kinds that take one model and one place at a time: all about memory, and speed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from assistant.corpus.records import ModelRecord
from assistant.domain.answer import Clarify, Nearest, Refusal
from assistant.domain.findings import Finding, Nothing
from assistant.domain.question import Part, QuantMention, Question, UnknownName
from assistant.domain.weighed import SameVerdict, SizeClass
from assistant.errors import RequestError
from assistant.lookups.classes import is_class, says_all, size_class
from assistant.lookups.files import is_gguf
from assistant.lookups.memory_kinds import fit, largest_context, needed, quant_choice
from assistant.lookups.named import Named, unknown_finding
from assistant.lookups.readings import MOST_READINGS, Reading, ask_back, certain, open_name, readings
from assistant.lookups.runnable import runnable
from assistant.lookups.speed_kinds import shared_speed, speeds_of
from assistant.lookups.subjects import Choice
from assistant.lookups.targets import Target, Wanted
from assistant.lookups.weigh import Scene, Wish, settings_of

PAIR_KINDS = ("fits", "memory", "max_context", "best_quant", "what_runs", "what_needed", "speed")
MOST_PAIRS = 6  # combinations of models, places, files and contexts answered in one go


@dataclass(frozen=True)
class Asked:
    """One combination to answer: what, on what, how."""

    part: Part
    subject: Choice | None
    wanted: Wanted | None
    wish: Wish


def answer_pairs(part: Part, names: Named) -> Iterator[Finding | Clarify]:
    """Answer a part for every model, place, quantization and context named."""
    for asked in list(_combinations(part, names))[:MOST_PAIRS]:
        yield from _answer(asked, names)


def _combinations(part: Part, names: Named) -> Iterator[Asked]:
    question = names.question
    quants: tuple[QuantMention | None, ...] = question.settings.quants or (None,)
    contexts: tuple[int | None, ...] = question.settings.contexts or (None,)
    if part.kind == "speed":
        contexts = contexts[:1]
    for model, place, quant, context in product(names.models or (None,), names.places or (None,), quants, contexts):
        yield Asked(part, model, place, _wish(question, model, quant, context))


def _answer(asked: Asked, names: Named) -> Iterator[Finding | Clarify]:
    if missing := _missing(asked, names):
        yield unknown_finding(missing, names.catalog)
        return
    scene = Scene(names.shelf, names.question, None, asked.wish)
    if asked.part.kind == "speed" and asked.wanted is not None:
        asked = replace(asked, wanted=_one_per_device(asked.wanted))
    found = readings(names.question, asked.subject, asked.wanted)
    if not found:
        yield Nothing(Refusal("not_in_corpus", f"models of {asked.subject.named}" if asked.subject else "this"))
    elif len(found) > 1 or not certain(asked.subject, asked.wanted):
        yield _among(asked, found, scene)
    elif asked.part.kind == "speed":
        yield from speeds_of(replace(scene, target=found[0].target), found[0].model)
    else:
        yield _single(asked, found[0], replace(scene, target=found[0].target))


def _missing(asked: Asked, names: Named) -> UnknownName | None:
    """The name asked about that the catalog lacks: nothing is judged without it, nor for something else."""
    if asked.subject is None and names.unknown_model:
        return names.unknown_model
    return names.unknown_device if asked.wanted is None else None


def _single(asked: Asked, reading: Reading, scene: Scene) -> Finding:
    model, target, kind = reading.model, reading.target, asked.part.kind
    if model is None:
        return runnable(scene, target) if target else Nothing(None)
    if refusal := _no_file(model, asked.wish):
        return Nothing(refusal)
    if target is None or kind == "what_needed":
        return needed(scene, model, priced=kind == "what_needed")
    if kind == "max_context":
        return largest_context(scene, model)
    if kind == "best_quant" and any(is_gguf(file) for file in model.files):
        return quant_choice(scene, model)
    return fit(scene, model, about_memory=kind == "memory")


def _among(asked: Asked, found: tuple[Reading, ...], scene: Scene) -> Finding | Clarify:
    """Several readings: one verdict for all is an answer, anything else a question back."""
    named = open_name(asked.subject, asked.wanted)
    choice = ask_back(named, found, asked.subject, asked.wanted)
    if asked.part.kind == "speed" and certain(asked.subject, asked.wanted) and len({id(r.model) for r in found}) == 1:
        scenes = tuple(replace(scene, target=reading.target) for reading in found)
        phrase = f"the {asked.wanted.named}" if asked.wanted else "any device"
        return shared_speed(scenes, found[0].model, phrase) or choice
    sized = _of_size(asked, found, scene)
    judged = asked.part.kind in ("fits", "memory") and all(r.model and r.target for r in found)
    if not judged or len(found) > MOST_READINGS or not certain(asked.subject, asked.wanted):
        return sized or choice
    try:
        groups = [(r.label, replace(scene, target=r.target).weigh(r.model, flips=False)) for r in found if r.model]
    except RequestError:
        return choice
    if len({one.estimate.verdict for _, group in groups for one in group}) > 1:
        return sized or choice
    return SameVerdict(named, tuple((label, group[0]) for label, group in groups))


def _of_size(asked: Asked, found: tuple[Reading, ...], scene: Scene) -> SizeClass | None:
    """The answer for all models of a size: what they need, or how "30B models" go on one device."""
    subject, targets = asked.subject, {reading.target for reading in found}
    if subject is None or not is_class(subject) or len(targets) > 1 or not certain(subject, asked.wanted):
        return None
    target = targets.pop()
    if target is None:
        return size_class(scene, subject) if asked.part.kind in ("what_needed", "memory") else None
    judged = asked.part.kind in ("fits", "memory", "what_runs") and says_all(subject, scene.question)
    return size_class(replace(scene, target=target), subject) if judged else None


def _one_per_device(wanted: Wanted) -> Wanted:
    """Readings that differ in the memory size of one machine are one device to a benchmark row."""
    devices = {(r.hardware.gpus, r.hardware.machine): _without_memory(r) for r in reversed(wanted.readings)}
    return replace(wanted, readings=tuple(reversed(devices.values())))


def _without_memory(target: Target) -> Target:
    if target.hardware.machine is None:
        return target
    name = target.items[0].name
    return replace(target, phrase=f"the {name}", label=name)


def _no_file(model: ModelRecord, wish: Wish) -> Refusal | None:
    """Refuse a quantization that the catalog has no file of, offering those it has."""
    if wish.quant is None or not model.files or any(f.quant.upper() == wish.quant.upper() for f in model.files):
        return None
    listed = dict.fromkeys(file.quant for file in model.files)
    near = tuple(Nearest(name, "") for name in listed)
    return Refusal("not_in_corpus", f"a {wish.quant} file of {model.name}", near)


def _wish(question: Question, subject: Choice | None, quant: QuantMention | None, context: int | None) -> Wish:
    settings = settings_of(question, context)
    if subject is not None and subject.from_tag and settings.engine is None:
        settings = replace(settings, engine="ollama")
    name = quant.name if quant else (subject.quant if subject else None)
    if quant is not None and not quant.exact and subject is not None and subject.readings:
        name = _closest(subject.readings[0], quant.name)
    return Wish(name, settings)


def _closest(model: ModelRecord, name: str) -> str:
    """The file meant by loose words such as "Q4": the usual one, else another of as many bits."""
    listed = list(dict.fromkeys(file.quant for file in model.files))
    if name in listed:
        return name
    digit = next((letter for letter in name if letter.isdigit()), "")
    same = [quant for quant in listed if digit and digit in quant[:4]]
    return same[0] if same else name
