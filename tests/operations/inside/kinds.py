"""Pages of every other type, each with a canary of its own in every text and file."""

import datetime
import json
from typing import Any

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from disclosure.demo.flowchart_steps import Line
from disclosure.lists.assembling import assemble
from disclosure.models import ListPage, RegulationAttachment, ServiceNoticePage
from publication.actions.publish import publish_page
from publication.models import StoredDocument
from publication.permits import permitted
from staff_directory.models import Officer, OfficerDirectoryPage, Unit, UnitPage
from staff_directory.officers.verbs import KeepOfficer
from tests.disclosure.flowcharts.samples import make_chart
from tests.disclosure.matters.world import live_matter, publish_list
from tests.disclosure.papers.conftest import make_notice, make_regulation, make_template
from tests.publication.privacy import files
from tests.staff_directory.officers.samples import make_officer

from .planting import people, told

LISTED = ["page", "sitemap", "list", "search", "suggestions"]


def _item(page: Any, canary: str, where: list[str], **more: Any) -> dict[str, Any]:
    return {**told(page, canary), "number": "", "where": where, **more}


def _document(unit: Unit, canary: str) -> StoredDocument:
    content = ContentFile(files.docx(files.paragraph(f"{canary} docx")), f"{canary}-docx.docx")
    made: StoredDocument = StoredDocument.objects.create(
        title=f"{canary}-docx", file=content, collection=unit.collection
    )
    return made


def _list_doors(page: ListPage, canary: str) -> list[str]:
    """Every form of a list: whole, filtered, as files, each edition, two of them compared."""
    url, numbers = page.get_url(), sorted(page.editions.values_list("number", flat=True))
    found = [f"{url}?{query}" for query in ("all=1", f"q={canary}", "format=xlsx", "format=csv", "format=json")]
    found += [f"{url}?edition={number}" for number in numbers]
    return found + [f"{url}?from={numbers[0]}&to={numbers[-1]}"]


def _matter(unit: Unit, canary: str) -> dict[str, Any]:
    """A matter that a list across units names, which stays."""
    page = live_matter(
        unit, f"{canary}-CODE", title=f"对{canary}行为的处罚", content=f"{canary}内容", duties=f"立案责任：{canary}立案。",
        counterpart=f"{canary}相对人", remarks=f"{canary}备注", accountability=f"{canary}追责", sub_item=f"{canary}子项",
    )  # fmt: skip
    return _item(page, canary, [*LISTED, "download"], doors=_list_doors(publish_list("powers"), canary))


def _list(unit: Unit, canary: str) -> dict[str, Any]:
    page = ListPage(
        secrecy="clear", kind="powers", unit=unit, title=f"{canary}权责清单", slug=f"{canary.lower()}-list",
        summary=f"{canary}说明", introduction=f"{canary}介绍", live=False,
    )  # fmt: skip
    UnitPage.objects.get(unit=unit).add_child(instance=page)
    page.rows = assemble(page).rows
    page = publish_page(page, setup="撤下测试")
    doors = _list_doors(page, canary)
    return _item(page, canary, ["page", "sitemap", "search", "suggestions", "download"], doors=doors)


def _flowchart(unit: Unit, canary: str) -> dict[str, Any]:
    lines = (
        Line("begin", "start", f"收到{canary}申请"),
        Line("check", "action", f"审查{canary}材料", f"{canary}窗口", 5, "working", f"{canary}通知书"),
        Line("end", "end", f"{canary}办结"),
    )
    page = make_chart(
        unit,
        lines,
        slug=f"{canary.lower()}-chart",
        title=f"{canary}流程图",
        purpose=f"说明{canary}怎么办。",
        basis=f"{canary}依据",
    )
    return _item(page, canary, [*LISTED, "files"], files=[reverse("flowchart_file", args=[page.pk])])


def _regulation(unit: Unit, canary: str) -> dict[str, Any]:
    document = _document(unit, canary)
    page = make_regulation(
        unit, title=f"{canary}办法", document_number=f"{canary}发〔2026〕1号", preamble=f"{canary}序言",
        attachments=[RegulationAttachment(document=document, title=f"{canary}附件")],
    )  # fmt: skip
    return _item(publish_page(page, setup="撤下测试"), canary, [*LISTED, "files"], files=[document.url])


def _template(unit: Unit, canary: str) -> dict[str, Any]:
    document = _document(unit, canary)
    page = make_template(
        unit,
        title=f"{canary}告知书",
        code=f"{canary}-05",
        version=f"{canary}版",
        usage=f"{canary}用途。",
        file=document,
    )
    return _item(publish_page(page, setup="撤下测试"), canary, [*LISTED, "files"], files=[document.url])


def _service(unit: Unit, canary: str) -> dict[str, Any]:
    """Never in search nor in the sitemap."""
    page = make_notice(
        unit, party_name=f"{canary}示例", document_name=f"{canary}决定书", document_number=f"{canary}〔2026〕第88号",
        collect_at=f"{canary}领取。", party_kind="organisation",
    )  # fmt: skip
    return _item(publish_page(page, setup="撤下测试"), canary, ["page", "list"])


def _officers(unit: Unit, canary: str) -> dict[str, Any]:
    """A directory with somebody in it: everything that says who goes with the directory."""
    officer = make_officer(unit, canary, f"LEAK-{unit.code.upper()}", area=f"{canary}区")
    page = OfficerDirectoryPage.objects.get(unit=unit)
    (number,) = officer.certificates.values_list("number", flat=True)
    address = reverse("officer_verify", args=[number])
    more = {"slug": canary.lower(), "files": [address], "doors": [f"/search/?q={number}", "/before/officers/?page=1"]}
    return {**_item(page, canary, ["page", "list", "search", "files"]), **more}


def officer(canary: str) -> dict[str, Any]:
    """An officer of a directory that stays, at the address where a certificate is verified."""
    unit = Unit.objects.exclude(code="ldjc").filter(officer_directory__live=True).order_by("pk")[0]
    found = _officers(unit, canary)
    return {**found, "url": found["files"][0], "files": [], "where": ["page", "list", "search"]}


def officer_leaves(canary: str) -> None:
    """The officer's last day was yesterday."""
    found = Officer.objects.get(name=canary)
    found.serves_until = timezone.localdate() - datetime.timedelta(days=1)
    KeepOfficer(found).execute()


_MADE = {
    "matter": _matter, "list": _list, "flowchart": _flowchart, "regulation": _regulation, "template": _template,
    "service": _service, "officers": _officers,
}  # fmt: skip


def plant(kind: str, canary: str) -> dict[str, Any]:
    """Make a public page of a type."""
    return _MADE[kind](Unit.objects.get(code="ldjc"), canary)


def drafted(pk: int, canary: str, token: str) -> None:
    """Save a correction that says ``token`` wherever the page says ``canary``, its address and title too."""
    editor, _ = people()
    page = Page.objects.get(pk=pk).specific
    data = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder).replace(canary, token))
    draft = page.with_content_json({**data, "slug": data["slug"].replace(canary.lower(), token.lower())})
    draft.correction_note = "更正有误的内容。"
    draft.save_revision(user=editor)


def serve_until(pk: int, day: str) -> None:
    """Let a notice of service have had its last day."""
    notice = ServiceNoticePage.objects.get(pk=pk)
    with permitted("publish", [notice.path]):
        ServiceNoticePage.objects.filter(pk=pk).update(served_on=day, served_computed=False)
