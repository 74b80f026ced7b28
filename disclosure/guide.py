"""The editors' guide (``docs/editors.md``) as a page of the admin, with the sample spreadsheets beside it."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from wagtail.admin.auth import require_admin_access

from staff_directory.kinds import Role
from staff_directory.roles.membership import has_role

#: Where the part begins that is for those who run the server; everything before it is for everybody.
_OPERATORS_PART = "\n## 附录"
SAMPLES = ("penalties-sample.xlsx", "licences-sample.xlsx")


def _folder() -> Path:
    return Path(settings.ROOT) / "docs"


@lru_cache(maxsize=4)
def _rendered(path: Path, changed: float, whole: bool) -> SafeString:
    """Return the guide as HTML, the operators' appendix only in the ``whole``; raw HTML in it is escaped. The page has its own
    title, so that the first line goes."""
    text = path.read_text(encoding="utf-8")
    if not whole:
        text = text.split(_OPERATORS_PART, 1)[0]
    body = text.split("\n", 1)[1] if text.startswith("# ") else text
    return mark_safe(MarkdownIt("commonmark", {"html": False}).enable("table").render(body))  # noqa: S308


@require_admin_access
def show(request: HttpRequest) -> HttpResponse:
    """Show the guide."""
    path = _folder() / "editors.md"
    if not path.exists():
        raise Http404
    whole = request.user.is_superuser or has_role(request.user, Role.SYSTEM_ADMIN)
    return render(request, "disclosure/admin/guide.html", {"guide": _rendered(path, path.stat().st_mtime, whole)})


@require_admin_access
def sample(request: HttpRequest, name: str) -> FileResponse:
    """Download a sample spreadsheet."""
    path = _folder() / "samples" / name
    if name not in SAMPLES or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
