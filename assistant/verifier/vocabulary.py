"""Words that may stand in a sentence with a claim without adding to it. What is not known may add anything.

A measured speed is said in few words; around other quantities more is allowed, but no name that nobody knows.
"""

import re

_SPEED = """
against apart even further moment lower licensed tok/s toks/s tokens/s t/s tps versus instead seconds per-second a
about above according across after again all also although an and another approximately are around as at backend be
been before below benchmark benchmarked benchmarks both build but by came card cards catalog chip close comes
compared context cores count cpu cuda date decode decoded decodes decoding default depth did different do does down
draws each engine evidence fast faster fastest figure figures file first flash for from gap generate generated
generates generating generation get gets give gives goes gpu gpus had half has have here higher however in input is
it its just known large less like listed llama.cpp long machine machines made make makers manage manages max mean
means done measured measurement measurements measures median memory metal model models more much near nearly newer next
not noted number numbers of off ollama older on one only or other out output over own part pair parts per place
point processed processes processing processor prompt prompts prefill put quant quantization quantized rate rates
ratio reach reached reaches read reading reads recorded records reported rocm roughly row rows run running runs said
same says second seen several shows shown since size slightly slower smaller so some source speed speeds stated
still stood system test tested tests text than that the their them then there therefore these they this those three
tg time times to token tokens took two twice under up value values verified very vs vulkan was well were what when
where which while whose wide windows with within without writes writing written year linux quarter third slot slots
single four respectively respective i.e ie eg e.g that's it's here's there's fits fit tight partial partly offload
offloaded offloading layers layer whole kv cache f16 attention prefilling ingest ingests ingested drop drops dropped
keeps keep kept result results makes combination setup setups config using use used uses takes take taken bit bits
bpw version versions exactly precisely little good almost ahead behind leads lead leading wins win trails follows
following followed last slowest quickest fourth come between nearest closest related similar nothing none no verdict
yes no many bandwidth vram practically essentially virtually edges edge difference just hair column columns wider
behind twice needs need gib gb watt watts w answer question sheet table list
"""
SPEED = frozenset(_SPEED.split())
_PROPER = """
licensed rtx gtx geforce radeon rx arc pro super ti xt xtx gre nvidia amd intel apple mac macs studio mini macbook
max ultra tesla gpu gpus cpu cpus vram ram kv cuda rocm vulkan metal sycl hip linux windows macos ollama llama
llama.cpp lm moe gguf tdp msrp usd us gib mib gb mb tb kb tok tok/s toks i i'd i'll i'm it ok q4 q8 f16 fp16 bf16
mxfp4 nvlink pcie gddr6 gddr6x gddr7 hbm2 hbm lpddr5 ddr5 ddr4 unified ownrig hugging face safetensors january
february march april may june july august september october november december jan feb mar apr jun jul aug sep sept
oct nov dec monday the a an but and so yes no both each all total verdict weights note memory card cards model
models file size context license licence apache mit community agreement instruct chat bit bits part parts launch
price bandwidth power overhead compute cache usable left sum free headroom quantization native parameters active
test generation prompt speed device machine version k v
"""
PROPER = frozenset(_PROPER.split())
_TOKEN = re.compile(r"[A-Za-z][\w.'/+-]*[A-Za-z0-9']|[A-Za-z]")
_CAPITAL = re.compile(r"[A-Z]")
OTHER_DEVICE = re.compile(
    r"\b(?:laptops?|notebooks?|phones?|iphones?|ipads?|tablets?|macbooks?|servers?|clusters?"
    r"|workstations?|datacent\w+|consoles?"
    r"|steam deck|raspberry|egpus?|npus?|tpus?|asics?|fpgas?|cloud|family|lineup|series|generation of"
    r"|maker|brand|class|siblings?"
    r"|successor|predecessor|variant)\b",
    re.IGNORECASE,
)
REFERS = re.compile(r"\bthe (?:latter|former|other(?:s| one)?|second one|first one)\b", re.IGNORECASE)
SAME_TIME = re.compile(
    r"\bsame time\b|\bsimultaneous\w*|\bcopies\b|\bside by side\b|\balongside\b|\bat once\b|\btogether with\b",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"\balone can\b|\bthe only\b|\bonly the\b|\bonly (?-i:(?=[A-Z]))|\balone\b(?! (?:are|is|take|takes|need"
    r"|needs|weigh))|\bnothing but\b",
    re.IGNORECASE,
)


def words_of(text: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """The words outside the spans, each with whether it begins a sentence."""
    found = []
    for match in _TOKEN.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in spans):
            continue
        head = text[: match.start()].rstrip(" \"'(*_`")
        found.append((match[0].strip("."), not head or head[-1] in ".!?:;\n|-"))
    return found


def strange(text: str, spans: tuple[tuple[int, int], ...], known: str) -> bool:
    """Whether a word with capitals is a name that neither the field nor the evidence knows."""
    for word, begins in words_of(text, spans):
        inner = bool(_CAPITAL.search(word[1:])) and not word.isupper()
        capital = word[0].isupper() and not begins
        if (inner or capital or (word.isupper() and len(word) > 1)) and not _known(word, known):
            return True
    return False


def beyond_speed(text: str, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether a sentence about a measured speed holds a word that could change what it says."""
    return any(
        word.lower().rstrip("s'") not in _SPEED_STEMS and word.lower() not in SPEED for word, _ in words_of(text, spans)
    )


_SPEED_STEMS = frozenset(word.rstrip("s'") for word in SPEED) | PROPER


def _known(word: str, known: str) -> bool:
    low = word.lower().rstrip(".")
    parts = re.split(r"[-/]", low)
    return (
        all(part in PROPER or part.rstrip("s") in PROPER or not part or part[0].isdigit() for part in parts)
        or low in known
    )
