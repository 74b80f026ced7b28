"""Who is told of the end of a page's publicity: who may decide, who asked, who reviews, and everyone concerned of a relapse.

Requests and decisions are heard of by their log entries, which every verb writes in its own transaction.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.signals import post_save
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from ..models import Ending, EndingBatch, Relapse, Restoration
from ..models.notices import NoticeKind
from .escalation import watchers
from .notify import notify, settle, title_of
from .quiet import is_quiet


def ending_key(pk: int) -> str:
    """Return the key of the notice that a request waits."""
    return f"ending-{pk}"


def restoration_key(pk: int) -> str:
    """Return the key of the notice that a restoration waits."""
    return f"restoration-{pk}"


def batch_key(pk: int) -> str:
    """Return the key of the notice that a batch waits."""
    return f"ending-batch-{pk}"


def holders(label: str) -> list[Any]:
    """Return the active people whose groups have a permission (``app.codename``)."""
    app, codename = label.split(".")
    held = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app)
    return list(get_user_model()._default_manager.filter(held, is_active=True).distinct().order_by("pk"))


def holders_and_deputies(label: str) -> list[Any]:
    """Return the active people who have a permission, and who has it in another's place now."""
    from ..life.rights import deputies_with

    return list({person.pk: person for person in (*holders(label), *deputies_with(label))}.values())


def deciders(page: Page, ending: Ending) -> list[Any]:
    """Return who may approve what an ending asks (or its restoration), but not who asked."""
    from ..life.rights import may_approve

    special = ending.rule.approve != "publication.approve_ending"
    people = holders_and_deputies(ending.rule.approve) if special else watchers([page]).get(page.pk, [])
    return [person for person in people if may_approve(person, ending.rule, ending.page)]


def _name(page: Page, ending: Ending) -> str:
    """Return what the page is called in a notice; of what is to vanish, not its title."""
    return f"页面 #{page.pk}" if ending.status == 404 else title_of(page)


def _ending_url(ending: Ending) -> str:
    return reverse("life:ending", args=[ending.pk])


def _told(people: Iterable[Any], subject: str, url: str, page: Page, key: str, detail: str = "") -> None:
    notify(people, NoticeKind.ENDING, subject, url, page=page, key=key, detail=detail)


def _requested(page: Page, ending: Ending) -> None:
    if ending.emergency:
        return
    people = [person for person in deciders(page, ending) if person.pk != ending.requested_by_id]
    due = f"，最迟{ending.due_on:%m月%d日}" if ending.due_on else ""
    subject = f"{_name(page, ending)}：申请{ending.get_verb_display()}（{ending.get_kind_display()}），等您批准{due}"
    _told(people, subject, _ending_url(ending), page, ending_key(ending.pk))


def _decided(page: Page, ending: Ending, what: str, detail: str = "") -> None:
    settle(ending_key(ending.pk))
    if ending.requested_by is not None and ending.requested_by_id != ending.decided_by_id and not ending.emergency:
        subject = f"{_name(page, ending)}：{what}"
        _told([ending.requested_by], subject, _ending_url(ending), page, f"ending-{ending.pk}-decided", detail)


def _executed(page: Page, ending: Ending) -> None:
    _decided(page, ending, f"已{ending.get_verb_display()}（{ending.get_kind_display()}）")
    if ending.emergency:
        people = [
            person
            for person in holders_and_deputies("publication.review_ending")
            if person.pk != ending.requested_by_id
        ]
        subject = f"{_name(page, ending)}：已紧急撤下，等待您事后审查"
        _told(people, subject, _ending_url(ending), page, f"ending-{ending.pk}-review")


def _of_ending(page: Page, ending: Ending, act: str, reason: str = "") -> None:
    if act == "request":
        _requested(page, ending)
    elif act == "refuse":
        _decided(page, ending, "撤下申请没有得到批准", ending.decision_note)
    elif act == "cancel":
        settle(ending_key(ending.pk))
        if reason and ending.requested_by is not None:
            _told([ending.requested_by], f"{_name(page, ending)}：撤下申请已关闭", _ending_url(ending), page,
                  f"ending-{ending.pk}-closed", reason)  # fmt: skip
    elif act == "review":
        settle(f"ending-{ending.pk}-review")
        if ending.requested_by is not None:
            _told([ending.requested_by], f"{_name(page, ending)}：紧急撤下已审查", _ending_url(ending), page,
                  f"ending-{ending.pk}-reviewed", ending.review_note)  # fmt: skip
    elif act in ("withdraw", "replace", "vanish", "expire"):
        _executed(page, ending)


def signers(page: Page, asked: Restoration) -> list[Any]:
    """Return whose step of a masked version waits, but not who asked; each once."""
    from ..actions.restore_masked import open_steps
    from ..approvals import people_for

    found = {person.pk: person for step in open_steps(asked) if step is not None for person in people_for(step, page)}
    return [person for key, person in found.items() if key != asked.requested_by_id]


def _of_restoration(page: Page, asked: Restoration, act: str, by: int | None) -> None:
    url, name, key = reverse("life:restoration", args=[asked.pk]), _name(page, asked.ending), restoration_key(asked.pk)
    if act in ("request", "sign"):
        waiting = signers(page, asked)
        people = [person for person in deciders(page, asked.ending) if person.pk != asked.requested_by_id]
        if act == "request":
            _told(people, f"{name}：申请恢复公开，等您批准", url, page, key)
            deciding = {person.pk for person in people}
            others = [person for person in waiting if person.pk not in deciding]
            _told(others, f"{name}：申请隐去后恢复公开，等您审核隐去后的版本", url, page, f"{key}-sign")
        elif not waiting:
            settle(f"{key}-sign")
            if by not in {person.pk for person in people}:  # who may approve opens it with the last signature
                _told(people, f"{name}：隐去后的版本已审核，等您批准恢复公开", url, page, f"{key}-signed")
        return
    for one in (key, f"{key}-sign", f"{key}-signed"):
        settle(one)
    if act in ("execute", "refuse") and asked.requested_by is not None:
        what = "已恢复公开" if act == "execute" else "恢复申请没有得到批准"
        _told(
            [asked.requested_by], f"{name}：{what}", url, page, f"restoration-{asked.pk}-decided", asked.decision_note
        )


def _logged(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A verb wrote its log entry: tell of it, unless a batch tells of all its pages as one thing."""
    group, _, act = instance.action.partition(".")
    if raw or not created or is_quiet() or group not in ("ending", "restoration"):
        return
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is None:
        return
    if group == "ending":
        people = Ending.objects.select_related("requested_by", "page")
        ending = people.filter(pk=instance.data.get("ending"), page_id=page.pk).first()
        if ending is not None:
            _of_ending(page.specific, ending, act, str(instance.data.get("reason", "")))
        return
    found = Restoration.objects.select_related("ending", "ending__page", "requested_by").filter(page_id=page.pk)
    asked = found.filter(pk=instance.data["restoration"]) if "restoration" in instance.data else found
    latest = asked.order_by("-pk").first()
    if latest is not None:
        _of_restoration(page.specific, latest, act, instance.user_id)


def _relapsed(sender: Any, instance: Relapse, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        tell_relapse(instance)


def tell_relapse(relapse: Relapse) -> None:
    """Tell the unit's head, 政策法规科, and who asked and approved, that a withdrawn page was seen again; once for each relapse."""
    page = Page.objects.get(pk=relapse.page_id).specific
    ending = Ending.objects.filter(seals__page_id=page.pk).select_related("requested_by", "decided_by").first()
    people = {person.pk: person for person in watchers([page]).get(page.pk, [])}
    if ending is not None:
        people.update({who.pk: who for who in (ending.requested_by, ending.decided_by) if who is not None})
    name = _name(page, ending) if ending is not None else title_of(page)
    url = _ending_url(ending) if ending is not None else reverse("life:board")
    subject = f"{name}：已撤下的内容又能看到（{relapse.detail}）"
    _told(people.values(), subject, url, page, f"relapse-{relapse.pk}")


def _first_page(batch: EndingBatch) -> Page | None:
    item = batch.items.exclude(page=None).select_related("page").order_by("number").first()
    return item.page if item is not None else None


def batch_requested(batch: EndingBatch) -> None:
    """Tell who may approve of the batch's first page, as one thing."""
    page = _first_page(batch)
    if page is None:
        return
    about = Ending(page=page, verb=batch.verb, kind=batch.kind, status=batch.rule.status)
    people = [person for person in deciders(page, about) if person.pk != batch.requested_by_id]
    subject = f"批量撤下 {batch.total} 件（{batch.get_kind_display()}），等您批准"
    notify(people, NoticeKind.ENDING, subject, reverse("life:batch", args=[batch.pk]), key=batch_key(batch.pk))


def batch_decided(batch: EndingBatch) -> None:
    """Tell who asked how it ended."""
    settle(batch_key(batch.pk))
    done = batch.items.exclude(ending=None).count()
    failed = batch.items.exclude(problem="").count()
    what = (
        "没有得到批准"
        if batch.state == "refused"
        else f"已执行，撤下 {done} 件" + (f"，{failed} 件没有执行" if failed else "")
    )
    url = reverse("life:batch", args=[batch.pk])
    notify([batch.requested_by], NoticeKind.ENDING, f"批量撤下：{what}", url, key=f"{batch_key(batch.pk)}-decided",
           detail=batch.decision_note)  # fmt: skip


def connect() -> None:
    """Connect everything; once."""
    post_save.connect(_logged, sender=PageLogEntry, dispatch_uid="notices-endings")
    post_save.connect(_relapsed, sender=Relapse, dispatch_uid="notices-relapses")
