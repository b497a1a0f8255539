"""Subjects that are not covered, greetings, and the words that show a question is about ours."""

import re

from assistant.entities.cue import words

OTHER_TOPICS: dict[str, re.Pattern[str]] = {
    "image generation": words(r"""
        stable diffusion|\bsdxl\b|\bflux(?:\.1|-dev| dev| schnell)?\b|midjourney|comfy ?ui|automatic1111
        \bimage gen\w*|txt2img|text[- ]to[- ]image|dall-?e
        (?:generate|create|make|draw|generating) (?:an? |some )?(?:images?|pictures?|photos?|art\b)
        bilder (?:generieren|erzeugen)|bildgenerierung|génération d'images|generar imágenes
    """),
    "video generation": words(r"""
        \bvideo gen\w*|(?:generate|create|make) (?:ai )?videos?|text[- ]to[- ]video|\bwan ?2\.\d
        hunyuan ?video|\bsora\b|ltx-?video|\bveo ?\d
    """),
    "speech": words(r"""
        \bwhisper\b|speech[- ]to[- ]text|text[- ]to[- ]speech|\btts\b|\bstt\b|transcri(?:be|ption|bing)
        voice clon\w*|speech recognition|spracherkennung|\bkokoro\b|\bxtts\b
    """),
    "training": words(r"""
        \b(?:re|pre-?)?train(?:ing)?\b(?! data)|fine[- ]?tun(?:e|ing)\b|\bq?lora\b|\brlhf\b|\bdpo\b|\btrainieren\b
        \bentraîner\b|\bentrenar\b|дообуч\w+|обучить|微调|训练
    """),
    "cloud prices": words(r"""
        \baws\b|\bazure\b|\bgcp\b|google cloud|runpod|vast\.ai|lambda labs|\bcloud\b|\bper hour\b
        / ?h(?:ou)?r\b|\brent(?:al|ing)?\b|\bapi\b.{0,20}\b(?:pric\w*|costs?)|per (?:million|1m) tokens
        openrouter|pro stunde
    """),
    "games": words(r"""
        \bfps\b|frame ?rates?|frames per second|gaming performance|\bcyberpunk\b|fortnite|minecraft
        \bgaming at\b|\b(?:1440p|1080p|4k) gaming|ray ?tracing|play .{0,30}\bat (?:4k|1440p|1080p|ultra)
    """),
    "mining": words(r"\bmining\b|hash ?rate|\bbitcoin\b|\bethereum\b|\bcrypto\w*"),
    "weather": words(r"""
        \bweather\b|\bforecast\b|\bwetter\b|\bmétéo\b|temperature outside|\bwill it rain\b
        \brain(?:ing)? (?:today|tomorrow|in|on)
        погод\w+|天气|天気
    """),
    "poems and stories": words(r"""
        \bwrite (?:me )?(?:an?|some|the) (?:\w+ )?(?:poem|haiku|story
        & |song|essay|joke|limerick|rap|sonnet|letter|email)
        tell me a (?:joke|story)|\bgedicht\b|\bpoème\b|\bpoema\b|\bwitz\b
    """),
    "politics": words(r"""
        \belection\w*|\bpresident\b|\bpolitic\w*|\bprime minister\b|\bsenate\b|\bparliament\b
        \bwahl(?:en)?\b|\bvote for\b|\btrump\b|\bbiden\b|\bputin\b|\bchancellor\b|\bbundeskanzler\w*
    """),
    "other subjects": words(r"""
        \brecipe\w*|\bfootball\b|world cup|\bhoroscope\b|capital (?:city )?of
        \bstocks?\b (?:price|market|tips)|\bmedical\b|\bdoctor\b|\bdiagnos(?:is|e)\b|\bmovie\b|\blyrics\b
        \bhomework\b
        solve (?:this|the) equation|meaning of life|\bdating\b|\blawyer\b|\btax(?:es)?\b
    """),
}

# Beside a subject outside, these words make it likely that ours is meant too: "the same as Stable Diffusion?"
LANGUAGE_MODELS = words(r"""
    language models?\b|\bd?llms?\b|\bdiffusion (?:lms?|models? for text|text models?)\b|\bvision[- ]models?\b|\bvlms?\b
    \bownrig\b|sprachmodell\w*|modèles? de langage|modelos? de lenguaje
""")

_HELLO = (
    r"(?:(?:ok(?:ay)?|cool|nice|great|perfect|alright)[\s,.!]{1,3}){0,3}"
    r"(?:(?:muchas|many|vielen|tante|mille|much) )?(?:hi|hiya|hello|hey|heya|yo|howdy|greetings"
    r"|good (?:morning|afternoon|evening|day)|thanks?|thank you|thx|ty"
    r"|cheers|bye|goodbye|hallo|guten (?:tag|morgen|abend)|moin|servus|danke(?:schön)?|vielen dank|tschüss|bonjour"
    r"|salut|merci|au revoir|hola|buenos días|gracias|adiós|ciao|grazie|olá|obrigad[oa]|привет|спасибо|你好|谢谢"
    r"|こんにちは|ありがとう|안녕하세요)"
)
_POLITE = (
    r"(?:there|all|everyone|again|bot|you|so much|a lot|very much|that helped|that helps|that was helpful|helpful"
    r"|a (?:bunch|million|ton)|tons|loads"
    r"|for (?:the|your) (?:help|answer)|mate|guys|team|ownrig|much|great|perfect|nice|friend|man|schön|sehr"
    r"|beaucoup|mucho|muchas|how are you(?: doing)?)"
)
GREETING = re.compile(
    rf"\W*{_HELLO}(?:[\s,.!]{{1,3}}{_HELLO}){{0,2}}(?:[\s,.!]{{1,3}}{_POLITE}){{0,4}}\W*", re.IGNORECASE
)

# What the reader says they have.
OWNED = words(r"""
    \bi(?:'ve| (?:\w{3,9}ly |already |still |just |only )?(?:have|got|own|use|am on)|'ve got)\b
    \bi'm (?:currently )?(?:on|using|running)\b
    \bgot (?:a|an|two|one|2)\b
    \bmy (?:\w+ )?(?:rig|pc|setup|system|machine|build|card|gpu|laptop|mac\w*)\b|\bich (?:habe|hab)\b
    \bmein\w* (?:pc|rechner|system|karte)
    \bj'ai\b|\btengo\b|\bho una\b|\btenho\b|\bmam\b|\u0443 меня
""")

DOMAIN = words(r"""
    gpu|v?ram\b|\bmodels?\b|modell|modèle|modelo|\bllms?\b|quant|\btoken|ollama|llama|memory|speicher
    mémoire|memoria|context|kontext|\bcards?\b|karte|carte|tarjeta
    \bai\b|\bki\b|\bia\b|local|\bbuy\b|\bbuild\b|\bstart|set ?up|install|\bpc\b|laptop|\brig\b|hardware
    budget|speed|power|electric|ownrig|diffusion|\bmoe\b|expert
    attention|cache|inference|gguf|bandwidth|nvidia|amd\b|intel|apple|\bmac|offload|layer|cpu|engine|cuda
    rocm|vulkan|metal\b|\bmlx\b|pcie|nvlink|benchmark|parameter
    embed|\brag\b|agent|prompt|temperature|batch|decod|linux|windows|driver|psu|cool|server|\bused\b|upgrade
    \brun\b|machine|chip|unified|\bslots?\b|parallel|swap|\bdisk|ssd
    privacy|private|chatbot|discord|guide|catalog|your (?:data|numbers|sources)|who are you|what can you
    how do you|help|\b(?:who|what|which|how|where)\b.{0,24}\byou\b|\byour\b|\bunsloth\b|\bbartowski\b
    显存|模型|显卡|модел|памят|видеокарт|モデル|メモリ
""")
