"""Which strings the installed packages and our own code hand to gettext, read from their sources and catalogues.

Two sources are joined, because each alone misses some: the English catalogue that a package ships (complete for scripts,
whose calls are lost when they are bundled) and the calls in its Python files and templates (complete for packages without
a catalogue, and for strings that were added after it was written).
"""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parents[1]

#: Python libraries whose strings reach the admin although they are no installed app of ours.
LIBRARIES = (
    "django.conf", "django.core", "django.db", "django.forms", "django.http", "django.template", "django.utils",
    "django.views", "django_filters", "laces", "modelsearch", "permissionedforms", "rest_framework", "treebeard",
    "willow",
)  # fmt: skip
#: Folders of a package that never reach its users.
LEFT_OUT = {"tests", "test", "migrations", "project_template", "bin", "management", "node_modules", "__pycache__"}
#: Parts of a library that this site does not use: the browsable API and its schemas.
UNUSED = ("rest_framework/templates", "rest_framework/schemas")
#: gettext's functions: how many leading arguments are (context, singular, plural).
CALLS = {
    "gettext": (0, 1), "gettext_lazy": (0, 1), "gettext_noop": (0, 1), "_": (0, 1),
    "ngettext": (0, 2), "ngettext_lazy": (0, 2), "pgettext": (1, 1), "pgettext_lazy": (1, 1),
    "npgettext": (1, 2), "npgettext_lazy": (1, 2),
}  # fmt: skip
_LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_TEMPLATE_CALL = re.compile(rf"(?<!\w)(_|gettext|pgettext|ngettext|npgettext)\(((?:{_LITERAL}[,\s]*)+)")


class Message(NamedTuple):
    """One string: its domain (``django`` or ``djangojs``), context, singular, plural, and where it was found."""

    domain: str
    context: str | None
    text: str
    plural: str | None
    where: str

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What makes it one entry of a catalogue."""
        return self.domain, self.context, self.text


def folders() -> list[Path]:
    """Return the folders of the installed apps and of :data:`LIBRARIES`; Django's registry must be ready."""
    from django.apps import apps

    found = [Path(config.path) for config in apps.get_app_configs()]
    for name in LIBRARIES:
        specification = find_spec(name)
        if specification and specification.origin:
            found.append(Path(specification.origin).parent)
        elif specification and specification.submodule_search_locations:
            found.append(Path(next(iter(specification.submodule_search_locations))))
    own = [ROOT / "templates", ROOT / "site" / "config", ROOT / "site" / "static"]
    return sorted({path.resolve() for path in found + own})


def messages() -> list[Message]:
    """Return every string once, in the order of domain, context and text."""
    found: dict[tuple[str, str | None, str], Message] = {}
    chosen = folders()
    apart = set(chosen)
    for folder in chosen:
        for message in _folder(folder, apart):
            if any(character.isalpha() for character in message.text):
                found.setdefault(message.key, message)
    return sorted(found.values(), key=lambda message: (message.domain, message.context or "", message.text))


def _folder(folder: Path, apart: set[Path]) -> Iterator[Message]:
    """Yield the strings below ``folder``, without the folders in ``apart`` and apps below it that are not installed."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.resolve() in apart or path.name in LEFT_OUT or str(path).endswith(UNUSED):
                continue
            if path.name == "locale" and (path / "en").is_dir():
                yield from _catalogue(path / "en" / "LC_MESSAGES")
            elif not (path / "apps.py").exists():
                yield from _folder(path, apart)
        elif path.suffix == ".py":
            yield from _python(path)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield from _template(path)


def _catalogue(folder: Path) -> Iterator[Message]:
    for domain in ("django", "djangojs"):
        path = folder / f"{domain}.po"
        if path.exists():
            for entry in polib.pofile(str(path)):
                if not entry.obsolete:
                    yield Message(domain, entry.msgctxt, entry.msgid, entry.msgid_plural or None, _named(path))


def _python(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8", errors="replace")
    if "gettext" not in source:
        return
    tree = ast.parse(source)
    names = dict(CALLS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names.update({a.asname: CALLS[a.name] for a in node.names if a.asname and a.name in CALLS})
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name in names:
                values = [_constant(argument) for argument in node.args]
                yield from _message(names[name], values, path)


def _constant(node: ast.expr) -> str | None:
    """Return the text of a literal, also of one that is added up from literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _constant(node.left), _constant(node.right)
        return None if left is None or right is None else left + right
    return None


def _template(path: Path) -> Iterator[Message]:
    """Yield the strings of a template as ``makemessages`` would, from what Django makes of it for that purpose."""
    from django.template import TemplateSyntaxError
    from django.utils.translation.template import templatize

    source = path.read_text(encoding="utf-8", errors="replace")
    if "trans" not in source and "_(" not in source:
        return
    try:
        calls = _TEMPLATE_CALL.findall(templatize(source, origin=str(path)))
    except (TemplateSyntaxError, SyntaxError):
        return
    for name, arguments in calls:
        values: list[str | None] = [ast.literal_eval(text) for text in re.findall(_LITERAL, arguments)]
        yield from _message(CALLS[name], values, path)


def _message(shape: tuple[int, int], values: list[str | None], path: Path) -> Iterator[Message]:
    contexts, texts = shape
    used = values[: contexts + texts]
    if len(used) == contexts + texts and all(used):
        context = used[0] if contexts else None
        yield Message("django", context, used[contexts] or "", used[-1] if texts == 2 else None, _named(path))


def _named(path: Path) -> str:
    """Return the path from the package's name on, without this machine's folders."""
    parts = path.parts
    for anchor in ("site-packages", ROOT.name):
        if anchor in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(anchor) :])
    return path.name
