"""Matters, laws and lists as an editor makes them."""

import datetime

from disclosure.lists.assembling import assemble
from disclosure.models import Law, LegalBasis, ListPage, MatterBasis, MatterIndexPage, MatterPage
from publication.actions.publish import publish_page
from publication.models import Correction


def make_basis(article="第八十条", law="中华人民共和国劳动合同法", **values):
    found, _ = Law.objects.get_or_create(
        title=law, defaults={"rank": "law", "effective_from": datetime.date(2008, 1, 1)}
    )
    basis, _ = LegalBasis.objects.get_or_create(law=found, article=article, defaults=values)
    return basis


def draft_matter(unit, code="BXRS-CF-001", title="对劳动规章制度违反法律、法规规定的处罚", bases=None, **values):
    fields = {
        "title": title,
        "code": code,
        "category": "penalty",
        "duties": "立案责任：发现违法线索的，审查后决定是否立案。\n决定责任：依法作出处罚决定。",
        "content": "责令改正，给予警告。",
        "counterpart": "用人单位",
        **values,
    }
    index = MatterIndexPage.objects.get(unit=unit)
    matter = MatterPage(secrecy="clear", **fields)
    matter.adopt(index)
    matter.live = False
    index.add_child(instance=matter)
    for place, basis in enumerate(bases if bases is not None else [make_basis()]):
        MatterBasis.objects.create(page=matter, basis=basis, sort_order=place)
    return MatterPage.objects.get(pk=matter.pk)


def live_matter(unit, code="BXRS-CF-001", **values):
    return publish_page(draft_matter(unit, code, **values), setup="测试")


def publish_list(kind, *, setup="测试"):
    """Draw a list up and publish it as a command that sets the portal up does."""
    page = ListPage.objects.get(kind=kind, unit=None)
    page = page.get_latest_revision_as_object() if page.latest_revision_id else page
    page.rows, page.secrecy = assemble(page).rows, "clear"
    return publish_page(page, setup=setup)


def change(matter, user=None, **values):
    """Save a draft with the values changed, and return its revision."""
    page = MatterPage.objects.get(pk=matter.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(page, name, value)
    if page.live and "correction_note" not in values:
        page.correction_note = f"第{Correction.objects.filter(page_id=page.pk).count() + 1}次改动"
    return page.save_revision(user=user)
