"""Comparisons: devices, models or quantizations side by side, and speeds where both ran the same test."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord
from assistant.domain.answer import Clarify, Refusal
from assistant.domain.catalogued import Comparison, SaidRow, Specification
from assistant.domain.findings import NOT_KNOWN, Finding, Nothing
from assistant.domain.question import Part
from assistant.domain.weighed import QuantChoice, Weighed
from assistant.lookups.buying import file_sizes
from assistant.lookups.classes import size_class
from assistant.lookups.compare import ratios, side_by_side
from assistant.lookups.groups import groups, which
from assistant.lookups.items import model_item
from assistant.lookups.named import Named, unknown_finding
from assistant.lookups.pairs import answer_pairs
from assistant.lookups.specs import spec_values
from assistant.lookups.speed_kinds import about_speed, asked_of, metrics_asked, said
from assistant.lookups.speeds import answering
from assistant.lookups.subjects import Choice
from assistant.lookups.targets import Target
from assistant.lookups.weigh import Scene, Wish, settings_of

Answers = Iterator[Finding | Clarify]
TWO = 2


def compare(part: Part, names: Named) -> Answers:
    """Put side by side what is named: devices, else models, else quantizations of one model.

    Devices are compared as they are where only the size of models is given ("for 14B models").
    """
    del part
    sizes = tuple(choice for choice in names.models if choice.span is None)
    if len(names.places) >= TWO and len(sizes) == len(names.models):
        names = replace(names, models=())
    if names.models and not sizes and len(names.places) >= TWO and any(len(p.readings) > 1 for p in names.places):
        yield from answer_pairs(Part("fits"), names)  # readings of a name that come out alike need no choice
        return
    if open_group := next((group for group in groups(names) if len(group) > 1), None):
        yield which(names, open_group)
        return
    models = tuple(choice.readings[0] for choice in names.models if choice.readings)
    places = tuple(place.readings[0] for place in names.places)
    targets = tuple(target for target in places if target.items)  # a bare size is no device to be described
    scene = _scene(names)
    if len(targets) >= TWO:
        yield from _sizes(scene, sizes, targets)
        yield from _devices(scene, targets, models[0] if len(models) == 1 else None)
    elif len(models) >= TWO:
        yield _models(scene, models, places)
    elif models and len(names.question.settings.quants) >= TWO:
        yield from _quants(scene, models[0], places)
    else:
        yield from _alone(names, models, targets)


def _sizes(scene: Scene, sizes: tuple[Choice, ...], targets: tuple[Target, ...]) -> Answers:
    """How all models of a size ("for 30B models") go on each device."""
    found = (size_class(replace(scene, target=one), size) for size in sizes for one in targets)
    yield from (one for one in found if one is not None)


def _scene(names: Named) -> Scene:
    contexts = names.question.settings.contexts
    wish = Wish(None, settings_of(names.question, contexts[0] if contexts else None))
    return Scene(names.shelf, names.question, None, wish)


def _devices(scene: Scene, targets: tuple[Target, ...], model: ModelRecord | None) -> Answers:
    quants = scene.question.settings.quants
    scene = replace(scene, wish=replace(scene.wish, quant=quants[0].name if len(quants) == 1 else None))
    scenes = tuple(replace(scene, target=target) for target in targets)
    found = side_by_side(tuple(_record(one) for one in scenes), tuple(target.label for target in targets))
    weighed = tuple(one.weigh(model, flips=False)[0] for one in scenes) if model else ()
    equal = tuple(ratio for pair in combinations(scenes, 2) for ratio in ratios(pair, model))
    speeds = _headlines(scenes, model) if model and not equal else ()
    yield replace(found, weighed=weighed, ratios=equal, speeds=tuple(row for row in speeds if row is not None))
    if model and about_speed(scene.question) and not equal and None in speeds:
        lacking = ", ".join(target.label for target, row in zip(targets, speeds, strict=True) if row is None)
        yield Nothing(Refusal("no_verified_speed", f"{model.name} on {lacking}"))


def _headlines(scenes: tuple[Scene, ...], model: ModelRecord | None) -> tuple[SaidRow | None, ...]:
    """The headline row of the model on each device; the tests behind them may differ."""
    found = []
    for scene in scenes:
        asked = asked_of(scene, model, metrics_asked(scene.question)[0])
        rows = answering(scene.shelf.rows(asked.model, asked.device), asked)
        found.append(said(scene.catalog, rows[0], asked.device) if rows else None)
    return tuple(found)


def _models(scene: Scene, models: tuple[ModelRecord, ...], targets: tuple[Target, ...]) -> Comparison:
    found = side_by_side(models, tuple(model_item(model).name for model in models))
    weighed: tuple[Weighed, ...] = ()
    if len(targets) == 1:
        there = replace(scene, target=targets[0])
        weighed = tuple(there.weigh(model, flips=False)[0] for model in models)
    return replace(found, weighed=weighed)


def _quants(scene: Scene, model: ModelRecord, targets: tuple[Target, ...]) -> Answers:
    """The files of the quantizations named; on a device, with the verdict for each."""
    listed = {file.quant.upper() for file in model.files}
    named = [quant.name for quant in scene.question.settings.quants]
    yield from (
        Nothing(Refusal("not_in_corpus", f"a {q} file of {model.name}")) for q in named if q.upper() not in listed
    )
    known = [quant for quant in named if quant.upper() in listed]
    yield from (file_sizes(model, quant, ollama=False) for quant in known)
    for target in targets if known else ():
        rows = tuple(replace(scene, target=target).weigh(model, quant, flips=False)[0] for quant in known)
        rows = tuple(sorted(rows, key=lambda row: -row.estimate.file.bytes))
        yield QuantChoice(rows, next((row for row in rows if row.estimate.verdict == "fits"), None))


def _alone(names: Named, models: tuple[ModelRecord, ...], targets: tuple[Target, ...]) -> Answers:
    """One side of the comparison is missing: say what is known of the other."""
    for record in (*models, *(_record(replace(_scene(names), target=target)) for target in targets)):
        yield Specification(spec_values(record, None))
    if names.unknown_device:
        yield unknown_finding(names.unknown_device, names.catalog)
    elif not models and not targets:
        yield NOT_KNOWN


def _record(scene: Scene) -> GpuRecord | MachineRecord:
    """The record of the first device of a target."""
    hardware = scene.hardware
    if hardware.machine is not None:
        return scene.catalog.machines[hardware.machine]
    return scene.catalog.gpus[hardware.gpus[0]]
