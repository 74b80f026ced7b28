"""How the name of an organ is written and compared: one organ, one writing, since 文号 are unique within it."""

from publication.text import strip_spaces

_FULL = str.maketrans("()", "（）")


def organ_writing(name: str) -> str:
    """Return an organ's name as it is stored: brackets in full width, no stray spaces."""
    return " ".join(name.split()).translate(_FULL)


def comparable_name(name: str) -> str:
    """Return an organ's name for comparing: width, spaces and brackets do not count."""
    return strip_spaces(name).replace("（", "(").replace("）", ")")
