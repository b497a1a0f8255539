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
_LANGUAGES = ("de", "fr", "es")
_KNOWN = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _ENGLISH), key=len, reverse=True)) + ")")

_TASKS = {"code": "coding", "vision": "vision images", "rag": "documents embedding", "tools": "tools agent"}


def expansion(question: Question) -> str:
    """Return further words to look for; empty for a plain English question without numbers.

    "128k" is a context, "5060 Ti x2" is two cards, "Mac Studio" is Apple silicon: guides use the general word.
    """
    words = (*_settings(question), *_devices(question), *_translated(question))
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
