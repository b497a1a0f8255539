"""Step 1m: what a follow-up leaves out is taken from the conversation; what it says replaces it."""

import re
from dataclasses import replace
from typing import TypeVar

from assistant.domain.question import (
    DeviceMention,
    MemorySize,
    ModelMention,
    Part,
    Question,
    Rig,
    Settings,
    Settled,
)
from assistant.entities.capacity import fitting_memory
from assistant.entities.index import NameIndex
from assistant.entities.kinds import asked, foreign, implied, letters
from assistant.entities.tokens import name_key
from assistant.entities.topics import OWNED

_OPENER = re.compile(
    r"\W*(?:(?:hm+|ah|oh|ok(?:ay)?|cool|great|nice|alright|yes|no|thanks)[\s,.!]+){0,3}"
    r"(?:and|but|or|what about|how about|what if|with|without|also|then|so|now|same|instead|on|at|in|for|vs|versus"
    r"|plus|only|just|ok(?:ay)?|compare"
    r"|und|aber|wie (?:wäre|ist|sieht)|mit|et|mais|avec|y|pero|con|e|a|что насчёт|\u0430 если)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:it|its|that|this|them|those|these|there|they|one|same|both|es|das|damit|darauf|dafür|ça|cela|eso|ello|lo)\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"\b(?:(?P<word>two|three|four|six|eight|both|zwei|drei|vier|deux|trois|dos|tres)|(?P<number>[2-9]))"
    r" ?x?(?: of (?:them|'?em|those|these)| cards| gpus| davon| karten| cartes| tarjetas)\b"
    r"|\b(?P<pair>a pair|sli|dual)\b"
    r"|^\W*(?:and|what about|how about|und|et|y) (?:with |mit )?(?P<bare>[2-8]|two|three|four|zwei|drei|deux|dos)\W*$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:second|another|one more|additional|zweite[rns]?|weitere[rns]?|deuxième|otra|segunda)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\b(?:add(?:ing|ed)?|plus|together with|alongside|dazu|ajoute\w*|añad\w+)\b", re.IGNORECASE)
_THAN = re.compile(
    r"\b(?:than|compar(?:ed?|ing) (?:(?:it|that|this) )?(?:to|with)|vs\.?|versus|against|als|que)\b", re.IGNORECASE
)
_SWAP = re.compile(r"\binstead\b|\bstattdessen\b|\bplutôt\b|\ben su lugar\b", re.IGNORECASE)
_WHICH_QUANT = re.compile(
    r"\b(?:which|what|best|welche[rs]?|quelle?|qu[eé]) (?:(?!is |are |does )\w+ )?"
    r"(?:quant|quanti[sz]ation|quantisierung|gguf)\b",
    re.IGNORECASE,
)
_LISTS = frozenset({"upgrade", "what_runs", "recommend"})
_COUNTS = {
    "two": 2, "both": 2, "zwei": 2, "deux": 2, "dos": 2, "three": 3, "drei": 3, "trois": 3, "tres": 3, "four": 4,
    "vier": 4, "six": 6, "eight": 8,
}  # fmt: skip
M = TypeVar("M", ModelMention, DeviceMention)

_COMPLETE = frozenset({"what_runs", "recommend", "guide", "out_of_scope", "greeting"})
_WANTS_MODEL = frozenset({"speed", "fits", "max_context", "best_quant", "memory"})
_OF_MODELS = frozenset({"license", "params_total", "params_active", "context", "architecture", "capabilities"})
_NEED = re.compile(r"\bneed|\brequire|\bbrauch|\bbesoin|\bnecesit", re.IGNORECASE)
_SIZE = re.compile(r"\b[0-9]+(?:\.[0-9]+)?B\b", re.IGNORECASE)
_FRAGMENT = 8  # words: a shorter text without a question of its own continues the last one


def follow_up(question: Question, before: Settled | None, index: NameIndex) -> Question:
    """Return the question with its parts and rig, and with what an earlier turn settled where it points back."""
    question = replace(question, rig=_rig(question, before))
    present = letters(question)
    own = asked(question, present)
    if before is None:
        told = own and (own[0].kind in {"greeting", "guide", "out_of_scope"} or not foreign(question, present))
        return replace(question, parts=own if told else implied(question, present))
    if _stands_alone(question, own, before):
        return replace(question, parts=own)
    if not own and not _points_back(question) and len(question.normalized.split()) > _FRAGMENT:
        return replace(question, parts=implied(question, present))
    return _continued(question, before, index)


def settle(question: Question, before: Settled | None = None) -> Settled:
    """Return what the conversation knows after a question."""
    old = before or Settled()
    if question.kind in {"greeting", "out_of_scope"}:
        return replace(old, rig=question.rig)
    general = {part.kind for part in question.parts} <= {"what_runs", "recommend"}
    return Settled(
        parts=question.parts,
        models=question.models or (() if general else old.models),
        devices=question.devices or old.devices,
        settings=question.settings,
        memory=question.memory or old.memory,
        budget=question.budget or old.budget,
        tasks=question.tasks or old.tasks,
        rig=question.rig,
    )


def _rig(question: Question, before: Settled | None) -> Rig:
    old = before.rig if before else Rig()
    if not OWNED.search(question.normalized):
        return old
    sizes = tuple(size for size in question.memory if size.kind != "disk")
    return Rig(question.devices or old.devices, sizes or old.memory)


def _stands_alone(question: Question, own: tuple[Part, ...], before: Settled) -> bool:
    """Whether a question says all it asks about, so that nothing is taken from before."""
    if not own or (before.models and own[0].kind == "recommend" and _NEED.search(question.normalized)):
        return False
    if before.models and own[0].kind in _COMPLETE and _WHICH_QUANT.search(question.normalized):
        return False
    if own[0].kind in _COMPLETE:
        return True
    named = question.models or question.model_sizes_b or any(name.kind == "model" for name in question.unknown)
    wants_model = not named and any(part.kind in _WANTS_MODEL for part in own)
    return not wants_model and not _points_back(question)


def _points_back(question: Question) -> bool:
    text = question.normalized
    patterns = (_POINTER, _ANOTHER, _THEM, _ADDED)
    return bool(_OPENER.match(text)) or any(pattern.search(text) for pattern in patterns)


def _continued(question: Question, before: Settled, index: NameIndex) -> Question:
    """The question with what it leaves out; of the old names only those that what it asks is about."""
    models = _models(question, before, index)
    devices, memory = _devices(question, before, index)
    everything = replace(question, models=models, devices=devices, memory=memory)
    only_device = replace(question, devices=devices, memory=memory)
    only_model = replace(question, models=models)
    choices = [(whole, asked(question, letters(whole))) for whole in (everything, only_device, only_model)]
    whole, parts = next(((whole, parts) for whole, parts in choices if parts), (everything, ()))
    if whole is everything and parts and all(_about_model(part) for part in parts):
        whole = only_model
    if parts and parts[0].kind == "upgrade" and before.parts and _swaps(question):
        parts = ()  # "on a 3090 instead?" asks the same again
    if not parts and before.parts and before.parts[0].kind in _LISTS and question.models and (devices or memory):
        parts = implied(question, letters(whole))  # a model named behind a list of models asks for that model
    changes = _ADDED.search(question.normalized) or _ANOTHER.search(question.normalized)
    if before.parts and (not parts or (changes and parts[0].kind == "upgrade" and models)):
        parts = before.parts
    whole = replace(whole, settings=_settings(question.settings, before.settings))
    parts = parts or implied(question, letters(whole))
    taken = _taken(question, whole, same_parts=parts == before.parts)
    return _spelled_out(question, replace(whole, parts=parts, inherited=taken))


def _swaps(question: Question) -> bool:
    return bool(_SWAP.search(question.normalized) and _OPENER.match(question.normalized)) and not question.models


def _spelled_out(question: Question, whole: Question) -> Question:
    """Write the names taken from before behind the text, so that every span lies in it and a search finds them."""
    text = question.normalized
    text, models = _appended(text, whole.models, question.models)
    text, devices = _appended(text, whole.devices, question.devices)
    return replace(whole, normalized=text, models=models, devices=devices)


def _appended(text: str, mentions: tuple[M, ...], own: tuple[M, ...]) -> tuple[str, tuple[M, ...]]:
    placed: list[M] = []
    for mention in mentions:
        if mention in own:
            placed.append(mention)
            continue
        joint = " + " if getattr(mention, "with_previous", False) else ", "
        text = f"{text}{joint}{mention.text}"
        placed.append(replace(mention, span=(len(text) - len(mention.text), len(text))))
    return text, tuple(placed)


def _about_model(part: Part) -> bool:
    return part.kind == "disk_size" or (part.kind == "specification" and part.attribute in _OF_MODELS)


def _taken(question: Question, whole: Question, *, same_parts: bool) -> tuple[str, ...]:
    taken = [
        name for name in ("models", "devices", "memory", "settings") if getattr(whole, name) != getattr(question, name)
    ]
    return (*taken, "parts") if same_parts else tuple(taken)


def _models(question: Question, before: Settled, index: NameIndex) -> tuple[ModelMention, ...]:
    text = question.normalized
    if question.models and before.models and _THAN.search(text) and _POINTER.search(text):
        return (*before.models, *question.models)
    if question.models or any(name.kind == "model" for name in question.unknown):
        return question.models
    if question.model_sizes_b:
        sized = (_sized(model, size, index) for model in before.models for size in question.model_sizes_b)
        return tuple(model for model in sized if model is not None)
    if question.settings.quants:
        return tuple(replace(model, quant=None) for model in before.models)
    return before.models


def _sized(model: ModelMention, size: float, index: NameIndex) -> ModelMention | None:
    """Return "the 32B" of a family named before, or the sister of a model named before that has this size."""
    wanted = re.compile(rf"\b{size:g}B\b", re.IGNORECASE)
    labels = {one: index.items[one].label for one in model.candidates}
    fitting = tuple(one for one, label in labels.items() if wanted.search(label))
    if not fitting:
        keys = (name_key(_SIZE.sub(f"{size:g}B", label, count=1)) for label in labels.values())
        entry = next((entry for key in keys if (entry := index.find(key)) and entry.product == "model"), None)
        fitting = entry.ids if entry else ()
    return replace(model, candidates=fitting, beyond_catalog=False, quant=None) if fitting else None


def _devices(
    question: Question, before: Settled, index: NameIndex
) -> tuple[tuple[DeviceMention, ...], tuple[MemorySize, ...]]:
    """The devices and bare sizes meant: named now, changed in number, joined to the old ones, or the old ones."""
    text = question.normalized
    known = before.devices or before.rig.devices
    if any(name.kind == "device" for name in question.unknown):
        return question.devices, question.memory
    if question.devices:
        if known and (_ADDED.search(text) or _ANOTHER.search(text)):
            return _together(known, question.devices), question.memory
        if known and _THAN.search(text) and (_POINTER.search(text) or _OPENER.match(text)):
            return (*known, *question.devices), question.memory
        return question.devices, question.memory
    if any(size.kind in {"vram", "unknown", "unified"} for size in question.memory):
        return _resized(known, question.memory, index)
    if known:
        return _recounted(text, known), question.memory
    return question.devices, question.memory or before.memory


def _resized(
    known: tuple[DeviceMention, ...], memory: tuple[MemorySize, ...], index: NameIndex
) -> tuple[tuple[DeviceMention, ...], tuple[MemorySize, ...]]:
    """Let "the 12GB one" pick a variant and "with 64 GB" another size of a machine; else another card is meant."""
    if len(known) == 1 and len(memory) == 1:
        value = round(memory[0].value)
        fitting = fitting_memory(known[0], value, index)
        if fitting and (len(known[0].candidates) > 1 or known[0].kind == "machine"):
            return (replace(known[0], candidates=fitting, memory_gb=value),), ()
    return (), memory


def _recounted(text: str, known: tuple[DeviceMention, ...]) -> tuple[DeviceMention, ...]:
    if match := _THEM.search(text):
        written = (match["word"] or match["number"] or match["bare"] or "2").casefold()
        count = _COUNTS.get(written) or int(written)
        return (*known[:-1], replace(known[-1], count=count, counted=True))
    if _ANOTHER.search(text):
        return (*known[:-1], replace(known[-1], count=known[-1].count + 1, counted=True))
    return known


def _together(known: tuple[DeviceMention, ...], added: tuple[DeviceMention, ...]) -> tuple[DeviceMention, ...]:
    devices = list(known)
    for mention in added:
        place = next((i for i, one in enumerate(devices) if set(one.candidates) <= set(mention.candidates)), None)
        if place is None:
            devices.append(replace(mention, with_previous=bool(devices)))
        else:
            total = devices[place].count + mention.count
            devices[place] = replace(devices[place], count=total, counted=True)
    return tuple(devices)


def _settings(new: Settings, old: Settings) -> Settings:
    return Settings(
        quants=new.quants or old.quants,
        contexts=new.contexts or (() if new.full_context else old.contexts),
        full_context=new.full_context or (old.full_context and not new.contexts),
        kv_k=new.kv_k or old.kv_k,
        kv_v=new.kv_v or old.kv_v,
        engine=new.engine or old.engine,
        os=new.os or old.os,
        flash_attention=old.flash_attention if new.flash_attention is None else new.flash_attention,
        slots=new.slots or old.slots,
    )
