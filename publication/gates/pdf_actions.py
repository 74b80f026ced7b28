"""What a PDF would do by itself: scripts, programs, forms that send, wherever in the file they stand (object streams included)."""

from typing import Any

import pikepdf

#: Kinds of actions (ISO 32000-2, 12.6.4) that run something, read or send; going to a page or a link that one clicks are none.
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute", "/Movie", "/GoToE"}
)
_KEYS = frozenset({"/JS", "/JavaScript", "/Launch", "/AA"})
_RAW = (b"/JavaScript", b"/Launch", b"/JS", b"/AA")
_DEEPEST = 60


def runs(file: Any, programs: tuple[str, ...]) -> str:
    """Return what an open PDF runs or hides, in words, or "". ``programs``: endings of names that embedded files must not have.

    A file that cannot be parsed is looked through as bytes (a person has to look at it anyway before it is public); one with a
    password cannot be looked through and is refused.
    """
    file.seek(0)
    try:
        with pikepdf.open(file) as document:
            opens = document.Root.get("/OpenAction")
            if isinstance(opens, pikepdf.Dictionary) and opens.get("/S") != pikepdf.Name.GoTo:
                return "带有会自动运行的内容"
            return next((said for found in document.objects if (said := _look(found, programs, 0))), "")
    except pikepdf.PasswordError:
        return "加了打开密码，无法检查"
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError):
        file.seek(0)
        content = file.read()
        return "带有会自动运行的内容" if any(mark in content for mark in _RAW) else ""


def _look(found: Any, programs: tuple[str, ...], depth: int) -> str:
    """Look at an object and what stands directly in it; what it refers to is looked at in its own turn."""
    if depth > _DEEPEST:
        return "结构异常，无法检查"
    if isinstance(found, pikepdf.Array):
        parts = list(found)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(found.keys())
        if keys & _KEYS or str(found.get("/S", "")) in _ACTIONS:
            return "带有会自动运行的内容"
        if "/EF" in keys and any(str(found.get(key, "")).lower().endswith(programs) for key in ("/F", "/UF")):
            return "里面有程序"
        parts = [found.get(key) for key in keys]
    else:
        return ""
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            said = _look(part, programs, depth + 1)
            if said:
                return said
    return ""
