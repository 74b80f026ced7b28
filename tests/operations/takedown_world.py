"""What the takedown tests do on a served portal's own data, in a process with its settings. Every function prints JSON."""

import json
import os
import signal
import time
import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import connection

from disclosure.kinds import Kind
from disclosure.models import DecisionIndexPage
from home.models import SectionPage, StandardPage
from publication.actions.create_many import CreateMany
from publication.actions.end_request import DecideEnding, RequestEnding
from publication.actions.publish import publish_page
from publication.models import Ending, Receipt, Seal, StoredDocument, SurfaceTask
from search.models import Entry
from tests.conftest import build_penalty
from tests.publication.privacy import files

REASON = "经查，这里的内容发布有误，现予撤下。"


def say(value: Any) -> None:
    """Print the answer as the last line."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def people() -> tuple[Any, Any]:
    """Return the demo's editor and reviewer."""
    users = get_user_model().objects
    return users.get(username="editor"), users.get(username="reviewer")


def penalties(count: int, mark: str) -> list[Any]:
    """Publish ``count`` penalties of the demo's unit whose every text carries a canary that begins with ``mark``."""
    editor, reviewer = people()
    index = DecisionIndexPage.objects.get(unit__code="ldjc", kind=Kind.PENALTY)
    made = []
    for number in range(count):
        canary = f"{mark}{number:04d}"
        notice = build_penalty(
            index, 10_000 + number, party_name=f"{canary}建筑有限公司", facts=f"经查，{canary}拖欠劳动者工资。",
            violation_type=f"拖欠劳动报酬{canary}", penalty_content=f"警告；罚款。{canary}", remarks=f"备注{canary}",
            document_name=f"决定书{canary}"[:60], legal_representative="王示例", basis=f"示例条例第五条{canary}",
        )  # fmt: skip
        notice.document_number = f"示例{mark}罚决字〔2026〕第{number}号"
        notice.prepare()
        notice.slug = f"{canary.lower()}-{uuid.uuid4().hex[:6]}"
        made.append(notice)
    return CreateMany(index, made, user=editor, approver=reviewer, publish=True).execute()


def plant(mark: str, endings: int) -> None:
    """Make the pages of the leak test: ``endings`` penalties, and a page with attachments; print addresses and canaries."""
    made = penalties(endings, mark)
    canary = f"{mark}attached"
    names = {"pdf": files.pdf(f"{canary} pdf"), "docx": files.docx(files.paragraph(f"{canary} docx"))}
    documents = []
    for suffix, data in names.items():
        document = StoredDocument(title=f"{canary}-{suffix}")
        document.file.save(f"{canary}-{suffix}.{suffix}", ContentFile(data))
        document.save()
        documents.append(document)
    body = [{"type": "text", "value": f"<p>{canary} text</p>"}, {"type": "heading", "value": f"{canary}head"}]
    body += [{"type": "document", "value": document.pk} for document in documents]
    section = SectionPage.objects.get(slug="after")
    page = StandardPage(
        title=f"{canary}title", slug=f"{canary}slug".lower(), introduction=f"{canary}intro", search_description=f"{canary}meta",
        body=json.dumps([{**block, "id": str(uuid.uuid4())} for block in body]), live=False,
    )  # fmt: skip
    section.add_child(instance=page)
    publish_page(page, setup="撤下测试")
    say(
        {
            "penalties": [{"pk": n.pk, "number": n.document_number, "url": n.get_url(), "canary": f"{mark}{i:04d}"} for i, n in enumerate(made)],
            "page": {"pk": page.pk, "url": page.get_url(), "canary": canary},
            "files": [document.url for document in documents],
        }
    )  # fmt: skip


def end_page(pk: int, verb: str, kind: str) -> None:
    """End a page by the verb; print the ending's key."""
    from wagtail.models import Page

    editor, reviewer = people()
    superuser = get_user_model().objects.filter(is_superuser=True).first() or reviewer
    page = Page.objects.get(pk=pk)
    officer = get_user_model().objects.get(username="disclosure")
    request = RequestEnding(page, verb=verb, kind=kind, user=officer, statement=REASON).execute()
    say(DecideEnding(request, user=superuser if superuser.pk != officer.pk else editor, approve=True).execute().pk)


def settled(keys: list[int], seconds: float = 60) -> None:
    """Wait until the outbox's own process has made the receipts of endings; print what is missing and why."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        missing = set(keys) - set(Receipt.objects.filter(ending_id__in=keys).values_list("ending_id", flat=True))
        if not missing:
            break
        time.sleep(0.2)
    waiting = SurfaceTask.objects.filter(ending_id__in=missing, state="waiting")
    say({"missing": sorted(missing), "why": list(waiting.values_list("surface", "problem"))})


def withdraw_each(mark: str, count: int) -> None:
    """Publish and withdraw pages one by one; print, for each, its address and the wall clock before it began and after it answered."""
    editor, reviewer = people()
    made = penalties(count, mark)
    say([{"url": notice.get_url(), "canary": f"{mark}{i:04d}"} for i, notice in enumerate(made)])
    input()
    times = []
    for notice in made:
        request = RequestEnding(notice, verb="withdraw", kind="mistake", user=editor, statement=REASON).execute()
        DecideEnding(request, user=reviewer, approve=True).execute()
        times.append(time.time())
        time.sleep(0.03)
    say(times)


class _Killer:
    """Kills this process at its ``nth`` statement: the power goes, nothing is tidied up."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def _in_child(act: Any, nth: int) -> bool:
    """Run ``act`` in a forked process that dies at its ``nth`` statement; tell whether it died before it was through."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            with connection.execute_wrapper(_Killer(nth)):
                act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def state_of(pk: int) -> str:
    """Return ``public`` or ``gone`` when everything about a page agrees, else what does not."""
    from wagtail.models import Page

    facts = {
        "live": Page.objects.filter(pk=pk, live=True).exists(),
        "entry": Entry.objects.filter(page_id=pk).exists(),
        "unsealed": not Seal.objects.filter(page_id=pk).exists(),
        "unended": not Ending.objects.filter(page_id=pk, state="executed").exists()
        or not Seal.objects.filter(page_id=pk).exists(),
        "untold": not SurfaceTask.objects.filter(page_id=pk, ending__restorations=None).exists(),
    }
    answers = {name: facts[name] for name in ("live", "entry", "unsealed")}
    if all(answers.values()):
        return "public"
    if not any(answers.values()) and not facts["untold"]:
        return "gone"
    return json.dumps(facts)


def crash(verb: str, kind: str, mark: str, step: int) -> None:
    """Kill the verb at every ``step``-th statement, each time on another page; print the states seen, and how many points."""
    editor, reviewer = people()
    made = penalties(40, mark)
    requests = [RequestEnding(notice, verb=verb, kind=kind, user=editor, statement=REASON).execute() for notice in made]
    states, nth = [], 1
    for notice, request in zip(made, requests, strict=True):
        died = _in_child(lambda asked=request: DecideEnding(asked, user=reviewer, approve=True).execute(), nth)
        states.append(state_of(notice.pk))
        if not died:
            break
        nth += step
    # After the restart the request stands or has been carried out: asked again, it is done, once.
    for request in requests[: len(states)]:
        DecideEnding(request, user=reviewer, approve=True).execute()
    after = [state_of(notice.pk) for notice in made[: len(states)]]
    keys = [request.pk for request in requests[: len(states)]]
    say({"states": states, "after": after, "endings": keys})


def crash_outbox(mark: str, points: int) -> None:
    """Kill the outbox at statement after statement of its work; print how often it was killed and the ending's key."""
    from publication.surfaces.work import work

    editor, reviewer = people()
    notice = penalties(1, mark)[0]
    request = RequestEnding(notice, verb="withdraw", kind="mistake", user=editor, statement=REASON).execute()
    ending = DecideEnding(request, user=reviewer, approve=True).execute()
    killed = 0
    for nth in range(1, points + 1):
        SurfaceTask.objects.filter(ending=ending, state="waiting").update(lease_until=None, next_at=ending.executed_at)
        killed += _in_child(work, nth)
    # What a killed process held is free once its lease is over: here, at once.
    SurfaceTask.objects.filter(ending=ending, state="waiting").update(lease_until=None, next_at=ending.executed_at)
    say({"killed": killed, "ending": ending.pk})
