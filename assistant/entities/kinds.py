"""Step 1l: what a question asks: clause by clause, by the table of cues and by which names stand in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.domain.question import Mention, ModelMention, Part, Question, Span, UnknownName
from assistant.entities.attributes import ATTRIBUTES
from assistant.entities.cue import Cue
from assistant.entities.cues import BY_NAMES, CUES
from assistant.entities.lexicon import meanings
from assistant.entities.topics import DOMAIN, GREETING, LANGUAGE_MODELS, OTHER_TOPICS, OWNED

_ASKING = (
    r"how|what|whats|hows|which|why|explain|will|can|could|does|do|is|are|would|should|when|where|who|wie|was|welche\w*|passt|läuft|kann|reicht|wann|warum"
    r"|comment|combien|quel\w*|est-ce|peut|cómo|cuánt\w+|qué|cuál\w*|puede|puedo"
)
_CLAUSE_ENDS = re.compile(
    rf"[?!;\uff1f\uff01]+|\.(?=\s)|,?\s+(?:and|und|et|y|but|aber|also)\s+(?:also\s+)?(?=(?:{_ASKING})\b)|,\s*(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^\W*(?:what(?:'s| is| are)|tell me (?:about|more)|info(?:rmation)? (?:on|about)|was ist|qu'est-ce que|qué es"
    r"|details)\b|\bspecs?\b|\bfacts\b|specifications",
    re.IGNORECASE,
)
_EXPLAIN = re.compile(
    r"\b(?:why|how (?:does|do|to|is|are|can i)|explain\w*"
    r"|what(?:'s| is| are) (?:an? |the )?(?:difference|point|meaning|advantage|benefit|catch|downside|drawback)"
    r"|what(?:'s| is) (?:wrong|bad) (?:with|about)|(?:problem|trouble|catch)s? with"
    r"|mean(?:s|ing)?|warum|wieso|erklär\w*|pourquoi|expliqu\w*|por qué|explic\w*|should i use|worth (?:it|using)"
    r"|when should|good enough)\b",
    re.IGNORECASE,
)
# A detail that no cue knows: "how many CUDA cores does · have", "PCIe generation of the ·".
_DETAIL = re.compile(
    r"^\W*(?:how (?:many|wide|tall|long|thick|heavy|deep)\b.*\u00b7.*\b(?:have|has|is|are|got|come with)"
    r"|(?!does|do |is |are |can |will |could |should |has )(?:(?:what|which)(?:'s| is| are)? (?:the )?)?"
    r"[\w -]{3,40} (?:of|for|on|in) (?:the |an? )?\u00b7+\W*$"
    r"|(?:what|which)\b.{0,40}\b(?:does|do|has|have)\b.*\u00b7.*\b(?:have|has|use|come with)\W*$)",
    re.IGNORECASE,
)
_SUPPLY = re.compile(r"\bsuppl|\bpsu\b|\benough\b|\bnetzteil|\balimentation\b|\bfuente\b", re.IGNORECASE)
_EXPLAINS = re.compile(
    r"^\W*(?:(?:and|also|but|so|then) )?(?:why\b|explain"
    r"|what (?:is|are|does|do) (?!the\b|its?\b|my\b|they\b|that\b|this\b)"
    r"|how (?:do|does|can|should) (?!.*\b(?:fast|much|many|long|it|they|compare)\b)|do (?:i|you) (?:really )?need\b"
    r"|warum\b|was (?:ist|sind|bedeutet)\b|pourquoi\b|qu'est-ce\b|por qué\b|qué (?:es|significa)\b)",
    re.IGNORECASE,
)
# The thing that is to fit or to be run, where it is a common noun: "how many bananas fit in a ·".
_THING = re.compile(
    r"\bhow many (?P<many>[a-z]{3,})\b.{0,20}\b(?:fit|run|go)\b"
    r"|\b(?:does|do|will|would|can|could) (?:an?|my|the|some|our) (?P<one>[a-z]{3,}) (?:fit|run|go|work)\b"
    r"|\b(?:can|could|will|does) (?:an?|my|the) \u00b7+ (?:run|play|handle) (?P<run>[a-z]{3,})\W*$",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?:any|some|every)(?:thing|one)|stuff|things?|users?|people|requests?|agents?|instances?|copies|bots?|chats?"
    r"|that|this|these|those|them|ones?|what|good|more|well|fast|faster|hot|quiet|locally|right|better|smoothly|too"
    r"|games?|gaming|windows|linux|tokens?|words?|pages?|documents?|files?|books?|bigger|larger|smaller|it",
    re.IGNORECASE,
)
# "does the · support NVLink": a yes or no about a feature, never a wish for a list.
_FEATURE = re.compile(
    r"^\W*(?:does|do|did|has|have|is|are|can|will)\b.*\u00b7.*\b(?:support\w*|have|has|come with|compatible|work with"
    r"|need|require|use|include)\b",
    re.IGNORECASE,
)
_NAME = "\u00b7"  # stands for a product name in the text that cues are looked for in
_TABLE = (*CUES, *ATTRIBUTES)
_WORD = re.compile(r"[^\W\d_]+")
_FEW_WORDS = 3  # beside a device name; a longer text asks something that no cue covers
_MOST_WORDS_GREETING = 12
_FEWEST_WORDS_OTHER = 5
_VAGUE = re.compile(r"\b(?:it|its|they|them|em|these|those|this|that|one|ones|es|das|ça|eso)\b", re.IGNORECASE)


def letters(question: Question) -> frozenset[str]:
    """Return what is present, in the letters of the table of cues."""
    unknown = {name.kind for name in question.unknown}
    ram_only = not question.devices and any(size.kind == "ram" for size in question.memory)
    named = {
        "M": bool(question.models) or "model" in unknown,
        "D": bool(question.devices) or "device" in unknown,
        "N": not question.models,
        "S": bool(question.model_sizes_b),
        "V": ram_only or any(size.kind not in {"disk", "ram"} for size in question.memory),
        "Q": bool(question.settings.quants),
        "1": len(question.settings.quants) == 1,
        "R": len(question.settings.quants) > 1,
        "C": bool(question.settings.contexts),
        "F": question.settings.full_context,
        "B": question.budget is not None,
        "T": bool(question.tasks),
        "E": question.settings.engine is not None,
        "G": bool(question.rig.devices or question.rig.memory),
        "2": _several(question),
    }
    return frozenset(letter for letter, there in named.items() if there)


def _several(question: Question) -> bool:
    models = len(question.models) + sum(name.kind == "model" for name in question.unknown)
    devices = sum(not device.with_previous for device in question.devices)
    return models > 1 or devices + sum(name.kind == "device" for name in question.unknown) > 1


def asked(question: Question, present: frozenset[str]) -> tuple[Part, ...]:
    """Return what the words of a question ask, in its order; empty if they leave that open."""
    text = question.normalized
    if GREETING.fullmatch(text) and len(text.split()) <= _MOST_WORDS_GREETING:
        return (Part("greeting"),)
    parts: list[Part] = []
    guesses: list[Part] = []
    explained: list[str] = []
    if _foreign_thing(question, present):
        return (Part("out_of_scope", topic="other subjects"),)
    for clause, span in _clauses(_frame(question)):
        topic = next((topic for topic, pattern in OTHER_TOPICS.items() if pattern.search(clause)), None)
        strong, weak = _clause_parts(clause, present, _own_letters(question, span, present))
        if _EXPLAINS.search(clause) and not _names_in(question, span) and span != (0, len(question.normalized)):
            strong = [Part("guide")]  # a clause of its own that names nothing asks about things in general
        parts += [_outside(topic, clause)] if topic else strong
        explained += [question.normalized[slice(*span)]] if Part("guide") in strong and not topic else []
        guesses += [] if topic or strong else weak
        parts += [part for part in weak if part.kind == "fits" and not topic and not strong]
    return tuple(_with_clause(dict.fromkeys(parts or guesses), " ".join(explained)))


def _foreign_thing(question: Question, present: frozenset[str]) -> bool:
    """Whether what is to fit or to be run is no matter of ours, though the device is."""
    found = None if present & {"M", "S"} else _THING.search(_frame(question))
    noun = next(filter(None, found.groups()), "") if found else ""
    return bool(noun) and not DOMAIN.search(noun) and not _OURS.fullmatch(noun)


def _outside(topic: str, clause: str) -> Part:
    return Part("out_of_scope", topic=topic, perhaps=bool(LANGUAGE_MODELS.search(clause)))


def _with_clause(parts: Iterable[Part], explained: str) -> Iterator[Part]:
    """The parts; one to be explained among others gets the words that ask for it."""
    found = list(parts)
    several = len(found) > 1
    yield from (
        replace(part, clause=explained.strip(" ,;")) if several and part.kind == "guide" else part for part in found
    )


def _names_in(question: Question, span: Span) -> bool:
    named: list[Mention] = [*question.models, *question.devices, *question.unknown]
    return any(span[0] <= one.span[0] < span[1] for one in named)


def _own_letters(question: Question, span: Span, present: frozenset[str]) -> frozenset[str]:
    """The letters without the model or the device if only the other stands in a clause."""
    named: list[Mention] = [*question.models, *question.devices, *question.unknown]
    kinds = {_product(one) for one in named if span[0] <= one.span[0] < span[1]}
    absent = {"M", "D"} - kinds if len(kinds) == 1 else set()
    return present - absent


def _product(mention: Mention) -> str:
    if isinstance(mention, UnknownName):
        return "M" if mention.kind == "model" else "D"
    return "M" if isinstance(mention, ModelMention) else "D"


def foreign(question: Question, present: frozenset[str]) -> bool:
    """Whether a question names nothing and has no word of our field, whatever it asks."""
    return not present - {"N"} and _is_foreign(question)


def implied(question: Question, present: frozenset[str]) -> tuple[Part, ...]:
    """Return what a question without a cue asks: by the names in it; a guide part if nothing is clear."""
    text = _frame(question)
    if foreign(question, present):
        return (Part("out_of_scope", topic="other subjects", perhaps=True),)
    kind = next((kind for group, kind in BY_NAMES if set(group) <= present), None)
    if _EXPLAIN.search(text) and kind != "fits":
        return (Part("guide"),)
    if kind is not None:
        return (Part(kind),)
    if present & {"M", "D"} and _ABOUT.search(text):
        return (Part("specification"),)
    if present & {"M", "D"} and _DETAIL.search(text):
        return (Part("specification", "other"),)
    if "M" in present:
        return (Part("memory"),)
    if _FEATURE.search(text):
        return (Part("guide"),)
    bare = len(_WORD.findall(text)) <= _FEW_WORDS or OWNED.search(text)
    return (Part("what_runs"),) if present & {"D", "V"} and bare else (Part("guide"),)


def _frame(question: Question) -> str:
    """The text with product names blanked, so that "Code Llama" and "Phi-4 reasoning" give no cue."""
    text = question.normalized
    named: list[Mention] = [*question.models, *question.devices, *question.unknown]
    for start, end in (one.span for one in named):
        text = text[:start] + _NAME * (end - start) + text[end:]
    return text


def _clauses(text: str) -> Iterator[tuple[str, Span]]:
    last = 0
    for start, end in [*(match.span() for match in _CLAUSE_ENDS.finditer(text)), (len(text), len(text))]:
        if clause := text[last:start].strip():
            yield clause, (last, start)
        last = end


def _clause_parts(clause: str, present: frozenset[str], own: frozenset[str]) -> tuple[list[Part], list[Part]]:
    """What a clause asks, and what it asks if nothing else does."""
    meant = meanings(clause)
    matching = [cue for cue in _TABLE if _suits(cue, present, own) and cue.speaks(clause, meant)]
    kept: list[Cue] = []
    for cue in matching:
        if not cue.weak and not any(cue.kind in other.removes.split() for other in kept):
            removed = cue.removes.split()
            kept = [other for other in kept if other.kind not in removed or other.kind == cue.kind]
            kept.append(cue)
    weak = [] if kept else matching[:1]
    return [_part(cue, clause) for cue in kept], [_part(cue, clause) for cue in weak]


def _part(cue: Cue, clause: str) -> Part:
    """What a cue says is asked. A bare yes or no, or a number of watts, is what guides can add to."""
    more = cue.attribute == "engines" or (cue.attribute == "tdp" and _SUPPLY.search(clause) is not None)
    return Part(cue.kind, cue.attribute, perhaps=more)


def _suits(cue: Cue, present: frozenset[str], own: frozenset[str]) -> bool:
    if own.intersection(cue.never):
        return False
    return not cue.needs or any(present.issuperset(group) for group in cue.needs.split("|"))


def _is_foreign(question: Question) -> bool:
    words = question.normalized.split()
    text = question.normalized
    return len(words) >= _FEWEST_WORDS_OTHER and not DOMAIN.search(text) and not _VAGUE.search(text)
