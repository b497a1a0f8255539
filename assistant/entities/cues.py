"""The words by which a question shows its kind: one table, in the languages readers ask in."""

import re
from dataclasses import dataclass

from assistant.domain.question import Attribute, Kind


@dataclass(frozen=True)
class Cue:
    """If `words` occur in a clause and the entities satisfy `needs`, the clause asks `kind`.

    `needs` and `never` are letters: M a model, S a bare model size, D a device, V a memory size, Q a
    quantization, C a context, B a budget, T a task, 2 two names of one kind; alternatives are parted by "|".
    A matching cue takes the kinds in `removes` out of its clause. `weak` cues count only where nothing else does.
    """

    kind: Kind
    words: re.Pattern[str]
    needs: str = ""
    never: str = ""
    removes: frozenset[Kind] = frozenset()
    attribute: Attribute | None = None
    weak: bool = False


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE)


def _anywhere(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _spec(attribute: Attribute, pattern: str, needs: str = "M|D", never: str = "") -> Cue:
    removes: frozenset[Kind] = frozenset({"memory", "price_now", "what_runs", "disk_size", "max_context"})
    return Cue("specification", _anywhere(pattern), needs, never, removes, attribute)


_ALL_BUT_SPEED: frozenset[Kind] = frozenset({
    "fits", "memory", "what_runs", "recommend", "what_needed", "specification", "compare",
})  # fmt: skip

CUES: tuple[Cue, ...] = (
    Cue("upgrade", _anywhere(r"\bupgrad\w*|\baufrüst\w*|\baufrüsten|mettre à niveau|actualizar (?:mi|de)|\b(?:a|another|ein\w*|zweite\w*|une?|otra|adding a) ?(?:second|zweite\w*|deuxième|additional) (?:one|card|gpu|karte|\w*[0-9]{3,4})|\bsecond (?:one|card|gpu|[0-9]{4})|replac(?:e|ing) (?:my|the)|swap(?:ping)? (?:my|the)|add(?:ing)? (?:a|an|another) |step up|(?:going|go|move|moving|switch(?:ing)?|jump|wechsel\w*) from"), "D",
        removes=frozenset({"fits", "what_runs", "recommend", "compare", "what_needed", "specification"})),
    Cue("disk_size", _anywhere(r"file ?size|download size|size (?:of|on) (?:the )?(?:file|download|gguf|disk)|how (?:big|large|heavy) (?:is|are) (?:the )?(?:download|file|gguf|model file)|(?:big|large) .{0,20}(?:download|on disk)|disk (?:space|usage)|on disk|(?:ssd|storage) space|how much space|how (?:big|large) is (?!.*(?:kv|cache|context))|dateigröße|wie groß ist (?:der download|die datei)|taille du fichier|espace disque|tamaño (?:del archivo|de la descarga)|espacio en disco"), "M",
        removes=frozenset({"memory", "specification", "fits", "compare"})),
    Cue("max_context", _anywhere(r"max(?:imum|imal\w*|imale\w*|\.)? (?:usable |possible )?(?:context|ctx|kontext)|(?:context|ctx) max(?:imum)?\b|(?:how (?:much|long|far|big|large|many tokens)).{0,40}(?:context|ctx)|(?:context|ctx).{0,30}(?:how (?:far|long|much|big)|can i (?:use|get|push|fit|run)|possible|achievable)|(?:longest|largest|biggest|most|highest) (?:possible )?(?:context|ctx|window)|how many tokens (?:of|can|fit)|wie ?viel kontext|wie lang\w* .{0,20}kontext|längste\w* kontext|contexte max\w*|combien de (?:contexte|tokens)|contexto máximo|cuánto contexto|контекст"), "MD|MV",
        removes=frozenset({"memory", "specification", "fits", "what_runs"})),
    Cue("best_quant", _anywhere(r"(?:which|what|best|highest|largest|biggest|optimal|recommended|right|good|ideal)\b.{0,24}?(?:\bquant\w*|\bgguf\b|bit ?width|precision)|quant\w* (?:should|to use|to pick|to download|fits|is best|works)|welche (?:quant\w*|q-stufe)|beste quant\w*|quelle (?:quanti\w*)|(?:qué|cuál|mejor) cuanti\w*"), "M",
        removes=frozenset({"fits", "memory", "what_needed", "recommend", "compare", "what_runs", "disk_size"})),
    Cue("best_quant", _anywhere(r"\b(?:or|vs\.?|oder|ou|o)\b"), "MQ2D|MQ2V", removes=frozenset({"fits", "compare"})),
    Cue("memory", _anywhere(r"how (?:much|many) (?:\w+ ){0,2}?(?:v?ram|memory|gpu memory|gb|gigs|gigabytes|mem)\b|(?:v?ram|memory|mem|ram) (?:usage|use|requirements?|footprint|consumption|needed|needs|breakdown|cost|required|estimate|for|budget)|kv[- ]?cache (?:size|usage|memory|take|cost)|(?:size|big|large) .{0,14}kv[- ]?cache|(?:cost|use|need|take|require)s?\b.{0,30}\b(?:in|of) (?:v?ram|memory)|memory (?:does|will|would)|wie ?viel (?:v?ram|speicher|arbeitsspeicher|gb)|(?:speicher|vram)-?(?:bedarf|verbrauch)|combien de (?:v?ram|mémoire|go)|cuánt[ao]s? (?:v?ram|memoria|gb)|quant[ao] (?:v?ram|memoria|memória)|hoeveel (?:v?ram|geheugen)|сколько (?:v?ram|памяти|видеопамяти)|多少显存|需要多少|メモリ"), "M|S",
        removes=frozenset({"specification", "fits", "what_needed", "price_now"})),
    Cue("memory", _anywhere(r"^(?:v?ram|memory)\b|(?:v?ram|memory)$"), "M", "D", weak=True),
    Cue("what_needed", _anywhere(r"\b(?:what|which|minimum|min|cheapest|smallest|best|recommended|good)\b.{0,24}?\b(?:gpus?|(?:graphics |video )?cards?|hardware|pc|computer|setup|machine|rig|laptop|mac|specs?|system|build)\b.{0,40}?(?:need|require|for|to run|should|get|buy|run|handle|enough)|(?:hardware|system|gpu|pc|minimum) (?:requirements?|specs)|requirements? (?:for|of|to run)|what (?:do|would|will) (?:i|we|you|it|one) (?:need|take|require)|what (?:does|would) .{0,40}(?:need|require|take) (?:to run|at home|locally)|how many (?:\w+ ){0,2}?(?:gpus|cards|[a-z]{0,3}[0-9]{3,4}s?|h100s?|macs)\b|welche (?:hardware|grafikkarte|gpu|karte)|was (?:brauche|benötige) ich|quelle (?:carte|gpu|config\w*|machine)|quel (?:gpu|matériel|pc)|de quoi .{0,10}besoin|(?:qué|cuál) (?:gpu|tarjeta|hardware|gráfica|equipo)|какая (?:видеокарта|карта)|什么显卡"), "M|S", "B",
        removes=frozenset({"fits", "recommend", "memory", "compare", "what_runs", "price_now"})),
    Cue("recommend", _anywhere(r"\b(?:best|cheapest|recommend\w*|suggest\w*|what should i (?:buy|get|build)|should i (?:buy|get)|which (?:gpu|card|graphics card|laptop|mac|pc|machine|one)|good (?:gpu|card|value)|what (?:gpu|card|hardware|pc|laptop|mac|rig)|what can i (?:buy|get|build)|worth buying|to buy|bang for|value for|budget|build (?:a|me)|beste\w* (?:grafikkarte|gpu|karte)|empfehl\w*|kaufen|meilleure? (?:carte|gpu|pc)|conseill\w+|acheter|mejor (?:tarjeta|gpu|gráfica|pc)|recomiend\w*|comprar|cheap)\b"), "", "M",
        removes=frozenset({"fits", "price_now", "what_runs"})),
    Cue("recommend", _anywhere(r"."), "B", removes=frozenset({"what_needed", "what_runs", "price_now", "fits"})),
    Cue("what_runs", _anywhere(r"\b(?:what|which|whats|what's|best|biggest|largest|good|any|recommend\w*|strongest|smartest|list|most)\b.{0,30}?\b(?:models?|llms?|ai models?|ais?)\b|\bmodels? (?:that|to|for|i can|should|will|would|can|fit|work|run)|what (?:all )?(?:can|could|should|would|will) (?:i|it|my|you|we|they|one|he|she|a|an|the|this|that|these|two)\b.{0,60}?\b(?:run|use|host|load|handle|fit|let|do)\b|what (?:runs|fits|works|will run|would run|would fit)|can i run (?:anything|something)|anything (?:worth|good)|was (?:läuft|kann ich|passt)|welche[sn]? (?:\w+ )?(?:modelle?|llms?|ki)|größte\w* modell|bestes modell|quels? (?:\w+ )?(?:modèles?|llms?)|(?:meilleur|plus gros|plus grand) modèle|que puis-je|qué (?:\w+ )?(?:modelos?|llms?)|(?:mejor|mayor) modelo|qué puedo|quali modelli|quais modelos|welke modellen|какие модели|что (?:можно|я могу)|什么模型|哪些模型|能跑什么|どのモデル"), "D|V|T", "M",
        removes=frozenset({"fits", "recommend", "specification", "memory", "upgrade"})),
    Cue("speed", _anywhere(r"\b(?:how (?:fast|quick\w*|slow)|tok(?:en)?s?(?: ?/ ?| per | a | p)s(?:ec\w*)?|t/s|tps|(?<!memory )(?<!clock )(?<!ram )speeds?|throughput|latency|ttft|too slow|slow\b|faster|fastest|quicker|prompt processing|prefill|prompt eval|eval rate|generation rate|benchmarks?|performance|inference time|time to first token|wie schnell|geschwindigkeit|schneller|schnell genug|token pro sekunde|vitesse|rapid\w+|à quelle vitesse|velocidad|qué tan rápido|rápid\w+|veloc\w+|snel(?:heid)?|скорост\w*|быстр\w*)\b|多快|速度|どのくらい速|速い"), "M|D|S",
        removes=frozenset({"what_needed"})),
    Cue("price_now", _anywhere(r"\b(?:(?<!memory )cost(?:s|ing)?(?! in)|prices?|pricing|how much (?:is|are|for|do(?:es)?) (?!.*\b(?:v?ram|memory|context|faster|slower|better|bandwidth|power|watts?|space)\b)|street price|going for|cheapest place|where (?:can|do|to) (?:i )?buy|in stock|availab(?:le|ility)|second-?hand price|used price|kostet|preis\w*|prix|coûte\w*|precio\w*|cuesta\w*|costa\w*|prezzo)\b"), "D", "M",
        removes=frozenset({"specification", "recommend", "what_runs", "fits"})),
    _spec("launch_price", r"\b(?:launch|msrp|release|original|list|intro\w*|uvp|rrp)\b.{0,16}(?:price|cost|msrp)|\bmsrp\b|(?:price|cost)\b.{0,14}\b(?:at|on) (?:launch|release)|cost (?:when|new at)|einführungspreis|prix de lancement|precio de lanzamiento", "D"),
    _spec("bandwidth", r"bandwidth|bandbreite|bande passante|ancho de banda|gb/s|memory speed|speicherbandbreite|larghezza di banda|пропускн\w+"),
    _spec("bus", r"\b(?:memory )?bus\b(?! ?(?:stop|ticket))|speicherinterface|bit[- ]bus|interface width", "D"),
    _spec("memory_type", r"\bgddr\d?x?\b|memory type|type of (?:memory|vram)|what (?:kind|type) of memory|hbm\d?", "D", "M"),
    _spec("tdp", r"\btdp\b|\btgp\b|watt\w*|power (?:draw|consumption|usage|limit|use|supply)|how much power|\bpsu\b|stromverbrauch|leistungsaufnahme|consommation|consumo|\bpower\b.{0,20}\b(?:draw|need|use|consume)", "D", "M"),
    _spec("license", r"licen[cs]e\w*|lizenz\w*|licencia|commercial(?:ly)? use|use .{0,12}commercially|open[- ]source|kommerziell|apache|лицензи\w+", "M"),
    _spec("params_active", r"active (?:param\w*|weights)|param\w* (?:are )?active|how many .{0,20}active|activated param\w*|aktive\w* param\w*|paramètres actifs|parámetros activos", "M"),
    _spec("params_total", r"(?:how many|number of|total|anzahl|wie viele|combien de|cuántos) (?:\w+ )?param\w*|param\w* count|paramètres|parámetros|parameterzahl|how big .{0,20}in parameters", "M"),
    _spec("release", r"\b(?:when|since when|release date|released?|launch(?:ed)? date|launch date|came? out|how old|how new|which year|what year|wann|erschienen|veröffentlicht|date de sortie|quand|cuándo|fecha|sorti[e]?)\b(?! .{0,14}(?:should|to buy|use|do i))", "M|D"),
    _spec("context", r"(?:native |max(?:imum)? |full |supported |trained )?(?:context|ctx|kontext|contexte|contexto)[- ]?(?:window|length|size|fenster|länge|limit|support\w*)?", "M", "DVC"),
    _spec("architecture", r"architecture|architektur|mixture[- ]of[- ]experts|\bmoe\b|dense (?:model|or)|\b(?:is|are)\b.{0,40}\bdense\b|how many (?:layers|experts|heads)|attention type|(?:auto-?regressive|diffusion (?:model|lm))|rdna|cuda cores|compute capability|ampere|lovelace|blackwell or|arquitectura"),
    _spec("capabilities", r"(?:support|supports|do|does|have|has|can|handle)\b.{0,40}\b(?:tool(?:s| ?calling| use)|function calling|vision|images?|audio|multimodal|reasoning mode|thinking mode|thinking)\b|multimodal\b|see images", "M", "DV"),
    _spec("memory", r"how (?:much|many) (?:\w+ ){0,2}?(?:v?ram|memory|gb|gigs|gigabytes)|(?:v?ram|memory|ram) (?:size|capacity|amount|does|on|of|config\w*)|amount of (?:v?ram|memory)|wie ?viel (?:v?ram|speicher|gb)|combien de (?:v?ram|mémoire|go)|cuánt[ao] (?:v?ram|memoria)|usable (?:v?ram|memory)|memory sizes", "D", "MS"),
    Cue("compare", _anywhere(r"\bvs?\b\.?|\bversus\b|\bcompar\w*|differen\w+|\bbetter\b|\bworse\b|faster|slower|\bunterschied\w*|vergleich\w*|besser|différence|compar\w*|mieux|meilleur|diferencia|mejor|\bbetween\b|\bagainst\b|\bvalue\b"), "2",
        removes=frozenset({"recommend", "what_runs", "what_needed", "upgrade"})),
    Cue("compare", _anywhere(r"\bor\b|\boder\b|\bou\b|\bo\b|或|還是|还是"), "2", weak=True),
    Cue("fits", _anywhere(r"\bfit(?:s|ting|ted)?\b|\benough\b|\bhold\b|\bsqueeze\b|\bsufficient\b|\bsuffice\b|\boom\b|out of memory|\bspill\w*|too (?:big|large|little|small)|\bpass(?:t|en|e)\b|\breich(?:t|en)\b|\bgenug\b|\btien(?:t|nent)\b|\brentre\w*|\bsuffi\w*|\bcabe\w*|\bcaben\b|\bentra\b|\balcanza\w*|\bsuficiente\b|\bbasta\b|\bpast\b|\bvoldoende\b|помест\w+|влез\w+|хватит|够|装得下|入る|足り|zmieści"), "MD|MV|SD|SV|MS|M"),
    Cue("fits", _anywhere(r"\b(?:can|could|will|would|does|do|is|are|able|possible|able to)\b.{0,80}\b(?:run|work|handle|load|host|use|manage|support|cope|possible|ok(?:ay)?|good|usable|feasible|realistic|viable|serve|do)\b|\bruns?\b|\bworks?\b|\bpossible\b|\bläuft\b|\blaufen\b|\bschafft\b|\bpackt\b|\btourne\w*|\bmarche\w*|\bcorre\w*|\bejecut\w*|\bfuncion\w*|\bgira\w*|\broda\w*|\bdraai\w*|потян\w+|пойд\w+|запуст\w+|работа\w+|跑|运行|動き|動く|使える"), "MD|MV|SD|SV", weak=True),
)  # fmt: skip

# What is asked where no cue speaks: by the names alone.
BY_NAMES: tuple[tuple[str, Kind], ...] = (
    ("MD", "fits"), ("MV", "fits"), ("SD", "fits"), ("SV", "fits"), ("2", "compare"), ("B", "recommend"),
    ("MQ", "memory"), ("MC", "memory"),
)  # fmt: skip

_OTHER_TOPICS: dict[str, str] = {
    "image generation": r"stable diffusion|\bsdxl\b|\bflux(?:\.1|-dev| dev)?\b|midjourney|comfy ?ui|automatic1111|image gen\w*|(?:generate|create|make|draw) (?:an? )?(?:images?|pictures?|photos?|art)|txt2img|text[- ]to[- ]image|dall-?e|bilder (?:generieren|erzeugen)|bildgenerierung|génération d'images|generar imágenes",
    "video generation": r"video gen\w*|(?:generate|create|make) (?:ai )?videos?|text[- ]to[- ]video|wan ?2\.\d|hunyuan ?video|\bsora\b|ltx-?video|\bveo\b",
    "speech": r"\bwhisper\b|speech[- ]to[- ]text|text[- ]to[- ]speech|\btts\b|\bstt\b|transcri(?:be|ption|bing)|voice clon\w*|speech recognition|spracherkennung|\bkokoro\b|\bxtts\b",
    "training": r"\b(?:re|pre-?)?train(?:ing)?\b(?! data)|fine-?tun\w*|\bq?lora\b|\brlhf\b|\bdpo\b|unsloth training|trainieren|entraîner|entrenar|дообуч\w+|обучить",
    "cloud prices": r"\baws\b|\bazure\b|\bgcp\b|google cloud|runpod|vast\.ai|lambda labs|\bcloud\b|per hour|/ ?h(?:ou)?r\b|\brent(?:al|ing)?\b|api pric\w*|openrouter|pro stunde",
    "games": r"\bfps\b|frame ?rates?|frames per second|gaming performance|\bcyberpunk\b|fortnite|minecraft|play (?:games|\w+ at 4k)|\bgaming at\b|\b(?:1440p|1080p|4k) gaming|ray ?tracing",
    "mining": r"\bmining\b|hash ?rate|\bbitcoin\b|\bethereum\b|\bcrypto\w*",
    "weather": r"\bweather\b|forecast|\bwetter\b|météo|\bclima\b|temperature outside|\brain(?:ing)? (?:today|tomorrow)",
    "poems and stories": r"write (?:me )?(?:an?|some|the) (?:short |funny |love )?(?:poem|haiku|story|song|essay|joke|limerick|rap|sonnet|letter|email)|tell me a (?:joke|story)|gedicht|poème|poema|\bwitz\b",
    "politics": r"\belection\w*|\bpresident\b|\bpolitic\w*|\bprime minister\b|\bsenate\b|\bparliament\b|\bwahl(?:en)?\b|\bvote for\b|\btrump\b|\bbiden\b|\bputin\b|\bchancellor\b",
    "other subjects": r"\brecipe\w*|\bfootball\b|world cup|\bhoroscope\b|capital of|\bstocks?\b(?: price| market| tips)|\bmedical\b|\bdoctor\b|\bdiagnos\w+|\bmovie\b|\blyrics\b|\bhomework\b|solve (?:this|the) equation|meaning of life|\bdating\b|\blawyer\b|\btax(?:es)?\b",
}  # fmt: skip
OTHER_TOPICS = {topic: re.compile(pattern, re.IGNORECASE) for topic, pattern in _OTHER_TOPICS.items()}

GREETING = re.compile(
    r"^\W*(?:(?:hi|hiya|hello|hey|heya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|thanks?|thank you|thx|ty|cheers|bye|goodbye"
    r"|hallo|guten (?:tag|morgen|abend)|moin|servus|danke(?:schön)?|vielen dank|tschüss|bonjour|salut|merci|au revoir|hola|buenos días"
    r"|gracias|adiós|ciao|grazie|olá|obrigad[oa]|привет|спасибо|你好|谢谢|こんにちは|ありがとう|안녕하세요)"
    r"(?:[\s,.!]+(?:there|all|everyone|again|bot|you|so much|a lot|very much|that helped|that helps|for (?:the|your) (?:help|answer)|sehr|beaucoup|mucho|muchas"
    r"|mate|guys|team|ownrig|much|great|perfect|nice|helpful|that was helpful|schön|how are you(?: doing)?|friend))*)\W*$",
    re.IGNORECASE,
)

DOMAIN = re.compile(
    r"gpu|v?ram\b|\bmodels?\b|modell|modèle|modelo|\bllms?\b|quant|\btoken|ollama|llama|memory|speicher|mémoire|memoria|context|kontext|\bcards?\b|karte|carte|tarjeta"
    r"|\bai\b|\bki\b|\bia\b|local|\bbuy\b|\bbuild\b|\bstart\b|set ?up|install|\bpc\b|laptop|\brig\b|hardware|budget|speed|power|electric|ownrig|diffusion|\bmoe\b|expert"
    r"|attention|cache|inference|gguf|bandwidth|nvidia|amd|intel|apple|\bmac|offload|layer|cpu|engine|cuda|rocm|vulkan|metal\b|\bmlx\b|pcie|nvlink|benchmark|parameter"
    r"|embed|\brag\b|agent|prompt|temperature|batch|decod|linux|windows|driver|psu|cool|server|\bused\b|upgrade|\brun\b|machine|chip|unified|machen|\bslots?\b|parallel"
    r"|privacy|private|chatbot|discord|guide|catalog|your (?:data|numbers|sources)|who are you|what can you|how do you|help",
    re.IGNORECASE,
)
