"""Step 1m: what a follow-up leaves out is taken from the conversation; what it says replaces it."""

import re
from dataclasses import replace

from assistant.domain.question import DeviceMention, Part, Question, Rig, Settings, Settled

_OPENERS = re.compile(
    r"^(?:and|but|or|what about|how about|what if|with|without|also|then|so|now|same|instead|on|at|in|for|und|aber|wie"
    r" (?:wäre|ist|sieht)|et|mais|y|pero|e|что насчёт|а)\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"\b(?:(?P<word>two|three|four|six|eight|both|zwei|drei|vier|deux|trois|dos|tres)|(?P<number>[2-9]))"
    r" (?:of (?:them|those|these)|cards|gpus|davon|karten|cartes|tarjetas)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:second|another|one more|additional|zweite[rns]?|weitere[rns]?|deuxième|otra|segunda)\b(?: (?:one|card|gpu|karte))?",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\b(?:add(?:ing|ed)?|plus|together with|alongside|dazu|ajoute\w*|añad\w+)\b", re.IGNORECASE)
_OWNED = re.compile(
    r"\b(?:i(?:'ve| have|'ve got| got| own| use| am on|'m (?:on|using|running))|got (?:a|an|two|one|2)|my (?:rig|pc|setup|system|machine|build|card|gpu)"
    r"|ich habe|j'ai|tengo|ho una|tenho|у меня)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:it|that|this|them|those|these|there|they|my (?:rig|pc|setup|system|machine|build|card|gpu))\b", re.IGNORECASE
)
_COUNTS = {
    "two": 2,
    "both": 2,
    "zwei": 2,
    "deux": 2,
    "dos": 2,
    "three": 3,
    "drei": 3,
    "trois": 3,
    "tres": 3,
    "four": 4,
    "vier": 4,
    "six": 6,
    "eight": 8,
}
_WANTS_MODEL = frozenset({"fits", "memory", "max_context", "best_quant", "what_needed", "speed", "disk_size"})
_WANTS_DEVICE = frozenset({"fits", "max_context", "best_quant", "speed", "what_runs", "upgrade"})
_SHORT = 12  # words; a longer question stands on its own unless it points back


def follow_up(question: Question, before: Settled | None) -> Question:
    """Return the question with its rig, and with what an earlier turn settled where it points back."""
    question = replace(question, rig=_rig(question, before))
    if before is None:
        return question
    return _inherit(_counted(question, before), before)


def settle(question: Question, before: Settled | None = None) -> Settled:
    """Return what the conversation knows after a question."""
    old = before or Settled()
    return Settled(
        parts=question.parts,
        models=question.models or old.models,
        devices=question.devices or old.devices,
        settings=question.settings,
        memory=question.memory or old.memory,
        budget=question.budget or old.budget,
        tasks=question.tasks or old.tasks,
        rig=question.rig,
    )


def _rig(question: Question, before: Settled | None) -> Rig:
    old = before.rig if before else Rig()
    if not _OWNED.search(question.normalized):
        return old
    ram = tuple(size for size in question.memory if size.kind in {"ram", "unknown", "vram", "unified"})
    return Rig(question.devices or old.devices, ram or old.memory)


def _counted(question: Question, before: Settled) -> Question:
    """Apply "two of them", "a second one" and "add a 3060" to the devices of the turn before."""
    known = before.devices or before.rig.devices
    text = question.normalized
    if not known:
        return question
    if question.devices:
        if _ADDED.search(text) or _ANOTHER.search(text):
            return replace(question, devices=_together(known, question.devices), inherited=("devices",))
        return question
    if match := _THEM.search(text):
        count = _COUNTS.get((match["word"] or "").casefold()) or int(match["number"] or 2)
        return replace(question, devices=_times(known, count), inherited=("devices",))
    if _ANOTHER.search(text):
        return replace(question, devices=_times(known, known[-1].count + 1), inherited=("devices",))
    return question


def _times(known: tuple[DeviceMention, ...], count: int) -> tuple[DeviceMention, ...]:
    return (*known[:-1], replace(known[-1], count=count, counted=True))


def _together(known: tuple[DeviceMention, ...], added: tuple[DeviceMention, ...]) -> tuple[DeviceMention, ...]:
    devices = list(known)
    for mention in added:
        same = next((i for i, one in enumerate(devices) if set(one.candidates) <= set(mention.candidates)), None)
        if same is None:
            devices.append(mention)
        else:
            devices[same] = replace(devices[same], count=devices[same].count + mention.count, counted=True)
    return tuple(devices)


def _inherit(question: Question, before: Settled) -> Question:
    unclear = question.parts[0].kind == "guide" or question.kind == "greeting"
    pointing = bool(_OPENERS.match(question.normalized) or _REFERS.search(question.normalized))
    says_something = bool(
        question.models or question.devices or question.unknown or question.memory or question.settings != Settings()
    )
    if question.kind in {"out_of_scope", "greeting"} or not (pointing or says_something):
        return question
    parts = _parts(question, before, unclear=unclear or _only_fragment(question))
    inherited = list(question.inherited)
    kinds = {part.kind for part in parts}
    named_model = bool(question.models or question.model_sizes_b or any(u.kind == "model" for u in question.unknown))
    named_device = bool(question.devices or question.memory or any(u.kind == "device" for u in question.unknown))
    changes: dict[str, object] = {}
    if not named_model and before.models and (pointing or kinds & _WANTS_MODEL):
        changes["models"] = before.models
    if not named_device and kinds & (_WANTS_DEVICE | {"memory", "compare", "specification"}):
        devices = before.devices or before.rig.devices
        if devices and (pointing or kinds & _WANTS_DEVICE):
            changes["devices"] = devices
        elif before.memory:
            changes["memory"] = before.memory
    if not (named_model and named_device) and before.settings != Settings():
        changes["settings"] = _merged(question.settings, before.settings)
    inherited += [name for name in changes if name not in inherited]
    if parts != question.parts:
        inherited.append("parts")
    return replace(question, parts=parts, inherited=tuple(inherited), **changes)  # type: ignore[arg-type]


def _only_fragment(question: Question) -> bool:
    """Whether the text is an opener and names, without a question of its own ("and on a 3090?")."""
    words = question.normalized.split()
    return len(words) <= _SHORT and bool(_OPENERS.match(question.normalized)) and question.kind in {
        "fits", "what_runs", "memory", "guide", "specification",
    } and not re.search(r"\b(?:fit|run|how|which|much|many|vram|memory|passt|läuft)\b", question.normalized, re.IGNORECASE)  # fmt: skip


def _parts(question: Question, before: Settled, *, unclear: bool) -> tuple[Part, ...]:
    return before.parts if unclear and before.parts else question.parts


def _merged(new: Settings, old: Settings) -> Settings:
    return Settings(
        quants=new.quants or old.quants,
        contexts=new.contexts or old.contexts,
        kv_k=new.kv_k or old.kv_k,
        kv_v=new.kv_v or old.kv_v,
        engine=new.engine or old.engine,
        os=new.os or old.os,
        flash_attention=old.flash_attention if new.flash_attention is None else new.flash_attention,
        slots=new.slots or old.slots,
    )
