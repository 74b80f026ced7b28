"""Pages that the tests end: every text of each carries a canary of its own."""

import json
import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from disclosure.kinds import Kind
from disclosure.models import DecisionIndexPage, DecisionNoticePage
from home.models import StandardPage
from publication.actions.create_many import CreateMany
from publication.actions.privacy_decisions import ConfirmRead
from publication.actions.publish import publish_page
from publication.models import StoredDocument, StoredImage
from publication.privacy.check import check_page
from staff_directory.models import Unit, UnitPage
from tests.conftest import build_penalty
from tests.publication.privacy import files


def people() -> tuple[Any, Any]:
    """Return the demo's editor and reviewer."""
    users = get_user_model().objects
    return users.get(username="editor"), users.get(username="reviewer")


def texts(canary: str) -> dict[str, str]:
    """Return a penalty's free fields, each with the canary."""
    return {
        "party_name": f"{canary}建筑有限公司",
        "facts": f"经查，{canary}拖欠劳动者工资。",
        "violation_type": f"拖欠劳动报酬{canary}",
        "penalty_content": f"警告；罚款。{canary}",
        "remarks": f"备注{canary}",
        "document_name": f"决定书{canary}",
        "basis": f"示例条例第五条{canary}",
    }


def penalties(tokens: list[str], serial: str, publish: bool = True) -> list[Any]:
    """Make one penalty of the demo's unit for each token; ``serial`` keeps their numbers apart from other tests' numbers."""
    editor, reviewer = people()
    index = DecisionIndexPage.objects.get(unit__code="ldjc", kind=Kind.PENALTY)
    made = []
    for place, canary in enumerate(tokens):
        notice = build_penalty(index, 10_000 + place, legal_representative="王示例", **texts(canary))
        notice.document_number = f"示例{serial}罚决字〔2026〕第{place}号"
        notice.prepare()
        notice.slug = f"{canary.lower()}-{uuid.uuid4().hex[:6]}"
        made.append(notice)
    return CreateMany(index, made, user=editor, approver=reviewer, publish=publish).execute()


def told(page: Any, canary: str) -> dict[str, Any]:
    """Return what a test needs to know of a page."""
    return {
        "pk": page.pk, "number": getattr(page, "document_number", ""), "url": page.get_url(), "slug": page.slug,
        "canary": canary, "files": [],
    }  # fmt: skip


def notices(tokens: list[str], serial: str) -> list[dict[str, Any]]:
    """Plant public penalties."""
    return [told(page, token) for page, token in zip(penalties(tokens, serial), tokens, strict=True)]


def attachments(canary: str) -> dict[str, Any]:
    """Store a PDF, a DOCX and a picture whose names, titles and contents carry the canary; return their objects."""
    found: dict[str, Any] = {}
    for suffix, data in (
        ("pdf", files.pdf(f"{canary} pdf")),
        ("docx", files.docx(files.paragraph(f"{canary} docx"))),
    ):
        document = StoredDocument(title=f"{canary}-{suffix}", collection=Unit.objects.get(code="ldjc").collection)
        document.file.save(f"{canary}-{suffix}.{suffix}", ContentFile(data), save=False)
        document.save()
        found[suffix] = document
    picture = ContentFile(files.picture(1000, 300, words=f"{canary} exif"), f"{canary}-image.jpg")
    found["image"] = StoredImage.objects.create(
        title=f"{canary}-image", file=picture, collection=Unit.objects.get(code="ldjc").collection
    )
    return found


def body(canary: str, kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a plain page's blocks: text with the picture where there is one, a heading, a table, the documents."""
    picture = ""
    if "image" in kept:
        picture = f'<embed embedtype="image" id="{kept["image"].pk}" format="fullwidth" alt="{canary}alt"/>'
    blocks = [
        {"type": "text", "value": f"<p>{canary} text</p>{picture}"},
        {"type": "heading", "value": f"{canary}head"},
        {"type": "table", "value": {"caption": f"{canary}caption", "rows": f"甲|乙\n{canary}cell|1"}},
        {"type": "document", "value": kept["pdf"].pk},
        {"type": "document", "value": kept["docx"].pk},
    ]
    return [{**block, "id": str(uuid.uuid4())} for block in blocks]


def values(canary: str, kept: dict[str, Any]) -> dict[str, Any]:
    """Return a plain page's fields."""
    return {
        "title": f"{canary}通知", "slug": f"{canary}slug".lower(), "introduction": f"{canary}导语",
        "search_description": f"{canary}摘要", "seo_title": f"{canary}标题", "body": json.dumps(body(canary, kept)),
    }  # fmt: skip


def with_files(token: str) -> dict[str, Any]:
    """Plant a public page of the demo's unit with attachments, and have its picture scaled."""
    kept = attachments(token)
    page = StandardPage(secrecy="clear", **values(token, kept), live=False)
    UnitPage.objects.get(unit__code="ldjc").add_child(instance=page)
    revision = page.save_revision()
    looked_at(page.pk)
    publish_page(page, revision=revision, setup="撤下测试")
    return {**told(page, token), "files": addresses(kept)}


def looked_at(pk: int) -> None:
    """Confirm, as the editor, that the pictures of a page's newest draft show nothing personal."""
    page, (editor, _) = Page.objects.get(pk=pk), people()
    for found in check_page(page.specific.get_latest_revision_as_object()).unreadable:
        ConfirmRead(page, editor, found.file_digest, "已看过，没有个人信息。").execute()


def addresses(kept: dict[str, Any]) -> list[str]:
    """Return where the bytes of attachments are asked for, renditions made."""
    image = kept.get("image")
    scaled = [image.get_rendition(spec).url for spec in ("width-800", "max-165x165")] if image is not None else []
    return [kept["pdf"].url, kept["docx"].url, *scaled]


def new_files(token: str) -> dict[str, Any]:
    """Store documents that no page uses yet; return the editor's fields that put them in, and their addresses.

    The text's editor offers no pictures, so that a correction through it takes the picture out.
    """
    kept = {name: item for name, item in attachments(token).items() if name != "image"}
    return {"fields": values(token, kept), "blocks": body(token, kept), "files": addresses(kept)}


def drafted(pk: int, token: str) -> str:
    """Save a correction of a public penalty as the editor's draft; return the address after it."""
    editor, _ = people()
    page = DecisionNoticePage.objects.get(pk=pk).get_latest_revision_as_object()
    for name, value in texts(token).items():
        setattr(page, name, value)
    page.correction_note = "更正有误的内容。"
    page.save_revision(user=editor)
    return str(Page.objects.get(pk=pk).get_url())


def step(pk: int) -> int | None:
    """Return the key of the workflow step that a page waits at."""
    page = Page.objects.get(pk=pk).specific
    state = page.current_workflow_state
    return state.current_task_state.pk if state is not None else None


def fresh(pk: int) -> dict[str, str]:
    """Return the address that a page has now."""
    page = Page.objects.get(pk=pk)
    return {"url": page.get_url(), "slug": page.slug}


def penalty_form(token: str) -> dict[str, str]:
    """Return a penalty's texts as the editor's form sends them."""
    return texts(token)


def page_form(fields: dict[str, str], blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a plain page's fields as the editor's form sends them."""
    form = {name: value for name, value in fields.items() if name != "body"}
    form["body-count"] = str(len(blocks))
    for place, block in enumerate(blocks):
        prefix = f"body-{place}"
        form |= {
            f"{prefix}-deleted": "",
            f"{prefix}-order": str(place),
            f"{prefix}-type": block["type"],
            f"{prefix}-id": "",
        }
        value = block["value"]
        if isinstance(value, dict):
            form |= {f"{prefix}-value-{name}": inner for name, inner in value.items()}
        elif block["type"] == "text":
            form[f"{prefix}-value"] = ContentstateConverter(["bold"]).from_database_format(value)
        else:
            form[f"{prefix}-value"] = str(value)
    return form
