"""Step 3c: what a question says in numbers, names or another language, in words that guides use."""

import re
from collections.abc import Iterator

from assistant.domain.question import Question

# Words of readers' questions about local models in three further languages, in the stems that matter: the default
# embedder and the stemmer know English only. The keys are beginnings of words, so that endings do not matter.
_ENGLISH: dict[str, str] = {
    # German
    "grafikkarte": "graphics card GPU", "speicher": "memory", "arbeitsspeicher": "system RAM memory",
    "gebraucht": "used", "kauf": "buy", "strom": "power electricity", "verbrauch": "power consumption",
    "leerlauf": "idle", "unter last": "under load", "lautstärke": "noise", "laut": "noise", "leise": "quiet noise",
    "lüfter": "fan noise", "wärme": "heat", "heiß": "heat", "rechner": "PC computer", "netzteil": "power supply",
    "schnell": "fast speed", "geschwindigkeit": "speed", "langsam": "slow speed", "bandbreite": "bandwidth",
    "kontext": "context", "länge": "length", "modell": "model", "quantisierung": "quantization", "bild": "image vision",
    "programmier": "coding", "einrichte": "set up install", "installier": "install", "nutzer": "users",
    "gleichzeitig": "parallel at the same time", "preis": "price", "billig": "cheap budget", "günstig": "cheap budget",
    "zwei": "two", "mehrere": "two or more", "laptop": "laptop", "unterschied": "difference", "bedeutet": "means",
    "unabhängig": "independent", "daten": "data", "messung": "benchmark measured",
    # French
    "carte graphique": "graphics card GPU", "cartes graphiques": "graphics cards GPUs", "mémoire": "memory",
    "occasion": "used second hand", "achet": "buy", "consomm": "power consumption", "électricité": "electricity power",
    "bruit": "noise", "chaleur": "heat", "ordinateur": "PC computer", "vitesse": "speed", "rapide": "fast speed",
    "lent": "slow speed", "bande passante": "bandwidth", "contexte": "context", "longueur": "length",
    "modèle": "model", "quantification": "quantization", "utilisateurs": "users", "deux": "two", "prix": "price",
    "portable": "laptop", "différence": "difference", "installer": "install", "images": "images vision",
    "indépendan": "independent", "données": "data",
    # Spanish
    "tarjeta": "graphics card GPU", "memoria": "memory", "segunda mano": "used second hand", "usada": "used",
    "comprar": "buy", "consum": "power consumption", "electricidad": "electricity power", "ruido": "noise",
    "calor": "heat", "ordenador": "PC computer", "computador": "PC computer", "velocidad": "speed",
    "rápid": "fast speed", "lento": "slow speed", "ancho de banda": "bandwidth", "contexto": "context",
    "modelo": "model", "cuantización": "quantization", "usuarios": "users", "barat": "cheap budget",
    "precio": "price", "portátil": "laptop", "diferencia": "difference", "instalar": "install",
    "imágenes": "images vision", "independiente": "independent", "datos": "data",
}  # fmt: skip
# Everyday words of English readers, in the words that guides use. The keys are patterns.
_PLAIN: dict[str, str] = {
    r"\bloud|nois[ey]|whin(?:e|ing)|quiet|silent|buzz": "noise fans",
    r"\bhot\b|hotter|overheat|thermal|warm": "heat",
    r"electric|power bill|\bbills?\b|kwh|frugal": "electricity power consumption",
    r"\bpsu\b|wattage|power brick": "power supply",
    r"this (?:site|website|page|bot|assistant)|ask you\b|who (?:made|built|wrote|runs) you\b": "about OwnRig",
    r"different (?:tok/s|speeds?|numbers|results)|\breport(?:s|ed)? .{0,30}(?:tok/s|speeds?|numbers)": "speed claims",
    r"^(?!.*\b(?:kv|cache)\b).*\bq[2-8]\b(?![-_])": "quantization of weights",
    r"abbreviation|acronym|jargon|(?:all|these|those) (?:terms|words)": "glossary",
    r"make money|\bearn|get paid|sponsor|commission|\bbias": "affiliate links independent",
    r"numbers? (?:come|from)|(?:figures|data) come|made up|trust": "sources verified accuracy",
    r"correct(?:ed|ion) .{0,20}(?:data|figure|number)|wrong (?:figure|number|price)": "data accuracy correct",
    r"your data\b|data ?sets?\b|download .{0,12}\bdata\b": "open data",
    r"second[- ]?hand|\bebay\b|refurb|pre-?owned|ex-mining": "used cards",
    r"notebook": "laptop",
    r"too (?:big|large) (?:for|to)|(?:does not|doesn't|won't) fit|out of memory|\boom\b": "partial system RAM offload",
    r"forgets?\b|loses? track|remember": "context length",
    r"first (?:word|token)|before (?:it|the answer) starts": "prefill prompt",
    r"shrink|compress|make .{0,20} smaller": "quantization",
    r"colleagues|family|several people|at once|at the same time|concurrent|simultaneous": "parallel users slots",
    r"people (?:can |could )?(?:use|share)|\bshare (?:one|a|the|my) (?:card|gpu|server)": "parallel users slots",
    r"pictures?|photos?|screenshots?": "images vision",
    r"n-?cpu-?moe|ncmoe": "mixture of experts system RAM offload llama.cpp",
    r"autocomplete|\bide\b|vs ?code": "coding assistant",
    r"(?:get|getting) started|beginner|newbie|first steps": "from zero install",
    r"\bmacs?\b|macbook|imac": "Apple silicon",
}
_PLAIN_WORDS = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in _PLAIN.items())
_LANGUAGES = ("de", "fr", "es")
_KNOWN = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _ENGLISH), key=len, reverse=True)) + ")")

_TASKS = {"code": "coding", "vision": "vision images", "rag": "documents embedding", "tools": "tools agent"}


def expanded(question: Question) -> str:
    """Return what is searched for: the question, and further words where there are any."""
    return f"{question.normalized} {expansion(question)}".strip()


def expansion(question: Question) -> str:
    """Return further words to look for; empty for a plain English question without numbers.

    "128k" is a context, "5060 Ti x2" is two cards, "Mac Studio" is Apple silicon: guides use the general word.
    """
    words = (*_settings(question), *_devices(question), *_translated(question), *_everyday(question))
    return " ".join(dict.fromkeys(words))


def _settings(question: Question) -> Iterator[str]:
    settings = question.settings
    if settings.contexts or settings.full_context:
        yield "context"
    if settings.kv_k or settings.kv_v:
        yield "quantized KV cache"
    if settings.slots > 1:
        yield "slots parallel users"
    yield from (_TASKS[task] for task in question.tasks if task in _TASKS)


def _devices(question: Question) -> Iterator[str]:
    if any(device.count > 1 or device.with_previous for device in question.devices):
        yield "two cards"
    if any(size.count > 1 for size in question.memory):
        yield "two cards"


def _translated(question: Question) -> Iterator[str]:
    if question.language in _LANGUAGES:
        yield from (_ENGLISH[match[0]] for match in _KNOWN.finditer(question.normalized.lower()))


def _everyday(question: Question) -> Iterator[str]:
    if question.language == "en":
        yield from (words for pattern, words in _PLAIN_WORDS if pattern.search(question.normalized))
