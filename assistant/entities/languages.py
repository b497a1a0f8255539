"""The language of a question's frame, product names left out: by script, else by its small words."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.domain.question import Span

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[іїєґ]", re.IGNORECASE)),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
_SMALL_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(word for word in words.split() if len(word) > 1)
    for language, words in {
        "en": "the is are does do can will i my what which how much many fit run on with for and or it a an of to in be"
        " should need have best vs thanks hello was were when where who why there that this these one at by from me any"
        " between about than more much has get use using does but if not no yes any good better only still just",
        "de": "der die das ein eine einen einem einer ist sind kann wird ich mein meine meiner meinem was welche"
        " welcher"
        " welches wie viel wieviel passt läuft laufen auf mit für und oder es von im reicht brauche braucht wenn nicht"
        " danke hallo schnell karte grafikkarte speicher gibt auch noch bei schafft zieht geht hat haben wo"
        " wann warum wer dem den des zum zur nach gerade jetzt"
        " heute kostet kosten mehr sehr nur schon doch wird werden würde zwischen unter über",
        "fr": "le la les un une des est sont peut peux puis je mon ma mes que quel quelle quels quelles combien comment"
        " tient tourne tourner sur avec pour et ou ce de du dans suffit faut merci bonjour carte mémoire vitesse"
        " est-ce peut-on puis-je qu'est-ce marche modèles tournent cette ces où quand pourquoi aujourd'hui"
        " maintenant plus très"
        " aussi entre coûte faire au aux en ai j'ai ça besoin sans chez",
        "es": "el los las un una es son puede puedo yo mi mis que qué cuál cuáles cuánta cuánto cuántos cómo cabe corre"
        " correr en con para y o lo de del necesito necesita gracias hola tarjeta memoria velocidad funciona mejor dos"
        " ejecutar modelos cuántas hay tiene tengo esta este ahora hoy más muy también donde"
        " cuando sobre entre cuesta ocupa sin hasta",
        "it": "il lo gli un una è sono può posso io mio mia che quale quali quanto quanta come gira entra su con e o"
        " di del nella serve grazie ciao scheda memoria veloce funziona sulla quanti quante ha ho ci vuole"
        " adesso oggi più molto anche dove quando tra"
        " fra questo questa dei delle degli al alla nel sul costa senza posso le la una",
        "pt": "o os as um uma é são pode posso eu meu minha que qual quais quanto quanta como cabe roda rodar em com"
        " para e ou do da no na preciso precisa obrigado olá placa memória velocidade funciona melhor quantos"
        " quantas quão tem numa num nas nos pelo isso agora hoje já mais"
        " muito também onde quando custa entre sem até",
        "nl": "de het een is zijn kan ik mijn wat welke hoe veel past draait op met voor en of van nodig bedankt hallo"
        " kaart geheugen snel werkt heb genoeg hoeveel heeft hebben deze dit bij naar uit om te wordt worden kunnen"
        " moet waar wanneer dan ook nog maar niet geen nu kost tussen",
        "pl": "czy jest jaką kartę do mam są może mogę ja mój moja co jaki jaka które ile jak zmieści działa na dla"
        " lub potrzebuję"
        " dziękuję dzięki karta pamięci szybko pójdzie",
        "sv": "är kan jag min vad vilken hur mycket får plats på med för och eller det behöver tack hej kort minne",
        "tr": "bir mi m\u0131 mu mü ne hangi kaç nas\u0131l için ve veya ile çal\u0131ş\u0131r s\u0131ğar benim gerekli"
        " teşekkürler merhaba kart",
        "cs": "je jsou může mohu můj moje co jaký která kolik jak vejde na s pro a nebo potřebuji děkuji karta paměť",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
# Letters that few of these languages have.
_LETTERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("es", re.compile(r"[¿¡ñ]")), ("pt", re.compile(r"[ãõ]")), ("de", re.compile(r"[ßü]")),
    ("pl", re.compile(r"[łżźśąę]")),
    ("fr", re.compile(r"[èêœù]")), ("it", re.compile(r"[èùìò](?!\w)")), ("cs", re.compile(r"[řěů]")),
    ("tr", re.compile(r"[ğı]")), ("sv", re.compile(r"å")),
)  # fmt: skip
_LETTER_COUNTS = 0.5  # words of a language that one such letter stands for
DEFAULT = "en"


def find_language(text: str, names: Sequence[Span]) -> str:
    """Return an ISO 639-1 code; English where nothing speaks for another language."""
    frame = _without(text, names)
    for language, pattern in _SCRIPTS:
        if pattern.search(frame):
            return language
    words = _WORD.findall(frame.casefold())
    scores = {
        language: sum(_weight(word) for word in words if word in small) for language, small in _SMALL_WORDS.items()
    }
    for language, pattern in _LETTERS:
        scores[language] += _LETTER_COUNTS * bool(pattern.search(frame.casefold()))
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores[DEFAULT] else DEFAULT


@lru_cache(maxsize=2048)
def _weight(word: str) -> float:
    """What a word tells: all of one language, half if two have it."""
    return 1 / max(1, sum(word in small for small in _SMALL_WORDS.values()))


def _without(text: str, spans: Sequence[Span]) -> str:
    pieces, last = [], 0
    for start, end in sorted(spans):
        pieces.append(text[last:start])
        last = max(last, end)
    return " ".join([*pieces, text[last:]])
