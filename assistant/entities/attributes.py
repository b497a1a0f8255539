"""The words by which a question asks for a stated property of a product."""

from assistant.domain.question import Attribute
from assistant.entities.cue import Cue, words

_REMOVES = "memory what_runs disk_size max_context recommend"


def _spec(attribute: Attribute, pattern: str, needs: str = "M|D", never: str = "") -> Cue:
    removes = f"{_REMOVES} price_now" if attribute == "launch_price" else _REMOVES
    return Cue("specification", words(pattern), needs, never, removes, attribute)


def _meant(attribute: Attribute, about: str, needs: str, unless: str = "") -> Cue:
    return Cue("specification", None, needs, removes=_REMOVES, attribute=attribute, about=about, unless=unless)


ATTRIBUTES: tuple[Cue, ...] = (
    _meant("license", "license", "M"),
    _meant("params_active", "active parameters", "M"),
    _meant("params_total", "parameters amount|parameters size|parameters choice", "M", "active"),
    _meant("release", "when released", "M|D"),
    _spec("launch_price", r"""
        \b(?:launch|msrp|release|original|list|intro\w*|uvp|rrp)\b.{0,16}(?:price|cost|msrp)|\bmsrp\b
        \b(?:price|cost)\b.{0,14}\b(?:at|on) (?:launch|release)|\bcost (?:when|new at)\b
        \bwas .{0,20}launched at\b
        einführungspreis|prix de (?:lancement|sortie)|precio de (?:lanzamiento|salida)|prezzo di lancio
    """, "D"),
    _spec("bandwidth", r"""
        bandwi\w{0,2}th|bandbreite|bandbreedte|bande passante|ancho de banda|\bgb/s|memory speed
        larghezza di banda
        largura de banda|пропускн\w+|带宽|帯域
    """),
    _spec("bus", r"""
        \b(?:memory )?bus\b(?! ?(?:stop|ticket))|speicherinterface|interface width|bus mémoire
        bus de memoria
    """, "D"),
    _spec("memory_type", r"""
        \bgddr\d?x?\b|memory type|type of (?:memory|vram)|what (?:kind|type) of (?:memory|vram)|\bhbm\d?
    """, "D", "M"),
    _spec("tdp", r"""
        \btdp\b|\btgp\b|\bwatt\w*|power (?:draw|consumption|usage|limit|use|supply|hungry)|how much power
        \bpsu\b|\bdraws?\b
        \bpower\b(?=\W*$| of| and| or)|\bpower\b.{0,20}\b(?:draw|need|use|consume)|\bstrom\b|stromverbrauch
        leistungsaufnahme|netzteil|consommation|\bconsum[oe]\b|zasilacz|功耗|消費電力
    """, "D", "M"),
    _spec("license", r"""
        \blicen[cs]e\w*|\blizenz\w*|\blicencia|commercial(?:ly)? use|used? .{0,20}commercially
        open[- ](?:source|weights?)|kommerziell|\bcompan(?:y|ies)\b|\bbusiness\b
        \bin (?:a|my|our) (?:\w+ )?product\b|\bapache\b
        \bmit license
        licenza|licença|лицензи\w+|许可|ライセンス
    """, "M"),
    _spec("params_active", r"""
        active (?:param\w*|weights)|param\w* (?:are )?active|how many .{0,20}\bactive|activated param\w*
        aktive\w* param\w*
        paramètres actifs|parámetros activos
    """, "M"),
    _spec("params_total", r"""
        (?:how many|number of|total|anzahl|wie viele|combien de|cuántos) (?:(?!activ)\w+ )?param\w*(?!.*activ)
        param\w* count|parameterzahl|\bparameters?\b(?=\W*$)|how big .{0,20}in parameters
    """, "M"),
    _spec("release", r"""
        \b(?:when|since when|wann|quand|cuándo|quando)\b.{0,60}\b(?:releas\w+
        & |launch\w*|c[oa]me out|published|erschien\w*|veröffentlicht|sorti\w*|lanz\w+|salió|uscit\w+)
        release date|\bdate\b(?! base)|\blaunch(?:ed)? date|\bhow (?:old|new)\b|(?:which|what) year
        erscheinungsdatum|date de sortie|fecha de lanzamiento|\bwhen (?:did|was|is)\b
    """),
    _spec("context", r"""
        (?:native |max(?:imum)? |full |supported |trained )?(?:context
        & |ctx|kontext|contexte|contexto|contesto)[- ]?(?:window|length
        & |size|fenster|länge|limit|support\w*)?
    """, "M", "DVC"),
    _spec("architecture", r"""
        architecture|architektur|mixture[- ]of[- ]experts|(?<!-)(?<!cpu )\bmoe\b|dense (?:model|or)
        \b(?:is|are)\b.{0,40}\bdense\b|how many experts
        attention type|sliding window|auto-?regressive|diffusion (?:model|lm)|\brdna\b
        compute capability|\bampere\b|\blovelace\b|arquitectura
    """),
    _spec("capabilities", r"""
        \b(?:supports?|do|does|have|has|can|handle)\b.{0,40}\b(?:tools?
        & |tool[- ](?:calling|use|calls)|function calling|vision|images?
        & |audio|multimodal|reasoning mode|thinking(?: mode)?)\b
        \bmultimodal\b|\bsee images
    """, "M", "DV"),
    _spec("engines", r"""
        \b(?:runs?|works?|supports?|supported|available|use|load|läuft
        & |laufen|tourne|corre|funciona)\b.{0,40}\b(?:ollama|llama\.?cpp
        & |lm studio|llama-server|vllm|mlx|koboldcpp)
        \b(?:ollama|llama\.?cpp|lm studio|llama-server|vllm|mlx|koboldcpp)\b.{0,40}\b(?:runs?
        & |works?|supports?|supported|handle|load)
    """, "ME", "DVC"),
    _spec("memory", r"""
        ^is (?:the |an? )?\u00b7+\W*$|\bmemory(?=\W*$)
        (?<!gb )(?<!gb of )(?<!more )(?<!enough )\bvram\b(?=,|$| and| or)
        how (?:much|many) (?:\w+ ){0,2}?(?:v?ram|memory|gb|gigs|gigabytes)\b(?! ?(?:bandw|bus|speed|clock|type|/s))
        (?:v?ram|memory|ram) (?:size|capacity|amount|does|on|of|config\w*)|amount of (?:v?ram|memory)
        wie ?viel (?:v?ram|(?:grafik|video)?speicher|gb)|combien de (?:v?ram|mémoire|go)
        cu[aá]nt[ao] (?:v?ram|memoria)|quant[ao] (?:v?ram|memoria|memória)|usable (?:v?ram|memory)
        memory sizes
        сколько (?:v?ram|памяти|видеопамяти)|多少显存
    """, "D", "MS"),
)  # fmt: skip
