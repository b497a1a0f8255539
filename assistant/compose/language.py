"""The line for readers who asked in another language than English."""

# A question in another language gets the English facts and one line in that language (contract 5).
IN_ENGLISH = {
    "de": "Die Angaben folgen auf Englisch; Zahlen und Namen gelten in jeder Sprache.",
    "fr": "Les données suivent en anglais ; les chiffres et les noms valent dans toutes les langues.",
    "es": "Los datos siguen en inglés; las cifras y los nombres valen en cualquier idioma.",
    "it": "I dati seguono in inglese; cifre e nomi valgono in ogni lingua.",
    "pt": "Os dados seguem em inglês; números e nomes valem em qualquer idioma.",
    "nl": "De gegevens volgen in het Engels; cijfers en namen gelden in elke taal.",
    "pl": "Dane są po angielsku; liczby i nazwy są takie same w każdym języku.",
    "ru": "Данные приведены на английском; числа и названия одинаковы на любом языке.",
    "uk": "Дані наведено англійською; числа й назви однакові будь-якою мовою.",
    "zh": "以下内容为英文；数字与名称在各语言中相同。",
    "ja": "以下は英語です。数値と名称はどの言語でも同じです。",
    "ko": "아래 내용은 영어입니다. 숫자와 이름은 모든 언어에서 같습니다.",
    "tr": "Bilgiler İngilizce verilmiştir; sayılar ve adlar her dilde aynıdır.",
    "sv": "Uppgifterna följer på engelska; siffror och namn gäller på alla språk.",
}


def language_line(language: str) -> str | None:
    """Return the one line in the reader's language; None for English and languages without one."""
    return IN_ENGLISH.get(language)
