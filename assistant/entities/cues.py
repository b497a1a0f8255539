"""The words by which a question shows its kind: one table, in the languages readers ask in."""

from assistant.domain.question import Kind
from assistant.entities.cue import Cue, words

_HOW = words(r"""
    \b(?:how (?:do|can|should|would) (?:i|you|we|one)|how to) (?!run|go|fit|know|much|many|get \W*\u00b7)\w+
    \bwhy\b|\bwarum\b|\bwieso\b|\bpourquoi\b|\bpor qué\b|\bexplain\w*|\berklär\w*|\bexpliqu\w+
    \bwhat happens\b|\bwhat (?:does|do) .{1,24}\b(?:mean|stand for)\b|\bquality (?:loss|difference|drop)
    \blose quality
    \bqualitätsverlust
""")
_CONCEPT = words(r"""
    ^\W*(?:what(?:'s| is| are| does)|explain|was (?:ist|sind|bedeutet
    & |heißt)|qu'est-ce que?|c'est quoi|qu[eé] (?:es|son|significa))(?: an?
    & | the| eine?| un[ae]?| la| le| el)? (?:quanti[sz]ations?|quants?
    & |cuantización|quantisierung|gguf|moe|mixture of experts|kv[- ]?cache
    & |v?ram|flash attention|speculative decoding|tokens?|offload\w*
    & |embeddings?|rag|llms?|unified memory|distill\w*|diffusion(?: language)? models?
    & |tensor parallel\w*|nvlink|(?:memory )?bandwidth|ollama|llama\.?cpp
    & |[bf]+p?16|prefill|prompt processing|inference|context(?: window
    & | length)?|parameters?|perplexity|i?q[2-8](?:_\w+)?|mxfp4)(?: mean)?s?\W*$
""")
_UPGRADE = words(r"""
    \bupgrad\w*|\baufrüst\w*|mettre à niveau|actualizar
    (?<!per )\b(?:second|another|additional|extra|zweite\w*|weitere\w*
    & |deuxième|segunda|otra) (?:one|card|gpu|karte|carte|tarjeta|\u00b7)
    \breplac(?:e|ing) (?:my|the)\b|\bswap(?:ping)? (?:my|the|out)\b
    \badd(?:ing)? (?:a|an|another|one more)\b
    \bstep up\b
    \b(?:going|go|move|moving|switch(?:ing)?|jump(?:ing)?|wechsel\w*|umst\w+) (?:up )?(?:from|von)\b
    \bworth (?:it )?(?:replacing|switching|swapping|trading)|\btrade (?:in )?my\b|\bsell my\b
""")
_DISK_SIZE = words(r"""
    file ?size|download size|size (?:of|on) (?:the )?(?:file|download|gguf|disk)
    \bhow (?:big|large|heavy) (?:is|are) the (?:download|file|gguf)
    \b(?:big|large)\b.{0,20}\b(?:download|on disk)|disk (?:space|usage|size)|\bon disk\b
    (?:ssd|storage) (?:space|needed|required)
    how much (?:disk |storage )?space|how much (?:ssd|disk|storage)|gigabytes? to download
    ^(?:what is the )?size of \u00b7|(?<!context )(?<!ctx )(?<!cache )(?<!batch )(?<!memory )\bsize(?=\W*$)
    \bgguf sizes?|\bweighs?\b|how many (?:gb|gigabytes|gigs) (?:is|are)
    how many (?:gb|gigabytes|gigs)\b.{0,60}\bdownload
    \bfits?\b.{0,30}\b(?:ssd|hard ?drive|disk|nvme)\b|\bsize of (?:the )?\u00b7
    \busb (?:stick|drive)
""")
_MAX_CONTEXT = words(r"""
    max(?:imum|imal\w*|imale\w*|\.)? (?:usable |possible |safe )?(?:context|ctx|kontext)
    (?:context|ctx) max(?:imum)?\b
    how (?:much|long|far|big|large|high|many tokens).{0,40}\b(?:context|ctx)
    (?:context|ctx)\b.{0,30}\b(?:how (?:far|long|much|big|high)|limit)
    \b(?:longest|largest|biggest|most|highest|what|which) (?:possible |usable )?(?:context|ctx|window)\b
    how many tokens (?:of|can|fit)
    \bhow (?:big|long|large) (?:of )?an? (?:prompt|document|text|file|conversation)
    hoeveel context|wie ?viel\w* kontext|wie (?:lang|groß)\w* .{0,20}kontext
    (?:längste|größte|maximale)\w* kontext
    kontext.{0,20}maximal
    contexte max\w*|combien de (?:contexte|tokens(?!.{0,12}second))|quel contexte|contexto máximo
    (?:massimo|máximo) contest?o|contesto massimo|quanto conte(?:st|xt)o|cu[aá]nto contexto
    qu[eé] contexto|контекст
""")
_BEST_QUANT = words(r"""
    \b(?:which|what|best|highest|largest|biggest|optimal|recommended
    & |right|good|ideal|smallest|lowest)\b.{0,24}?\b(?:quants?|quanti[sz]ations?
    & |gguf|bit ?width|precision)\b
    \bquant\w* (?:should|to use|to pick|to download|fits|is best|works|for)|\bwelche\w* (?:quant\w*|q-stufe)
""")
_MEMORY = words(r"""
    how (?:much|many) (?:\w+ ){0,2}?(?:v?ram|memory|gpu memory|gb|gigs|gigabytes|mem)\b
    (?:v?ram|memory|mem|ram) (?:usage|use|requirements?|footprint|consumption
    & |needed|needs|breakdown|cost|required|estimate|budget|demand)
    kv[- ]?cache (?:size|usage|memory|take|cost|need)|(?:size|big|large) .{0,14}kv[- ]?cache
    \bkv[- ]?cache (?:of|for|on)\b|quantité de (?:v?ram|mémoire)|quantità di (?:v?ram|memoria)
    \b(?:cost|use|need|take|require)s?\b.{0,40}\b(?:in|of) (?:v?ram|memory)\b|\bmemory (?:does|will|would)\b
    wie ?viel (?:v?ram|(?:grafik|video|arbeits)?speicher|gb)|(?:speicher|vram)-?(?:bedarf|verbrauch)
    combien de (?:v?ram|mémoire|go)
    cu[aá]nt[ao]s? (?:v?ram|memoria|gb)|quant[ao] (?:v?ram|memoria|memória)|hoeveel (?:v?ram|geheugen)
    ile (?:v?ram|pamięci)
    сколько (?:v?ram|памяти|видеопамяти)|多少显存|多少内存|需要多少|メモリ
""")
_NEEDED_THING = (
    r"(?:gpus?|(?:graphics |video )?cards?|hardware|hw|pc|computer|setup|machine|rig|laptop|mac(?:book)?|specs?|system"
    r"|build|device)"
)
_WHAT_NEEDED = words(rf"""
    \b(?:what|which|minimum|min|cheapest|smallest|best|recommended
    & |good)\b.{{0,24}}?\b{_NEEDED_THING}\b.{{0,40}}?\b(?:need|require
    & |for|to run|should|get|buy|run|runs|handle|enough|can)
    (?:hardware|system|gpu|pc|minimum) (?:requirements?|specs)|\brequirements?\b|\bsmallest (?:gpu|card)\b
    \bspecs? (?:needed|required)
    \b(?:need|want|looking for|find me) an? (?:\w+ ){{0,2}}?{_NEEDED_THING}\b.{{0,20}}\b(?:for|to run)
    \b(?:recommend|suggest)\b.{{0,24}}?\b{_NEEDED_THING}\b.{{0,40}}?\b(?:for|to run)
    \bwhat (?:do|would|will|does) (?:i|we|you|it|one)\b.{{0,12}}\b(?:need|take|require|cost me)\b
    \bwhat (?:does|would) .{{0,40}}\b(?:need|require|take)\b.{{0,12}}\b(?:to run|at home|locally)
    \bhow many (?:(?:used|new|of the|more|[0-9]{{1,3}} ?gb) )?(?:gpus|cards|macs|\u00b7+)|\bminimum (?:for|to run)\b
    \bcheapest way\b
    \bwhat (?:do|should|would|can) i (?:buy|get)\b|\b(?:which|what) (?:gpu|card|mac|hardware|hw)\W*$
    \bwelche[snr]? (?:\w+ )?(?:hardware|grafikkarte|gpu|karte|rechner|pc|mac)|\bwas (?:brauche|benötige) ich
    \bwas braucht man
    \bquelle (?:carte|gpu|config\w*|machine)|\bquel (?:gpu|matériel|pc|mac)|de quoi .{{0,10}}besoin
    (?:qu[eé]|cu[aá]l) (?:gpu|tarjeta|hardware|gráfica|grafica|equipo|ordenador)
""")
_RECOMMEND = words(r"""
    \b(?:best|cheapest|recommend\w*|suggest\w*|should i (?:buy|get
    & |build|pick|choose)|what (?:to|should i) (?:buy|get|build))\b
    \bwhich (?:gpu|card|graphics card|laptop|mac|pc|machine|one)\b|\bgood (?:gpu|card|value)\b
    \bwhat (?:gpu|card|hardware|pc|laptop|mac|rig)\b
    \bwhat can i (?:buy|get|build)\b|\bworth buying\b|\bto buy\b|bang for|value for|\bbudget\b
    \bbuild (?:a|me)\b|\bcheap\b
    beste\w* (?:grafikkarte|gpu|karte|hardware)|empfehl\w*|empfiehl\w*|\bkaufen\b
    meilleure? (?:carte|gpu|pc)|conseill\w+|\bacheter\b
    mejor (?:tarjeta|gpu|gráfica|pc)|recomiend\w*|\bcomprar\b|welche (?:gpu|grafikkarte|karte)|quelle carte
    migliore scheda|melhor placa
""")
_WHAT_RUNS = words(r"""
    \b(?:what|which|whats|what's|best|biggest|largest|good|any|recommend\w*
    & |strongest|smartest|list|most|fastest|suitable|decent|recommended
    & |possible)\b.{0,30}?\b(?:models?|llms?|ais?)\b
    \b(?:models|llms) (?:that|to|for|i can|should|will|would|can|could|fit|work|run)\b
    \b(?:model|llm) (?:that|to|for)\b
    \bwhat (?:all |else )?(?:can|could|should|would|will) (?:i|it|my
    & |you|we|they|one|he|she|a|an|the|this|that|these|two|\u00b7+)\b.{0,60}?\b(?:run
    & |use|host|load|handle|fit|let|do)\b
    \bwhat (?:runs|fits|works|will run|would run|would fit)\b|can i run (?:anything|something)
    \b(?:biggest|largest|best|smartest) (?:thing|one|stuff)\b.{0,12}\brun|^(?:[\w-]+ ){0,2}models?\b
    anything (?:worth|good)
    \bwas (?:läuft|kann|passt|geht)\b|\bwelche[sn]? (?:\w+ )?(?:modelle?|llms?|ki)\b|größte\w* modell
    beste\w* modell
    \bquels? (?:\w+ )?(?:modèles?|llms?)|(?:meilleur|plus gros|plus grand) modèle|que puis-je
    que (?:faire tourner|lancer|utiliser)
    qu'est-ce que je peux|qu[eé] (?:\w+ )?(?:modelos?|llms?)|(?:mejor|mayor) modelo|qu[eé] puedo
    quali (?:modelli|llm)|cosa posso|quais (?:modelos|llms)|o que posso|welke (?:modellen|llms)|jakie modele
    какие модели|что (?:можно|я могу)|什么模型|哪些模型|能跑什么|どのモデル|何が動
""")
_SPEED = words(r"""
    \btimes as (?:fast|quick)\b|\bhow (?:fast|quick\w*|slow)\b|\btok(?:en)?s?(?: ?/ ?| per | a | p)s(?:ec\w*)?\b
    \bt/s\b|\btk/s\b|\btps\b|\btoks\b|\b(?:be|is|feel) (?:.{1,40} )?fast\b(?! enough)
    \btokens? (?:speed|por segundo|par seconde|al secondo)
    (?<!memory )(?<!clock )(?<!ram )\bspeed(?:s|-?ups?)?\b|\bquick(?:ly)?\b(?! (?:question|one|q\b|check|help|ask))
    \bthroughput\b|\blatency\b|\bttft\b|\btoo slow\b|\bslow\b|\bslower\b|\bfaster\b|\bfastest\b|\bquicker\b
    inference time|time to first token
    prompt (?:processing|eval)|\bprefill\b|\beval rate\b|generation rate|\bbenchmarks?\b|\bperformance\b
    \bwie schnell|geschwindigkeit|\bschneller\b|schnell genug|\btokens? pro sekunde|\btoken rate
    \b(?:pp|tg)[0-9]{2,5}\b|\bvitesse\b|\brapid\w+
""")
_PRICE_NOW = words(r"""
    ^(?!.*(?:\blaunch|\bmsrp|\brelease price|\boriginal)).*(?:(?<!memory )\bcost(?:s
    & |ing)?\b(?! in\b)|\bprices?\b|\bpricing\b|\bgoing (?:for|rate)\b
    & |\bexpensive\b|\bebay\b|\bcusta\w*|\bkost(?:en)?\b|\bin stock\b
    & |\bavailability\b|\bcheaper (?:today|now|right now)\b
    & |\bcost now\b|\bcosts? in (?:euros?|eur|pounds|dollars|usd)\b|\bused price
    & )
    \bhow much (?:is|are|for|do(?:es)?) (?!.*\b(?:v?ram|memory|context
    & |faster|slower|better|bandwidth|power|watts?|space|draw|cost at launch|cost when)\b)
    \bwhere (?:can|do|to) (?:i )?(?:buy|find|get)\b|cheapest place|\b(?:whats?|how much)\b.*\bgo(?:es|ing)? for\b
""")
_COMPARE = words(r"""
    \bvs?\b\.?|\bversus\b|\bcompar\w*|\bdifferen\w+|\bbetter\b|\bworse\b|\bfaster\b|\bslower\b
    \bunterschied\w*|\bvergleich\w*|\bbesser\b|\bdifférence|\bmieux\b
    \bdiferencia|\bmejor\b|\bbetween\b|\bagainst\b|\bvalue\b|\bworth\b|\bthe same as\b|\bdifferenza
    \bmeglio\b|\bmelhor\b|\bbeter\b|\blepsz\w+|\bл\u0443чш\u0435\b|还是|哪个好
""")
_FIT = words(r"""
    \bfit(?:s|ting|ted)?\b|\bpass(?:t|en|e)\b|\btien(?:t|nent)\b|\brentre\w*|\bcabe\w*|\bcaben\b|\bentra\b
    \bpast\b|помест\w+|влез\w+|装得下|入る|zmieści
""")
_ENOUGH = words(r"""
    \benough\b|\bhold\b|\bsqueeze\b|\bsufficient\b|\bsuffice\b|\boom\b|out of memory|\bspill\w*
    too (?:big|large|little|small|much)
    \breich(?:t|en)\b|\bgenug\b|\bzu (?:groß|klein|wenig)\b|\bsuffi\w*|\balcanza\w*|\bsuficiente\b|\bbasta\b
    \bvoldoende\b|\bwystarczy|хватит|достаточно|够|足り
""")
_RUNS = words(r"""
    \b(?:can|could|will|would|does|do|is|are|able|possible|able to
    & |how do i|how can i)\b.{0,80}\b(?:run|work|handle|load|host|use
    & |manage|support|cope|possible|ok(?:ay)?|good|usable|feasible|realistic|viable|serve|do|go)\b
    \bruns?\b|\bworks?\b|\bpossible\b|\bläuft\b|\blaufen\b|\bschafft\b|\bpackt\b|\btourne\w*|\bmarche\w*
    \bcorre[rn]?\b|\bejecut\w*|\bfuncion\w*|\bgira\w*|\bfunziona\w*|\broda\w*|\bdraai\w*|\bdziała|\bpójdzie
    потян\w+|пойд\w+|запуст\w+|работа\w+|跑|运行|動き|動く|使える
""")
_INSTEAD = words(r"\binstead\b|\bover my\b|\bthan my\b|stattdessen")
_HOW_BIG = words(r"\bhow (?:big|large|heavy) is (?!.*(?:kv|cache|context|param))")
_HOW_BIG_CONTEXT = words(r"""
    \bhow (?:big|large|heavy) is\b|\bhow much (?:does|do|would|is) .{0,20}\b(?:cost|add)
""")
_POSSIBLE_CONTEXT = words(r"""
    (?:context|ctx)\b.{0,30}\b(?:possible|achievable|can i (?:use|get|push|fit|run|set))
""")
_PRICE_WORD = words(r"""
    ^(?!.*(?:\blaunch|\bmsrp)).*(?:\bprices?\b|\bpricing\b|\bpreis\w*|\bprix\b|\bprecio\w*|\bprezzo\b)
""")

_LAYERS = words(r"""
    \bhow many (?:gpu |of (?:its|the) |model )?layers\b
    \b(?:gpu layers|n[- _]?gpu[- _]?layers|ngl|num_gpu|n-?cpu-?moe)\b
    \boffload(?:ing)?\b.{0,24}\blayers\b
""")
_OWN_TEXT = words(r"""
    \b(?:how (?:big|long|large)|longest|biggest|largest)\b.{0,16}
    & \b(?:prompt|document|text|file|conversation|book|codebase)
""")
_NEAR_LIST_PRICE = words(r"\b(?:above|over|below|under|at|near|close to) (?:the )?(?:msrp|rrp|uvp|list)\b")

_MIXED = words(r"""
    \bmix(?:ed|ing)?\b|\bcombin\w+|\bmismatch\w*|\b(?:put|use|run) .{0,40}\btogether\b
    \bmischen\b|\bkombinier\w*|\bzusammen\b
""")

CUES: tuple[Cue, ...] = (
    Cue("guide", _HOW, removes="speed memory max_context what_runs specification recommend disk_size fits best_quant",
        unless="trouble"),
    Cue("guide", _CONCEPT, never="MD"),
    Cue("fits", None, "MD|MV|MG", removes="memory best_quant what_runs", about="trouble"),
    Cue("guide", None, about="trouble"),
    Cue("fits", _LAYERS, "MD|MV|MG", removes="specification compare memory guide"),
    Cue("guide", _MIXED, "2", "M", removes="compare fits what_runs upgrade recommend specification"),
    Cue("upgrade", _UPGRADE, "D|G", removes="fits what_runs recommend compare what_needed specification"),
    Cue("upgrade", _INSTEAD, "DG", removes="recommend compare what_needed"),
    Cue("upgrade", None, "D|G", "M", "fits what_runs recommend compare what_needed specification", about="upgrade"),
    Cue("upgrade", None, "2G", "M", "fits what_runs recommend compare what_needed specification", about="worth"),
    Cue("disk_size", _DISK_SIZE, "M", removes="memory specification fits compare best_quant"),
    Cue("disk_size", None, "M", "", "memory specification fits compare best_quant what_needed", about="storage"),
    Cue("disk_size", None, "M", "", "memory specification fits compare best_quant",
        about="download amount|download size", unless="memory|context|quantization choice"),
    Cue("disk_size", _HOW_BIG, "M", "CDV", "specification fits compare best_quant"),
    Cue("disk_size", None, "M", "CDV", about="size", unless="memory|context|parameters|models", weak=True),
    Cue("memory", _HOW_BIG_CONTEXT, "MC", "DV", "specification fits compare"),
    Cue("max_context", _POSSIBLE_CONTEXT, "MD|MV|MG", "C", "memory specification fits what_runs"),
    Cue("max_context", _MAX_CONTEXT, "MD|MV|MG", removes="memory specification fits what_runs"),
    Cue("max_context", _OWN_TEXT, "MD|MV|MG", "C", "memory specification fits what_runs"),
    Cue("max_context", None, "MD|MV|MG", "CF", "memory specification fits what_runs best_quant",
        about="context choice|context amount|context size|context limit|token amount|token limit",
        unless="speed|second|memory amount|quantization choice"),
    Cue("compare", None, "MR", "2", "best_quant fits memory what_runs", about="contrast"),
    Cue("best_quant", _BEST_QUANT, "M|S", removes="fits memory what_needed recommend compare what_runs disk_size"),
    Cue("best_quant", None, "M|S", "1", "fits memory what_needed recommend compare what_runs disk_size",
        about="quantization choice", unless="amount memory|contrast"),
    Cue("best_quant", None, "MRD|MRV|MRG", "2", "fits compare", about="or"),
    Cue("compare", None, "MR", "2DV", about="or", weak=True),
    Cue("memory", _MEMORY, "M|S", removes="specification fits what_needed price_now"),
    Cue("memory", None, "M|S", "D", "specification fits what_needed price_now", about="memory amount"),
    Cue("memory", None, "M|S", "DV", "specification fits what_needed price_now", about="memory need"),
    Cue("memory", words(r"^(?:v?ram|memory)\b|(?:v?ram|memory)$"), "M", "DV", weak=True),
    Cue("memory", words(r"\b(?:v?ram|memory) (?:on|for|at|with|of)\b"), "M", "V", weak=True),
    Cue("what_needed", _WHAT_NEEDED, "M|S", "B", "fits recommend memory compare what_runs price_now"),
    Cue("what_needed", None, "M|S", "BDV", "fits recommend memory compare what_runs price_now",
        about="hardware choice|hardware need|hardware amount"),
    Cue("recommend", _RECOMMEND, "", "M", "fits"),
    Cue("recommend", words("."), "B", "D", removes="what_needed what_runs price_now fits"),
    Cue("recommend", words("."), "B", "M", removes="what_needed what_runs price_now fits"),
    Cue("what_runs", _WHAT_RUNS, "D|V|T|G", "M", "fits recommend specification memory upgrade"),
    Cue("what_runs", None, "D|V|T|G", "M2", "fits recommend specification memory upgrade",
        about="models choice|models amount|models size", unless="price|hardware choice|speed|contrast|upgrade"),
    Cue("speed", words(r"\bfastest\b|\bschnellste\w*"), "M", removes="what_needed recommend"),
    Cue("speed", _SPEED, "M|D|S"),
    Cue("speed", None, "M|D|S", about="speed|token second"),
    Cue("price_now", _PRICE_NOW, "D", "M", "recommend what_runs fits compare"),
    Cue("price_now", None, "D", "MB", "recommend what_runs fits compare", about="price", unless="launch|worth"),
    Cue("price_now", _NEAR_LIST_PRICE, "D", "M", "specification recommend", about="now"),
    Cue("price_now", words(r"\b(?:card|gpu)\b.{0,12}\bcosts?\b(?: now| today|\W*$)"), "MD"),
    Cue("price_now", _PRICE_WORD, "MD", "B", "fits"),
    Cue("compare", None, "2N", "", "recommend what_runs what_needed upgrade speed", about="superiority|contrast"),
    Cue("compare", _COMPARE, "2", removes="recommend what_runs what_needed upgrade"),
    Cue("compare", None, "2", removes="recommend what_runs what_needed upgrade", about="superiority|contrast"),
    Cue("compare", None, "2", about="or", weak=True),
    Cue("fits", _FIT, "MD|MV|SD|SV|M"),
    Cue("fits", _ENOUGH, "MD|MV|SD|SV|MG|SG"),
    Cue("recommend", _RECOMMEND, "B", removes="what_needed what_runs price_now"),
    Cue("fits", _RUNS, "MD|MV|SD|SV|MG|SG", weak=True),
    Cue("what_needed", _RUNS, "M|S", weak=True),
    Cue("what_runs", _FIT, "D|V", "MS", weak=True),
    Cue("what_runs", None, "D|V|G|T", "M2", about="models|run choice", weak=True),
)  # fmt: skip

# What is asked where no cue speaks: by the names alone.
BY_NAMES: tuple[tuple[str, Kind], ...] = (
    ("MD", "fits"), ("MV", "fits"), ("SD", "fits"), ("SV", "fits"), ("2", "compare"), ("MG", "fits"),
    ("B", "recommend"), ("MQ", "memory"), ("MC", "memory"),
)  # fmt: skip
