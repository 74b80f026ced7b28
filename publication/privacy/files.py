"""Files that a page uses, and the kept results of scanning them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from ..models.privacy import FileScan
from ..page_files import may_refer_to_files
from .containers import Extract, eyes, read_bytes
from .digests import content_digest
from .kinds import CERTAIN, NUMBERS
from .masks import excerpt, redact
from .scan import Located, digest_of, rules_version, scan_extract
from .sources import white_lists
from .white_lists import WhiteLists

#: Findings, and unreadable parts, that are kept of one file: the gravest. That there were more is said, and a person looks.
_KEPT = 200


@dataclass(frozen=True, slots=True)
class FileResult:
    """The result for one file's content: ``findings`` are dictionaries (where, kind, severity, digest, excerpt)."""

    digest: str
    findings: list[dict[str, str]]
    unreadable: list[dict[str, str]]


def files_of(page: Any) -> Iterator[Any]:
    """Yield the documents and images that ``page`` as it stands in memory uses, through the reference index's own reading."""
    if not may_refer_to_files(type(page)) or not ReferenceIndex.model_is_indexable(type(page)):
        return
    wanted: dict[type, set[str]] = {}
    kinds = {model: model for model in (get_document_model(), get_image_model())}
    from django.contrib.contenttypes.models import ContentType

    by_type = {ContentType.objects.get_for_model(model).pk: model for model in kinds}
    for content_type_id, object_id, _, _ in ReferenceIndex._extract_references_from_object(page):
        if content_type_id in by_type:
            wanted.setdefault(by_type[content_type_id], set()).add(object_id)
    for model, keys in wanted.items():
        yield from model.objects.filter(pk__in=keys).order_by("pk")  # type: ignore[attr-defined]


def file_texts(item: Any) -> Iterator[tuple[str, str]]:
    """Yield (name for people, text) of what is public about a file besides its content: title, description, file name."""
    kind = item._meta.verbose_name
    yield f"{kind}标题", item.title or ""
    yield f"{kind}说明", getattr(item, "description", "") or ""
    yield f"{kind}文件名", item.file.name.rsplit("/", 1)[-1]


def result_of(item: Any) -> FileResult:
    """Return the scan of a document's or image's content, made now when it is not kept yet.

    A file that is missing from the storage is unreadable with the reason ``missing``.
    """
    try:
        with item.file.open("rb") as file:
            digest = digest_of(file.chunks())
            version = _version(white_lists())
            kept = FileScan.objects.filter(digest=digest, version=version).first()
            if kept is None:
                file.seek(0)
                kept = _scan(digest, version, file.read())
    except FileNotFoundError:
        return FileResult("", [], [{"where": "", "reason": "missing"}])
    return FileResult(digest, kept.findings, kept.unreadable)


def _version(lists: WhiteLists) -> str:
    """Rules, white lists and the means of reading pictures that a kept result depends on."""
    known = repr([sorted(part) for part in (lists.phones, lists.accounts, lists.mail, lists.words, lists.certificates)])
    return f"{rules_version()}{'o' if eyes.installed() else ''}-{sha256(known.encode()).hexdigest()[:16]}"


def _scan(digest: str, version: str, data: bytes) -> FileScan:
    report = scan_extract(_read(data), white_lists())
    unique: dict[str, Located] = {}
    for located in sorted(report.findings, key=_gravity):
        unique.setdefault(content_digest(located.finding.kind, located.finding.value), located)
    findings = [_row(key, located, report.findings) for key, located in list(unique.items())[:_KEPT]]
    unreadable = [{"where": redact(found.where)[:200], "reason": found.reason} for found in report.unreadable[:_KEPT]]
    if len(unique) > _KEPT or len(report.unreadable) > _KEPT:
        unreadable.append({"where": "", "reason": "too_many"})
    kept, _ = FileScan.objects.update_or_create(
        digest=digest, version=version, defaults={"findings": findings, "unreadable": unreadable}
    )
    return kept


def _gravity(located: Located) -> tuple[bool, bool]:
    """What keeps a page back comes first: certain findings, then suspected numbers, then what is only a warning."""
    finding = located.finding
    return finding.severity != CERTAIN and finding.kind not in NUMBERS, finding.severity != CERTAIN


def _row(key: str, located: Located, found: Iterable[Located]) -> dict[str, str]:
    item = located.finding
    around = [other.finding for other in found if other.text is located.text] if located.text else []
    return {
        "where": redact(located.where)[:200],
        "kind": item.kind,
        "severity": item.severity,
        "digest": key,
        "excerpt": excerpt(located.text, around, item) if located.text else "照片中记录了拍摄位置",
    }


def _read(data: bytes) -> Extract:
    return read_bytes(data)
