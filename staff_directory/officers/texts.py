"""How certificate numbers and categories are written: one form, whatever was typed."""

import re
import unicodedata

from django.db.models import Q

_NUMBER = re.compile(r"[0-9A-Z](?:[0-9A-Z-]{2,38})[0-9A-Z]", re.ASCII)
_APART = re.compile(r"[、，,；;\n]+")
_JOINT = "、"
LONGEST_NUMBER = 40


def tidy_number(text: str) -> str:
    """Return a certificate's number half-width, in capitals, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def problem_of_number(number: str) -> str:
    """Return what is wrong with a tidied number, or "". How provinces number is not uniform: only letters, digits and hyphens are asked for."""
    return "" if _NUMBER.fullmatch(number) else "证件编号只能用字母、数字和连字符，4至40位，请对照证件核对。"


def categories_in(text: str) -> list[str]:
    """Return the categories named in a text, each once, in its order."""
    return list(dict.fromkeys(filter(None, ("".join(part.split()) for part in _APART.split(text)))))


def tidy_categories(text: str) -> str:
    """Return categories as they are stored: parted by 、."""
    return _JOINT.join(categories_in(text))


def of_category(category: str) -> Q:
    """Return the condition on certificates that one of their categories is ``category``."""
    name = "categories"
    return (
        Q(**{name: category})
        | Q(**{f"{name}__startswith": category + _JOINT})
        | Q(**{f"{name}__endswith": _JOINT + category})
        | Q(**{f"{name}__contains": _JOINT + category + _JOINT})
    )
