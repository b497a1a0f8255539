"""Words that say what a quantity measures, how things compare, and what may only be said with a record behind it."""

import re


def _alternatives(text: str) -> str:
    return "|".join(line.strip() for line in text.strip().splitlines())


def _words(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(text)})", re.IGNORECASE)


# Strong cues name a part of memory; the weak ones are verbs and are asked only where no strong one stands.
BYTES_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("weights", re.compile(r"\bweights?\b(?! formats?)", re.IGNORECASE)),
    ("kv_cache", re.compile(r"\bkv\b|\bcaches?\b", re.IGNORECASE)),
    ("recurrent_state", re.compile(r"\brecurrent\b|\bstate\b", re.IGNORECASE)),
    ("compute_buffer", re.compile(r"\bcompute\b|\bbuffers?\b", re.IGNORECASE)),
    ("overhead", re.compile(r"\boverhead\b|\bdriver\b", re.IGNORECASE)),
    ("file_size", re.compile(r"\bfiles?\b|\bdownload\w*|\bdisk\b|\bgguf\b", re.IGNORECASE)),
    ("usable_memory", re.compile(
        r"\busable\b|\boffers?\b|\bhands? out\b|\bprovides?\b|\bgives?\b"
        r"|\bavailable\b|\bcan use\b|\bgpu gets\b|\bto use\b|\bto give\b"
        r"|\bgets\b|\bthere (?:is|are)\b", re.IGNORECASE)),
    ("margin", re.compile(
        r"\bleft\b|\bfree\b|\bspare\b|\bremain\w*|\bheadroom\b|\bleav(?:es?|ing)\b|(?<!wide )\bmargin\b|\bmissing\b"
                          r"|\bshort\b|\blacks?\b|\bmiss(?:es)?\b|\bover\b|\btoo (?:much|little)\b"
                          r"|\bto go\b|\bunused\b|\bnot (?:be )?used\b|\broom\b", re.IGNORECASE)),
    ("total_memory", re.compile(
        r"\btotal\b|\bin all\b|\baltogether\b|\ball in\b|\bmakes? (?:about |around |roughly )?(?=\d)|\bcomes? to\b"
        r"|\badds? up to\b|\bthe whole thing\b", re.IGNORECASE)),
)  # fmt: skip
BYTES_WEAK: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("total_memory",), re.compile(r"\bneed\w*|\btakes?\b|\bus(?:es?|ing|ed)\b|\brequir\w*|\boccup\w*|\bwants?\b"
                                    r"|\bweighs? in\b|\badds? up\b|\bsum\b", re.IGNORECASE)),
    (("vram", "usable_memory"), re.compile(
        r"\bhas\b|\bcomes?\b|\bhave\b|\bvram\b|\bcard\b|\bcarries\b|\bversion\b", re.IGNORECASE)),
)  # fmt: skip
PREFILL = re.compile(r"\bprompts?\b|\bprefill\w*|\bpp ?\d+|\bread(?:s|ing)?\b|\binput\b|\bingest\w*", re.IGNORECASE)
DECODE = re.compile(r"\bgenerat\w*|\bdecod\w*|\btg ?\d+|\bwrit(?:es?|ing)\b|\boutput\b", re.IGNORECASE)
NOT_A_ROW = _words(r"""
    batch\w*|concurren\w*|parallel\w*|users?\b|speculat\w*|overclock\w*|estimat\w*|scal(?:e|es|ing)\b|extrapolat\w*
    people\b|owners?\b|reports?\b|reported\b|forum\w*|reddit|someone|friend\w*|they say|rumou?r\w*|claims?\b|could\b
    would\b|should\b|will\b|might\b|may\b|expect\w*|likely|probabl\w*|theor\w*|say you|suppose|imagine|if you\b
    updates?\b|drivers?\b|newer\b|together\b|sum\b|combined\b|average\b|mean\b
""")
FIT = re.compile(
    r"\bfit(?:s|ted|ting)?\b|\bholds?\b|\benough\b|\bsufficient\b|\bsuffices?\b|\bgoes on\b|\bfine\b", re.IGNORECASE
)
RUNS = re.compile(
    r"\bruns?\b|\brunning\b|\bhandles?\b|\bworks?\b|\bmanages?\b|\bcopes?\b|\bload(?:s|ed)?\b", re.IGNORECASE
)
TIGHT = re.compile(r"\btight\b|\bjust fits?\b|\bonly just\b|\bbarely\b|\bsqueez\w*", re.IGNORECASE)
PARTIAL = re.compile(
    r"\b(?:a )?part (?:of it )?(?:has to|must|goes|will go)\b|\b(?:some of it|the rest) (?:has to|must"
    r"|goes|will go)\b|\bin part\b|\bpartial\w*|\bpartly\b|\bonly (?:a )?part\b|\boffload\w*|\bsplit\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\bnot\b|n't\b|\bno\b|\bnever\b|\bneither\b|\bnor\b|\bwithout\b|\bcannot\b|\bnone\b|\btoo (?:big"
    r"|large|small|little)\b",
    re.IGNORECASE,
)
ABSOLUTE = _words(r"""
    any\b|every\b|all\b|always\b|never\b|only\b|none\b|nothing\b|everything\b|at all\b|strictly\b|completely\b
    entirely\b|must\b|guarantee\w*|definitely\b|certainly\b|comfortabl\w*|easil\w*|without any\b|no problem\b
    plenty\b|ample\b
    perfectly\b|full\b|fully\b|by default\b|regardless\b|otherwise\b
""")
# Those that no number beside them makes true.
SWEEPING = _words(r"""
    whatever\b|no matter\b
    any\b|every\b|always\b|never\b|nothing\b|(?<!with )everything\b(?! (?:else|included))
    guarantee\w*|definitely\b|comfortabl\w*|easil\w*
    no problem\b|without any\b|plenty\b|ample\b|regardless\b|strictly\b|at all\b|lots? of\b|tons of\b|huge\b|generous\w*
    even\b(?= (?:unquantized|at full|with))
""")
SPEED_WORD = _words(r"""
    fast\w*|slow\w*|quick\w*(?! (?:comparison|summary|overview|answer|look|check|table|note|facts))
    speed\w*|smooth\w*|responsiv\w*|snapp\w*|instant\w*|real-?time|blazing|sluggish\w*|crawl\w*
    (?:very|perfectly|quite|more than|still) usable|usable (?:for|speed)|delay\w*|lag\w*|latency
    perform\w*|throughput|keeps? up|on par|match(?:es)?\b|rapid\w*|beats?\b|ahead\b|outpace\w*|outrun\w*
    excellent\b|wait\w*
    with ease|effortless\w*|breez\w*|flies\b|scream\w*|struggl\w*|chok\w*|snail\w*|rocket\w*|beast\w*
""")
# A share or multiple behind "more than" has that as its bound: nothing is compared.
_BOUND_OF = (
    r"(?! than (?:(?:an?|one|two|three) )?(?:half|thirds?|quarters?|fifths?|tenths?|twice|double|\d+(?:\.\d+)? ?%))"
)
# "up" says more, but not in "adds up to", "takes up", "up to".
_UP = r"(?<!adds )(?<!add )(?<!takes )(?<!take )(?<!makes )(?<!make )up(?! to\b)"
MORE = re.compile(
    r"\b(?:(?P<up>more|higher|larger|bigger|greater|wider|" + _UP + r"|dearer|pricier|faster|quicker"
    r"|longer|newer|later|ahead|beats?|edges? out|wins|leads|tops)"
    r"|(?P<down>less|lower|smaller|fewer|cheaper|narrower|slower|down|older|earlier|shorter|behind|trails))\b"
    + _BOUND_OF,
    re.IGNORECASE,
)
QUALITY = _words(r"""
    better\b|best\b|worse\b|worst\b|superior\w*|inferior\w*|quality\b|accura\w*|smart\w*|capable\b|strong\w*|score\w*
    benchmark\w*|humaneval|mmlu|recommend\w*|popular\w*|reliab\w*|(?<!at )most\b|(?<!at )least\b|fastest|slowest
    cheapest
    largest|smallest|biggest|highest|lowest|newest|oldest|longest|shortest|widest|heaviest|lightest
""")
LICENSE = re.compile(
    r"\blicen[cs]\w*|\bapache\b|\bMIT\b|\bcommercial\w*|\bopen[- ]source\b|\bproprietary\b", re.IGNORECASE
)
PRICE_NOW = re.compile(
    r"\bused\b|\bsecond[- ]hand\b|\btoday\b|\bnow\b|\bcurrent\w*|\bstreet\b|\bgoes for\b|\bsells?\b"
    r"|\bebay\b|\bcosts?\b(?! at)|\bworth\b|\bper month\b|\bmonthly\b",
    re.IGNORECASE,
)
LAUNCHED = re.compile(
    r"\blaunch\w*|\bstart\w*|\bcame out\b|\bmsrp\b|\boriginal\w*|\breleas\w*|\bintroduc\w*"
    r"|\blist price\b|\bwhen it\b|\bprice\b|\bwas\b|\bwere\b",
    re.IGNORECASE,
)
NATIVE = re.compile(
    r"\bsupports?\b|\bwindow\b|\bnative\w*|\btrained\b|\bup to\b|\bmax\w*|\blongest\b|\blimit\b"
    r"|\bextend\w*|\bcontext length\b",
    re.IGNORECASE,
)
ACTIVE = re.compile(r"\bactiv\w*|\bper token\b|\bat a time\b", re.IGNORECASE)
# Words of the field: a sentence with one of them states something that a passage or record must carry.
FIELD = _words(r"""
    bandwidth|memory|vram|ram\b|caches?\b|kv\b|contexts?\b|layers?\b|weights?\b|quanti[sz]\w*|models?\b
    tokens?\b|gpus?\b
    cards?\b|bits?\b|experts?\b|moe\b|mixture|offload\w*|nvlink|pcie|bridge\b|ollama|llama\.?cpp|lm studio|vllm|gguf
    cuda|rocm|vulkan|metal\b|power\b|watt\w*|price\w*|licen[cs]\w*|parameters?\b|attention|window\b|compute\b|inference
    files?\b|drivers?\b|machine\w*|mac\w*|studio|apache|mit\b|system\b|rows?\b|measured|figures?\b|results?\b|builds?\b
    windows\b|linux|backend\w*|engine\w*|prompt\w*|answers?\b|requests?\b|it\b|its\b|they\b|their\b|them\b|this\b|that\b
    both\b|each\b|one\b|these\b|those\b
""")
_OPENERS = r"""
    so|maybe|perhaps|then|also|first|next|finally|in short|otherwise|in that case|if [^,]{1,60}
"""
_ADVISES = r"""
    i(?:'d| would| hope| can(?:'t|not)| wouldn't| only)|let me|feel free
    good (?:luck|question|news|choice)|great question
    (?:so )?(?:it|that)(?:'s| is) up to you|i(?:'m| am) not an?
    have an? (?:nice|good|great|lovely)|cheers|best of luck|take care|see you|all the best|that's (?:about )?it\b
    whether (?:that|this|it)(?:'s| is) worth
    hope|happy|have fun|enjoy|thanks|thank|sorry|glad|welcome|here (?:is|are)|hello|that's all|those are
    start with|try|check|compare|look|keep|choose|pick|go for|consider|make sure|remember|don't forget|read|ask|decide
    think|take|measure|watch|stick|stay|wait|avoid|plan|use|set|see|tell|note|judge|close|cool|give it|run|install
    download|pull|type|open|restart|enter|begin|switch|change|lower|raise|reduce|increase|free up|leave|test|verify
    you have (?:two|three|four|a few|several|some) (?:options|choices|ways|possibilities)
    you(?:'ll)? (?:may|might|can|could) (?:want|also ask|ask|try|start|check|compare|set)|it depends on (?:you|what you)
    that depends on (?:you|what you)
"""
ADVICE = re.compile(
    rf"^\W*(?:(?:{_alternatives(_OPENERS)}),? )?(?:please |just )?(?:{_alternatives(_ADVISES)})\b(?! to the\b)",
    re.IGNORECASE,
)
DEGREE = _words(r"""
    lots?\b|little\b|much\b|slight\w*|bare\w*|few\b|many\b|most\b|more\b|less\b|fast\w*|slow\w*|hard\w*
    great\w*|big\w*|small\w*
    huge\w*|tiny|often\b|rare\w*|sometimes\b|usual\w*|cannot\b|need\w*|must\b|high\w*|low\w*|better\b
    worse\b
    grow\w*|shrink\w*
""")
DENIES = re.compile(r"\b(?:wrong|false|incorrect|untrue|myth|mistaken|lie)\b", re.IGNORECASE)
A_CARD = re.compile(
    r"\b(?:an?|any|some) (?:\d+ ?GB )?(?:cards?|gpus?|machines?|rigs?|setups?|boxe?s?)\b"
    r"|\bcards (?:with|of|from|like)\b",
    re.IGNORECASE,
)
ENGINES = re.compile(
    r"\b(?:ollama|lm[ -]?studio|v?llm(?= |$)|vllm|llama\.?cpp|exllama\w*|mlx(?:-lm)?|tensorrt\S*"
    r"|kobold\S*|transformers|sglang|tgi|directml)\b",
                     re.IGNORECASE)  # fmt: skip
ASSENT = re.compile(
    r"^\W*(?:yes|yep|yeah|right|correct|exactly|indeed|true|that(?:'s| is) (?:right|correct|true)|no(?=\W*[,.:;!]|\W*$)"
    r"|nope|you(?:'re| are) right)\b",
    re.IGNORECASE,
)
POSITIVE = re.compile(r"^\W*(?:yes|yep|yeah|right|correct|exactly|indeed|true|that(?:'s| is)|you)", re.IGNORECASE)
# How prices went, which no record says.
PRICE_TREND = re.compile(
    r"\b(?:become|becom(?:es|ing)|became|got(?:ten)?|gets?|getting|gr[eo]wn?|fell|fallen|dropp?(?:ed|ing)?|rose|risen|went|gone)"
    r"\b[^.]{0,25}\b(?:cheap\w*|expensive|costl\w*|dear\w*|pric\w*|affordable)\b"
    r"|\bpric\w+\b[^.]{0,25}\b(?:fell|fallen|dropp?ed|rose|risen|went|gone|climb\w*|crash\w*)\b",
    re.IGNORECASE,
)
