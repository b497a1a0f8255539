"""The sentences of the generated questions: for every kind one plain frame, paraphrases, other word orders, languages.

Slots: {m} model with quantization, {d} device or memory, {on} "on the RTX 3090" or "with 16 GB of VRAM", {c} the
context phrase or nothing, {a} and {b} the two sides of a comparison. All frames of a kind ask for the same thing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """How one language joins the slots; {} stands for what is joined."""

    quant: str
    on: str
    within: str
    memory: str
    context: str
    gigabytes: str = "GB"


@dataclass(frozen=True)
class Frames:
    """All ways to ask one kind of question; `said` is the plain one."""

    said: str
    paraphrases: tuple[str, ...]
    orders: tuple[str, ...]
    languages: dict[str, tuple[str, ...]]


WORDS = {
    "en": Words(" at {}", "on the {}", "with {} of VRAM", "{} of VRAM", " with {} context"),
    "de": Words(" in {}", "auf einer {}", "mit {} VRAM", "{} VRAM", " mit {} Kontext"),
    "fr": Words(" en {}", "sur une {}", "avec {} de VRAM", "{} de VRAM", " avec {} de contexte", "Go"),
    "es": Words(" en {}", "en una {}", "con {} de VRAM", "{} de VRAM", " con {} de contexto"),
    "it": Words(" in {}", "su una {}", "con {} di VRAM", "{} di VRAM", " con {} di contesto"),
    "pt": Words(" em {}", "numa {}", "com {} de VRAM", "{} de VRAM", " com {} de contexto"),
    "nl": Words(" in {}", "op een {}", "met {} VRAM", "{} VRAM", " met {} context"),
}

FRAMES = {
    "fits": Frames(
        "Does {m} fit {on}{c}?",
        (
            "Will {m} run {on}{c}?",
            "Can I run {m} {on}{c}?",
            "Can I load {m} {on}{c}?",
            "Is it possible to run {m} {on}{c}?",
            "Would {m} work {on}{c}?",
            "I want to run {m} {on}{c}. Does it fit?",
            "Could {m} be run {on}{c}?",
            "Do you think {m} fits {on}{c}?",
            "{m} {on}{c}, does that fit?",
            "Any chance of getting {m} to run {on}{c}?",
        ),
        (
            "{d}: does {m} fit{c}?",
            "Is {d} enough for {m}{c}?",
            "I have {d}, does {m} fit{c}?",
            "{d} and {m}{c}: will it fit?",
        ),
        {
            "de": ("Passt {m} {on}{c}?", "Läuft {m} {on}{c}?"),
            "fr": ("Est-ce que {m} tient {on}{c} ?", "Peut-on faire tourner {m} {on}{c} ?"),
            "es": ("¿Cabe {m} {on}{c}?", "¿Puedo ejecutar {m} {on}{c}?"),
            "it": ("{m} ci sta {on}{c}?", "Posso far girare {m} {on}{c}?"),
            "pt": ("O {m} cabe {on}{c}?", "Posso rodar o {m} {on}{c}?"),
            "nl": ("Past {m} {on}{c}?", "Kan ik {m} {on} draaien{c}?"),
        },
    ),
    "memory": Frames(
        "How much VRAM does {m} need{c}?",
        (
            "How much memory does {m} take{c}?",
            "What is the VRAM requirement of {m}{c}?",
            "VRAM needed for {m}{c}?",
            "How many GB of VRAM does {m} use{c}?",
            "What are the memory requirements of {m}{c}?",
            "I'd like to know how much VRAM {m} needs{c}.",
            "How much GPU memory will {m} use{c}?",
            "Memory usage of {m}{c}?",
            "How much VRAM should I expect {m} to take up{c}?",
        ),
        ("For {m}{c}, how much VRAM is needed?", "{m}{c}: how much VRAM?"),
        {
            "de": ("Wie viel VRAM braucht {m}{c}?", "Wie viel Speicher benötigt {m}{c}?"),
            "fr": ("Combien de VRAM faut-il à {m}{c} ?", "De combien de VRAM {m} a-t-il besoin{c} ?"),
            "es": ("¿Cuánta VRAM necesita {m}{c}?", "¿Cuánta memoria ocupa {m}{c}?"),
            "it": ("Quanta VRAM richiede {m}{c}?", "Quanta memoria usa {m}{c}?"),
            "pt": ("Quanta VRAM o {m} precisa{c}?", "Quanta memória o {m} usa{c}?"),
            "nl": ("Hoeveel VRAM heeft {m} nodig{c}?", "Hoeveel geheugen gebruikt {m}{c}?"),
        },
    ),
    "max_context": Frames(
        "What is the largest context for {m} {on}?",
        (
            "How much context can I use with {m} {on}?",
            "What is the max context of {m} {on}?",
            "How long can the context be for {m} {on}?",
            "Maximum context length for {m} {on}?",
            "How many tokens of context fit with {m} {on}?",
            "What's the biggest context window I can set for {m} {on}?",
            "max ctx for {m} {on}?",
            "How large a context can {m} have {on}?",
        ),
        ("{d}: what is the largest context for {m}?", "I have {d}. What is the max context of {m}?"),
        {
            "de": ("Wie groß kann der Kontext von {m} {on} sein?", "Was ist der maximale Kontext für {m} {on}?"),
            "fr": ("Quel est le contexte maximal de {m} {on} ?",),
            "es": ("¿Cuál es el contexto máximo de {m} {on}?",),
            "it": ("Qual è il contesto massimo di {m} {on}?",),
            "pt": ("Qual é o contexto máximo do {m} {on}?",),
            "nl": ("Wat is de maximale context van {m} {on}?",),
        },
    ),
    "best_quant": Frames(
        "What is the best quant of {m} for {d}?",
        (
            "Which quant of {m} should I use {on}?",
            "Which quantization of {m} is best {on}?",
            "What quant should I pick for {m} {on}?",
            "Best quantization of {m} for {d}?",
            "What is the highest quant of {m} that fits {on}?",
            "Which GGUF quant of {m} should I download for {d}?",
            "What quantization of {m} do you suggest {on}?",
            "Help me choose a quant of {m} for {d}",
        ),
        (
            "{d}: which quant of {m}?",
            "For {d}, what is the best quant of {m}?",
            "I have {d}. Which quant of {m} is best?",
        ),
        {
            "de": ("Welche Quantisierung von {m} ist {on} am besten?",),
            "fr": ("Quelle quantification de {m} choisir {on} ?",),
            "es": ("¿Qué cuantización de {m} es la mejor {on}?",),
            "it": ("Quale quantizzazione di {m} è la migliore {on}?",),
            "pt": ("Qual quantização do {m} é a melhor {on}?",),
            "nl": ("Welke kwantisatie van {m} is het beste {on}?",),
        },
    ),
    "what_runs": Frames(
        "What can I run {on}?",
        (
            "Which models can I run {on}?",
            "Which models fit {on}?",
            "What models run {on}?",
            "What LLMs can I run {on}?",
            "Which language models will work {on}?",
            "What fits {on}?",
            "Show me the models that fit {on}.",
            "Which LLMs am I able to run {on}?",
        ),
        ("{d}: what can I run?", "I have {d}. What can I run?", "With {d}, which models can I run?"),
        {
            "de": ("Was kann ich {on} laufen lassen?", "Welche Modelle laufen {on}?"),
            "fr": ("Quels modèles puis-je faire tourner {on} ?",),
            "es": ("¿Qué modelos puedo ejecutar {on}?",),
            "it": ("Quali modelli posso far girare {on}?",),
            "pt": ("Quais modelos posso rodar {on}?",),
            "nl": ("Welke modellen kan ik draaien {on}?",),
        },
    ),
    "what_needed": Frames(
        "Which GPU do I need for {m}{c}?",
        (
            "What GPU is required for {m}{c}?",
            "What graphics card do I need to run {m}{c}?",
            "Which card do I need for {m}{c}?",
            "What is the smallest GPU that runs {m}{c}?",
            "What kind of GPU does {m} require{c}?",
            "What GPU should I have to run {m}{c}?",
            "GPU needed for {m}{c}?",
            "What card is needed for {m}{c}?",
        ),
        ("For {m}{c}, which GPU do I need?", "{m}{c}: which GPU do I need?"),
        {
            "de": ("Welche Grafikkarte brauche ich für {m}{c}?",),
            "fr": ("Quelle carte graphique faut-il pour {m}{c} ?",),
            "es": ("¿Qué GPU necesito para {m}{c}?",),
            "it": ("Quale scheda video serve per {m}{c}?",),
            "pt": ("Qual placa de vídeo eu preciso para o {m}{c}?",),
            "nl": ("Welke videokaart heb ik nodig voor {m}{c}?",),
        },
    ),
    "speed": Frames(
        "How fast is {m} {on}?",
        (
            "How many tokens per second does {m} get {on}?",
            "What speed does {m} reach {on}?",
            "tok/s of {m} {on}?",
            "How many t/s does {m} do {on}?",
            "What tokens per second can I expect from {m} {on}?",
            "How quickly does {m} run {on}?",
            "Speed of {m} {on}?",
            "How fast does {m} run {on}?",
            "How many tokens/s will {m} give me {on}?",
        ),
        ("{d}: how fast is {m}?", "I have {d}. How fast is {m}?"),
        {
            "de": ("Wie schnell ist {m} {on}?", "Wie viele Token pro Sekunde schafft {m} {on}?"),
            "fr": ("À quelle vitesse tourne {m} {on} ?",),
            "es": ("¿Qué tan rápido es {m} {on}?",),
            "it": ("Quanto è veloce {m} {on}?",),
            "pt": ("Quão rápido é o {m} {on}?",),
            "nl": ("Hoe snel is {m} {on}?",),
        },
    ),
    "bandwidth": Frames(
        "What is the memory bandwidth of {d}?",
        (
            "How much memory bandwidth does {d} have?",
            "{d} memory bandwidth?",
            "What's the bandwidth of {d}?",
            "Bandwidth of {d}?",
            "How high is the memory bandwidth of {d}?",
            "Tell me the memory bandwidth of {d}.",
            "Do you know the bandwidth of {d}?",
            "What memory bandwidth does {d} offer?",
        ),
        ("{d}: what is the memory bandwidth?", "For {d}, what is the memory bandwidth?"),
        {
            "de": ("Wie hoch ist die Speicherbandbreite der {d}?",),
            "fr": ("Quelle est la bande passante mémoire de {d} ?",),
            "es": ("¿Cuál es el ancho de banda de memoria de {d}?",),
            "it": ("Qual è la larghezza di banda della memoria di {d}?",),
            "pt": ("Qual é a largura de banda de memória da {d}?",),
            "nl": ("Wat is de geheugenbandbreedte van {d}?",),
        },
    ),
    "tdp": Frames(
        "What is the TDP of {d}?",
        (
            "How many watts does {d} draw?",
            "What is the power draw of {d}?",
            "{d} TDP?",
            "How much power does {d} use?",
            "TDP of {d}?",
            "What's the power consumption of {d}?",
            "How many watts does {d} need?",
            "Tell me the TDP of {d}.",
        ),
        ("{d}: what is the TDP?", "For {d}, what is the TDP?"),
        {
            "de": ("Wie hoch ist die TDP der {d}?",),
            "fr": ("Quel est le TDP de {d} ?",),
            "es": ("¿Cuál es el TDP de {d}?",),
            "it": ("Qual è il TDP di {d}?",),
            "pt": ("Qual é o TDP da {d}?",),
            "nl": ("Wat is de TDP van {d}?",),
        },
    ),
    "parameters": Frames(
        "How many parameters does {m} have?",
        (
            "What is the parameter count of {m}?",
            "{m} parameter count?",
            "How many params does {m} have?",
            "Number of parameters of {m}?",
            "How many billion parameters does {m} have?",
            "Tell me the parameter count of {m}.",
            "What's the number of parameters in {m}?",
            "How many parameters are there in {m}?",
        ),
        ("{m}: how many parameters?", "For {m}, how many parameters are there?"),
        {
            "de": ("Wie viele Parameter hat {m}?",),
            "fr": ("Combien de paramètres a {m} ?",),
            "es": ("¿Cuántos parámetros tiene {m}?",),
            "it": ("Quanti parametri ha {m}?",),
            "pt": ("Quantos parâmetros tem o {m}?",),
            "nl": ("Hoeveel parameters heeft {m}?",),
        },
    ),
    "license": Frames(
        "What is the license of {m}?",
        (
            "Under which licence is {m} released?",
            "Which license does {m} have?",
            "{m} license?",
            "What licence does {m} use?",
            "License of {m}?",
            "How is {m} licensed?",
            "Tell me the license of {m}.",
            "What license does {m} come with?",
        ),
        ("{m}: what is the license?", "For {m}, what is the license?"),
        {
            "de": ("Welche Lizenz hat {m}?",),
            "fr": ("Quelle est la licence de {m} ?",),
            "es": ("¿Qué licencia tiene {m}?",),
            "it": ("Che licenza ha {m}?",),
            "pt": ("Qual é a licença do {m}?",),
            "nl": ("Welke licentie heeft {m}?",),
        },
    ),
    "compare": Frames(
        "Compare {a} and {b}",
        (
            "{a} vs {b}?",
            "{a} versus {b}",
            "What is the difference between {a} and {b}?",
            "How does {a} compare to {b}?",
            "How do {a} and {b} compare?",
            "Compare {a} with {b}, please",
            "What are the differences between {a} and {b}?",
            "{a} compared to {b}",
            "Give me a comparison of {a} and {b}.",
        ),
        ("Compare {b} and {a}", "{b} vs {a}?"),
        {
            "de": ("Vergleiche {a} und {b}", "Was ist der Unterschied zwischen {a} und {b}?"),
            "fr": ("Quelle est la différence entre {a} et {b} ?",),
            "es": ("¿Cuál es la diferencia entre {a} y {b}?",),
            "it": ("Qual è la differenza tra {a} e {b}?",),
            "pt": ("Qual é a diferença entre {a} e {b}?",),
            "nl": ("Wat is het verschil tussen {a} en {b}?",),
        },
    ),
    "disk_size": Frames(
        "How big is the download of {m}?",
        (
            "What is the download size of {m}?",
            "How large is the file of {m}?",
            "What is the file size of {m}?",
            "How much disk space does {m} take?",
            "How many GB is the download of {m}?",
            "{m} download size?",
            "How much disk space do I need for {m}?",
            "GGUF file size of {m}?",
        ),
        ("{m}: how big is the download?", "For {m}, how big is the download?"),
        {
            "de": ("Wie groß ist der Download von {m}?",),
            "fr": ("Quelle est la taille du téléchargement de {m} ?",),
            "es": ("¿Cuánto ocupa la descarga de {m}?",),
            "it": ("Quanto è grande il download di {m}?",),
            "pt": ("Qual é o tamanho do download do {m}?",),
            "nl": ("Hoe groot is de download van {m}?",),
        },
    ),
    "price": Frames(
        "What does {d} cost right now?",
        (
            "How much is {d} today?",
            "What is the current price of {d}?",
            "{d} price?",
            "How much does {d} cost?",
            "What's the price of {d} now?",
            "How much do I have to pay for {d}?",
            "Current price of {d}?",
            "How much does {d} go for at the moment?",
        ),
        ("{d}: what does it cost right now?", "For {d}, what is the current price?"),
        {
            "de": ("Was kostet {d} gerade?",),
            "fr": ("Combien coûte {d} aujourd'hui ?",),
            "es": ("¿Cuánto cuesta {d} ahora?",),
            "it": ("Quanto costa {d} adesso?",),
            "pt": ("Quanto custa {d} agora?",),
            "nl": ("Wat kost {d} nu?",),
        },
    ),
}  # fmt: skip
