"""The forms of product names, by which one that the catalog lacks is known as a name."""

import re

_END = r"(?![A-Za-z0-9])"
_SUFFIX = rf"(?:[ -]?(?:ti|super|xtx|xtxh|xt|gre|ada|laptop|mobile|max-?q|d|m|s|le){_END})"
CARD = re.compile(
    r"(?<![A-Za-z0-9-])(?:"
    r"(?:(?:nvidia|geforce|amd|radeon|intel)[ ]){0,2}"
    r"(?:(?:rtx|gtx|gt|rx|quadro|titan|tesla|instinct|firepro|arc)[ -]?(?:pro[ -]?)?[a-z]{0,3}[0-9]{2,4}[a-z]{0,4}"
    r"|(?:geforce|radeon)[ ](?:gt[ ]?)?[a-z]?[0-9]{3,4}[a-z]{0,3}"
    r"|(?:nvidia|radeon|tesla)[ ][a-z]{1,2}[0-9]{1,4}[a-z]{0,2}"
    rf"|[0-9]{{4}}[ ]?(?:ti|xtx|xtxh|xt|gre|super){_END})"
    rf"{_SUFFIX}{{0,3}}(?:[ ]ada)?"
    rf"|titan (?:v|x|xp|rtx){_END}|radeon (?:vii|pro [a-z0-9]{{2,6}}))"
    rf"{_END}",
    re.IGNORECASE,
)
# Accelerators people own or rent that share no series word; read only as written here, since they are short.
ACCELERATOR = re.compile(
    r"(?<![A-Za-z0-9.-])(?:K[248]0|M[246]0|P4|T4|A10G?|A16|A30|A40|L20|L40|H20|H800|A800|B[123]00|GB[23]00"
    r"|GH200|GV100|GP100|P[1-6][02]00|T[14]000|A[145]00|A[35][158]0|A1000|A4500|A5500|W[5-7][0-9]00|V620|V340"
    rf"|MI[0-9]{{1,3}}[AX]?|CMP ?[0-9]{{2,3}}HX){_END}"
)
# A number as GeForce cards have it ("6090"), unless it is an amount.
GEFORCE = re.compile(
    r"(?<![\w$\u20ac.,-])(?:[3-6]0[5-9]0|16[356]0|10[1-8]0)"
    r"(?![\w$\u20ac%]|[.,]\d| ?(?:w|mhz|mt|gb|usd|dollars|euros?|tokens?|mb)\b)",
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"(?<![A-Za-z0-9])(?:imac(?: pro)?(?: m[0-9])?|mac pro(?: m[0-9](?: ultra)?)?|iphone(?: [0-9]{1,2})?(?: pro)?"
    r"|ipad(?: (?:pro|air|mini))?(?: m[0-9])?|steam deck|rog ally(?: x)?|legion go|playstation ?[0-9]?|ps5"
    r"|xbox(?: series x)?|(?:raspberry|rpi|orange|banana) ?pi(?: ?zero| ?[0-46-9])"
    r"|jetson (?:nano|xavier(?: nx)?|orin nx|tx2)|snapdragon(?: x)?(?: elite)?"
    r"|ryzen ai (?:9|7|5)(?: hx)?(?: [0-9]{3})?|core ultra [579](?: [0-9]{3}[a-z]{0,2})?"
    rf"|m[1-9] ultra|m[0-9]{{1,2}} (?:pro|max|ultra)){_END}",
    re.IGNORECASE,
)

_B = r"(?:[0-9]{1,4}(?:\.[0-9]{1,3})?(?:b|t)(?:-?a[0-9.]{1,5}b)?)"
# Families people ask about that are not in a catalog of open models they can run, or are older than it.
FAMILY = re.compile(
    r"(?<![A-Za-z0-9-])(?:(?:vicuna|alpaca|wizard(?:lm|coder)|zephyr|openhermes|nous[- ]hermes|hermes|dolphin|kimi"
    r"|minimax|chatgpt|gpt-?[345][a-z0-9.]{0,6}(?:[- ](?:turbo|mini|nano))?|codestral|pixtral|mathstral|codegemma"
    r"|paligemma|medgemma|internlm[0-9.]{0,4}|baichuan[0-9]?|hunyuan|exaone|jamba|stablelm|rwkv|openchat|starling|dbrx|seed-oss"
    r"|bitnet|lfm2?|moondream[0-9]?|llava|minicpm|cogito|tulu|longcat|apertus|eurollm|stable code|wizard ?vicuna"
    r"|gpt4all-j|ernie|mpt|deepcoder|openthinker|athene)"
    rf"(?:[- ]?[vkmr]?[0-9]{{1,3}}(?:\.[0-9])?(?![0-9]*[ ]?(?:gb|k\b)))?(?:[- :]{_B})?"
    r"|claude(?: (?:[0-9.]{1,4}|sonnet|opus|haiku)){0,2}|grok[- ]?[0-9.]{1,4}"
    rf"|gemini(?: [0-9.]{{1,4}})?(?: (?:pro|flash|nano))?){_END}",
    re.IGNORECASE,
)
# "Foobar-13B-v2", "Foobar 13B" with a capital, "does foobar 13b" in lower case.
TIED = re.compile(
    r"(?<![\w/.-])(?P<name>[A-Za-z][A-Za-z0-9.]{0,24}[A-Za-z0-9](?:[-_][A-Za-z0-9.]{1,16}){0,4})"
    rf"[-_:](?P<size>{_B})(?:[-_][\w.]{{1,24}}){{0,8}}(?![\w])",
    re.IGNORECASE,
)
CAPITAL = re.compile(
    rf"(?<![\w/.-])(?P<name>[A-Z][A-Za-z]{{2,24}}[A-Za-z0-9.-]{{0,12}})[ ](?P<size>{_B})(?![\w-])", re.IGNORECASE
)
LOWER = re.compile(
    r"(?:^|\b(?:does|do|run|running|can|will|is|for|with|of|fit|load|use|try|host|vs|or|and|need|für|mit|pour|para) )"
    rf"(?P<whole>(?P<name>[a-z]{{5,20}}) (?P<size>{_B}))(?![\w-])"
    r"(?! (?:models?|modelle?|modelos?|params?|parameters?|class))"
)
# Words that stand before a bare size without being a name: "Run 70B", "Best 8B".
_PLAIN = """
run runs running the best any can will does which what for dense moe with use using need local locally small smaller
large larger big bigger huge good better great decent heavy sparse usable useful proper modern recent latest popular
open multiple several other another these those their roughly exactly maybe either every least could would should
where there still really actually powerful smarter faster slower cheap cheaper fast giant massive tiny medium mini
typical full quantized quantised and than that about around like load host fit fits train training some most
distilled class sized over under between from llm llms parameter parameters size context only two single coding
reasoning chat vision want wanna get getting has have versus try serve serving into onto whole entire uncensored
abliterated active total plus low high new old instruct thinking math coder testing doing hosting loading anything
vram ram gpu cpu ddr mac qwen llama gemma mistral model models modell modelle modelo modelos modèle modèles
ein eine einen einem das die der große kleine une una les los grand grande petit
"""
PLAIN_WORDS = frozenset(_PLAIN.split())
