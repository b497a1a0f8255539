"""Step 2: a question → findings. One reading per name or none; each part answered, refused or asked back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from assistant.corpus.catalog import Catalog
from assistant.corpus.records import ModelRecord
from assistant.domain.answer import Clarify, Nearest, Refusal
from assistant.domain.findings import Finding, Findings, Nothing, SameVerdict
from assistant.domain.question import Part, QuantMention, Question, UnknownName
from assistant.errors import RequestError
from assistant.lookups.assumed import assumed
from assistant.lookups.collect import collect
from assistant.lookups.items import short_name
from assistant.lookups.memory_kinds import fit, largest_context, needed, quant_choice
from assistant.lookups.readings import MOST_READINGS, Reading, ask_back, certain, open_name, readings
from assistant.lookups.runnable import runnable
from assistant.lookups.subjects import Choice, subjects
from assistant.lookups.targets import Wanted, targets
from assistant.lookups.weigh import Scene, Wish, settings_of

MEMORY_KINDS = (
    "fits",
    "memory",
    "max_context",
    "best_quant",
    "what_runs",
    "what_needed",
    "recommend",
    "upgrade",
)
MOST_PARTS = 6  # combinations of models, devices, files and contexts answered in one go


@dataclass(frozen=True)
class Asked:
    """One combination to answer: what, on what, how."""

    part: Part
    subject: Choice | None
    wanted: Wanted | None
    wish: Wish


def look_up(question: Question, catalog: Catalog) -> Findings:
    """Look up every part of a question. Names the catalog lacks are refused beside what can be answered."""
    found: list[Finding] = []
    clarify: Clarify | None = None
    for asked in _combinations(question, catalog):
        result = _answer(asked, question, catalog)
        if isinstance(result, Clarify):
            clarify = clarify or result
        else:
            found.append(result)
    found += [_unknown(name, catalog) for name in question.unknown]
    found = list(dict.fromkeys(found))
    return replace(collect(found, clarify), assumptions=assumed(question, found))


def _combinations(question: Question, catalog: Catalog) -> Iterator[Asked]:
    """Every model, device, file and context named, for every part that is asked."""
    models = subjects(question, catalog) or (None,)
    places = targets(question, catalog) or (None,)
    quants = _quants(question)
    contexts = question.settings.contexts or (None,)
    count = 0
    for part in _parts(question, lacks_names=models == (None,) and places == (None,)):
        for model, place, quant, context in product(models, places, quants, contexts):
            if count == MOST_PARTS:
                return
            count += 1
            yield Asked(part, model, place, _wish(question, model, quant, context))


def _parts(question: Question, *, lacks_names: bool) -> tuple[Part, ...]:
    """The parts to answer. Where the only names are unknown ones, nothing is left but to say so."""
    if lacks_names and question.unknown:
        return tuple(part for part in question.parts if part.kind == "out_of_scope")
    return question.parts


def _answer(asked: Asked, question: Question, catalog: Catalog) -> Finding | Clarify:
    kind = asked.part.kind
    if kind == "greeting":
        return Nothing(None)
    if kind == "out_of_scope":
        return Nothing(Refusal("out_of_scope", asked.part.topic or question.normalized), asked.part.topic)
    if kind not in MEMORY_KINDS or (asked.subject is None and asked.wanted is None):
        return Nothing(Refusal("not_in_corpus", f'"{question.normalized}"'))
    if asked.wanted is None and (missing := _unknown_device(question)):
        return _unknown(missing, catalog)
    return _with_names(asked, question, catalog)


def _with_names(asked: Asked, question: Question, catalog: Catalog) -> Finding | Clarify:
    found = readings(question, asked.subject, asked.wanted)
    if not found:
        return Nothing(Refusal("not_in_corpus", f"models of {asked.subject.named}" if asked.subject else "this"))
    scene = Scene(catalog, question, None, asked.wish)
    if len(found) > 1 or not certain(asked.subject, asked.wanted):
        return _among(asked, found, scene)
    return _single(asked, found[0], replace(scene, target=found[0].target))


def _unknown_device(question: Question) -> UnknownName | None:
    """The device asked about that the catalog lacks: nothing is judged without it."""
    return next((name for name in question.unknown if name.kind == "device"), None)


def _single(asked: Asked, reading: Reading, scene: Scene) -> Finding:
    model, target = reading.model, reading.target
    if model is None:
        return runnable(scene, target) if target else Nothing(None)
    if refusal := _no_file(model, asked.wish):
        return Nothing(refusal)
    if target is None or asked.part.kind == "what_needed":
        return needed(scene, model)
    if asked.part.kind == "max_context":
        return largest_context(scene, model)
    if asked.part.kind == "best_quant":
        return quant_choice(scene, model)
    return fit(scene, model, about_memory=asked.part.kind == "memory")


def _among(asked: Asked, found: tuple[Reading, ...], scene: Scene) -> Finding | Clarify:
    """Several readings: one verdict for all is an answer, anything else a question back."""
    named = open_name(asked.subject, asked.wanted)
    choice = ask_back(named, found, asked.subject, asked.wanted)
    judged = asked.part.kind in ("fits", "memory") and all(r.model and r.target for r in found)
    if not judged or len(found) > MOST_READINGS or not certain(asked.subject, asked.wanted):
        return choice
    try:
        groups = [(r.label, replace(scene, target=r.target).weigh(r.model)) for r in found if r.model]
    except RequestError:
        return choice
    if len({one.estimate.verdict for _, group in groups for one in group}) > 1:
        return choice
    return SameVerdict(named, tuple((label, group[0]) for label, group in groups))


def _no_file(model: ModelRecord, wish: Wish) -> Refusal | None:
    """Refuse a quantization that the catalog has no file of, offering those it has."""
    if wish.quant is None or not model.files or any(f.quant.upper() == wish.quant.upper() for f in model.files):
        return None
    listed = dict.fromkeys(file.quant for file in model.files)
    return Refusal("not_in_corpus", f"a {wish.quant} file of {model.name}", tuple(Nearest(name, "") for name in listed))


def _quants(question: Question) -> tuple[QuantMention | None, ...]:
    return question.settings.quants or (None,)


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


def _unknown(name: UnknownName, catalog: Catalog) -> Nothing:
    code = "unknown_model" if name.kind == "model" else "unknown_device"
    return Nothing(Refusal(code, name.text, _near(name, catalog)))  # type: ignore[arg-type]


def _near(name: UnknownName, catalog: Catalog) -> tuple[Nearest, ...]:
    if name.kind == "model":
        return tuple(Nearest(catalog.models[near].name, "") for near in name.near if near in catalog.models)
    named = {**catalog.gpus, **catalog.machines}
    return tuple(Nearest(short_name(named[near].name), "") for near in name.near if near in named)
