"""What nobody should have typed into a question: e-mail addresses, phone numbers, keys. Masked before it is stored."""

import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_KEY = re.compile(r"\b(?:sk|pk|hf|ghp|gho|xox[abp]|AKIA|eyJ)[-_A-Za-z0-9.]{12,}|\b[A-Fa-f0-9]{32,}\b")
_LONG = re.compile(r"\b(?=[A-Za-z0-9_-]*[0-9])(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_]{28,}\b")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|00)\d[\d ()/.-]{7,}\d|(?<![\w.,$])\(?0\d{2,4}\)?[ /-]\d[\d -]{4,}\d")


def masked(text: str) -> str:
    """Return a text with such things replaced by what they were."""
    text = _EMAIL.sub("(e-mail address)", text)
    text = _KEY.sub("(key)", text)
    text = _LONG.sub("(key)", text)
    return _PHONE.sub("(phone number)", text)
