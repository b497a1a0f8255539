"""Step 1l: what a question asks: clause by clause, by the table of cues and by which names stand in it."""

import re
from collections.abc import Iterator

from assistant.domain.question import Part, Question
from assistant.entities.cues import BY_NAMES, CUES, DOMAIN, GREETING, OTHER_TOPICS, Cue

_ASKING = (
    r"how|what|which|will|can|could|does|do|is|are|would|should|when|where|who|wie|was|welche\w*|passt|läuft|kann|reicht|wann|warum"
    r"|comment|combien|quel\w*|est-ce|peut|cómo|cuánt\w+|qué|cuál\w*|puede|puedo"
)
_CLAUSE_ENDS = re.compile(
    rf"[?!;]+|\.(?=\s)|,?\s+(?:and|und|et|y|but|aber|also)\s+(?:also\s+)?(?=(?:{_ASKING})\b)|,\s*(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^\W*(?:what(?:'s| is| are)|tell me (?:about|more)|info(?:rmation)? (?:on|about)|was ist|qu'est-ce que|qué es|specs? (?:of|for)|specifications?)\b|\bspecs?\b",
    re.IGNORECASE,
)
_EXPLAIN = re.compile(
    r"\b(?:why|how (?:does|do|to|is|are|can i)|explain\w*|what(?:'s| is| are) (?:an? |the )?(?:difference|point|meaning|advantage|benefit|catch|downside)"
    r"|mean(?:s|ing)?|warum|wieso|erklär\w*|pourquoi|expliqu\w*|por qué|explic\w*|should i use|worth (?:it|using)|when should)\b",
    re.IGNORECASE,
)
_MOST_WORDS_GREETING = 12
_FEWEST_WORDS_OTHER = 3


def find_parts(question: Question) -> tuple[Part, ...]:
    """Return everything a question asks, in the order in which it asks; a guide part if nothing is clear."""
    text = _frame(question)
    if GREETING.match(question.normalized) and len(question.normalized.split()) <= _MOST_WORDS_GREETING:
        return (Part("greeting"),)
    present = _letters(question)
    other = next(((topic, m) for topic, p in OTHER_TOPICS.items() if (m := p.search(text))), None)
    parts: list[Part] = []
    for clause in _clauses(text):
        topic = next((topic for topic, pattern in OTHER_TOPICS.items() if pattern.search(clause)), None)
        parts += [Part("out_of_scope", topic=topic)] if topic else _clause_parts(clause, present)
    parts = list(dict.fromkeys(parts))
    if not parts:
        parts = _by_names(text, present)
    if not parts and other is None and not present and _is_foreign(question):
        parts = [Part("out_of_scope", topic="other subjects")]
    return tuple(parts) or (Part("guide"),)


def _frame(question: Question) -> str:
    """The text with product names blanked, so that "Code Llama" and "Phi-4 reasoning" give no cue."""
    text = question.normalized
    for mention in (*question.models, *question.devices, *question.unknown):
        start, end = mention.span
        text = text[:start] + "\u00b7" * (end - start) + text[end:]
    return text


def _clauses(text: str) -> Iterator[str]:
    last = 0
    for match in _CLAUSE_ENDS.finditer(text):
        if clause := text[last : match.start()].strip():
            yield clause
        last = match.end()
    if clause := text[last:].strip():
        yield clause


def _letters(question: Question) -> frozenset[str]:
    unknown = {name.kind for name in question.unknown}
    named = {
        "M": bool(question.models) or "model" in unknown,
        "D": bool(question.devices) or "device" in unknown,
        "S": bool(question.model_sizes_b),
        "V": any(size.kind != "disk" and size.kind != "ram" for size in question.memory),
        "Q": bool(question.settings.quants),
        "C": bool(question.settings.contexts),
        "B": question.budget is not None,
        "T": bool(question.tasks),
        "2": _pairs(question),
    }
    return frozenset(letter for letter, there in named.items() if there)


def _pairs(question: Question) -> bool:
    models = len(question.models) + sum(name.kind == "model" for name in question.unknown)
    devices = len(question.devices) + sum(name.kind == "device" for name in question.unknown)
    return models > 1 or devices > 1


def _clause_parts(clause: str, present: frozenset[str]) -> list[Part]:
    matching = [cue for cue in CUES if _speaks(cue, clause, present)]
    strong = [cue for cue in matching if not cue.weak]
    removed = {kind for cue in strong for kind in cue.removes if cue.kind != kind}
    kept = [cue for cue in strong if cue.kind not in removed] or strong[:1] or matching[:1]
    return [Part(cue.kind, cue.attribute) for cue in kept]


def _speaks(cue: Cue, clause: str, present: frozenset[str]) -> bool:
    if any(letter in present for letter in cue.never):
        return False
    if cue.needs and not any(set(group) <= present for group in cue.needs.split("|")):
        return False
    return bool(cue.words.search(clause))


def _by_names(text: str, present: frozenset[str]) -> list[Part]:
    if _EXPLAIN.search(text):
        return []
    for group, kind in BY_NAMES:
        if set(group) <= present:
            return [Part(kind)]
    if present & {"M", "D"} and _ABOUT.search(text):
        return [Part("specification")]
    if "M" in present:
        return [Part("memory")]
    return [Part("what_runs")] if present & {"D", "V"} else []


def _is_foreign(question: Question) -> bool:
    words = question.normalized.split()
    return len(words) >= _FEWEST_WORDS_OTHER and not DOMAIN.search(question.normalized)
