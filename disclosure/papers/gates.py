"""What must hold before a document template or a regulation is public; notices of service have a file of their own."""

from typing import Any

from django.utils import timezone

from publication.gates import WARNING, Gate, Problem, missing, register

from ..models import DocumentTemplatePage, PaperSettings, RegulationPage
from .files import too_large, wrong_with
from .kinds import Standing
from .outline import flaws, rows_of_body

_MOST = 12


def _cycle(key: Any, first: Any, steps: dict[Any, Any]) -> bool:
    """Tell whether following ``steps`` from ``first`` comes back to ``key``."""
    seen: set[Any] = set()
    waiting = [first]
    while waiting:
        current = waiting.pop()
        if current == key:
            return True
        if current in seen or current is None:
            continue
        seen.add(current)
        waiting.extend(steps.get(current, ()))
    return False


class TemplateGate(Gate):
    """A document template is complete, its file is a document, and each code has one present version."""

    code = "template"
    page_types = (DocumentTemplatePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name what is missing, what is wrong with the file, and what is there twice."""
        found = missing(page, ("stage", "code", "version", "effective_on", "file"))
        fields = list(page.required_fields.all())
        if not fields:
            message = "“必须载明的内容”一项也没有，请逐项列出文书必须写明什么。"
            found.append(Problem("no_fields", message, "required_fields"))
        for place, row in enumerate(fields):
            if not row.name.strip():
                message = f"“必须载明的内容”第{place + 1}行没有写内容，请填写，或删去这一行。"
                found.append(Problem("blank_field", message, f"id_required_fields-{place}-name"))
        if page.file_id and page.file is not None:
            wrong = wrong_with(page.file, PaperSettings.present().template_megabytes)
            if wrong:
                found.append(Problem("template_file", wrong, "file"))
        return found + self._uses(page) + self._earlier(page) + self._twice(page)

    def _uses(self, page: Any) -> list[Problem]:
        found = []
        for place, row in enumerate(page.uses.all()):
            if bool(row.category) == bool(row.matter_id):
                message = f"“适用的事项”第{place + 1}行请选一个职权类型或者一个事项，只选一样。"
                found.append(Problem("use", message, f"id_uses-{place}-category"))
        return found

    def _earlier(self, page: Any) -> list[Problem]:
        earlier = page.supersedes
        if earlier is None:
            return []
        live = DocumentTemplatePage.objects.live()
        steps = {pk: [old] for pk, old in live.exclude(supersedes=None).values_list("pk", "supersedes_id")}
        if _cycle(page.pk, earlier.pk, steps):
            return [Problem("loop", "一个版本不能替代它自己，也不能替代后来替代了它的版本，请重新选择。", "supersedes")]
        if earlier.first_published_at is None:
            return [
                Problem(
                    "never_public",
                    f"《{earlier.title}》（{earlier.version}）从来没有公开，不需要写明替代它。",
                    "supersedes",
                )
            ]
        other = live.filter(supersedes_id=earlier.pk).exclude(pk=page.pk).first()
        if other is not None:
            message = f"旧版已经被《{other.title}》（{other.version}）替代。如果这一版更新，请改选那一版。"
            return [Problem("superseded_already", message, "supersedes")]
        if earlier.effective_on and page.effective_on and page.effective_on < earlier.effective_on:
            return [Problem("period_order", "启用日期早于它替代的旧版，请核对。", "effective_on")]
        return []

    def _twice(self, page: Any) -> list[Problem]:
        """Another present version of the same code in the same unit is a duplicate."""
        if not page.code.strip():
            return []
        same = (
            DocumentTemplatePage.objects.live()
            .filter(unit_id=page.unit_id, code__iexact=page.code.strip())
            .exclude(pk=page.pk)
        )
        rows = list(same.only("title", "version", "supersedes_id", "page_ptr_id")[:200])
        replaced = {row.supersedes_id for row in rows} | {page.supersedes_id}
        if any(row.supersedes_id == page.pk for row in rows):
            return []
        other = next((row for row in rows if row.pk not in replaced), None)
        if other is None:
            return []
        message = f"文书编号“{page.code.strip()}”已有现行的《{other.title}》（{other.version}）。如果这是新版，请在“替代的旧版”中选择它；否则请改用别的编号。"
        return [Problem("code_twice", message, "code")]


class RegulationGate(Gate):
    """A regulation is complete, its articles are numbered so that each link leads to one place, and its links make sense."""

    code = "regulation"
    page_types = (RegulationPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name what is missing, and what is wrong with numbers, dates and links."""
        found = missing(page, ("document_number", "issuing_body", "adopted_on", "effective_on"))
        rows = rows_of_body(page.body)
        if not any(row.is_article for row in rows):
            found.append(
                Problem("no_articles", "还没有条文。可以打开页面上方的“…”菜单，按“粘贴全文”，由系统拆分。", "body")
            )
        numbering = [
            Problem(f"numbering_{flaw.code}", flaw.message, "body") if flaw.serious
            else Problem(f"numbering_{flaw.code}", flaw.message, "body", severity=WARNING)
            for flaw in flaws(rows)
        ]  # fmt: skip
        numbering.sort(key=lambda problem: not problem.blocks)
        found += numbering[:_MOST]
        if len(numbering) > _MOST:
            rest = numbering[_MOST:]
            severity = {} if any(problem.blocks for problem in rest) else {"severity": WARNING}
            found.append(Problem("numbering_more", f"编号还有 {len(rest)} 处问题，先改正上面的。", "body", **severity))
        return found + self._dates(page) + self._links(page) + self._attachments(page) + self._twice(page)

    def _dates(self, page: Any) -> list[Problem]:
        found = []
        if page.adopted_on and page.adopted_on > timezone.localdate():
            found.append(Problem("future", "通过（印发）日期在今天之后，请核对。", "adopted_on"))
        if page.adopted_on and page.effective_on and page.effective_on < page.adopted_on:
            found.append(
                Problem("period_order", "施行日期早于通过（印发）日期，请核对。", "effective_on", severity=WARNING)
            )
        if page.standing != Standing.IN_FORCE and not page.standing_note.strip():
            message = f"效力是“{page.get_standing_display()}”，请写明依据和日期。"
            found.append(Problem("standing_note", message, "standing_note"))
        return found

    def _links(self, page: Any) -> list[Problem]:
        from ..models import RegulationChange

        rows = list(page.changes.all())
        found = [
            Problem(
                "change_blank",
                f"“修改或废止的文件”第{place + 1}行是空的：请选择本平台上的文件，或写明名称和文号；没有的删去这一行。",
                f"id_changes-{place}-name",
            )
            for place, row in enumerate(rows)
            if not row.earlier_id and not row.name.strip()
        ]
        chosen = [row for row in rows if row.earlier_id]
        if not chosen:
            return found
        steps: dict[Any, list[Any]] = {}
        pairs = RegulationChange.objects.filter(page__live=True).exclude(page_id=page.pk).exclude(earlier=None)
        for later, earlier in pairs.values_list("page_id", "earlier_id"):
            steps.setdefault(later, []).append(earlier)
        seen: set[Any] = set()
        for row in chosen:
            earlier = row.earlier
            if earlier.pk in seen:
                found.append(Problem("change_twice", f"《{earlier.title}》选了不止一次，请删去多余的一行。", "changes"))
            elif _cycle(page.pk, earlier.pk, steps):
                found.append(
                    Problem(
                        "loop",
                        f"《{earlier.title}》就是本文件，或者已经修改、废止了本文件，不能反过来选择它。",
                        "changes",
                    )
                )
            elif earlier.first_published_at is None:
                message = f"《{earlier.title}》从来没有公开，请先公开它，或改为写明名称和文号。"
                found.append(Problem("never_public", message, "changes"))
            elif earlier.effective_on and page.effective_on and page.effective_on < earlier.effective_on:
                found.append(
                    Problem("period_order", f"施行日期早于它修改、废止的《{earlier.title}》，请核对。", "effective_on")
                )
            seen.add(earlier.pk)
        return found

    def _attachments(self, page: Any) -> list[Problem]:
        most, found = PaperSettings.present().template_megabytes, []
        for place, row in enumerate(page.attachments.all()):
            field = f"id_attachments-{place}-document"
            if row.document_id is None:
                message = f"“附件”第{place + 1}行没有文件：请选择或上传文件；没有附件的删去这一行。"
                found.append(Problem("attachment_blank", message, field))
            elif wrong := too_large(row.document, most, f"附件“{row.title or row.document.title}”"):
                found.append(Problem("attachment_large", wrong, field))
        return found

    def _twice(self, page: Any) -> list[Problem]:
        if not page.document_number_key:
            return []
        same = (
            RegulationPage.objects.live()
            .filter(document_number_key=page.document_number_key)
            .exclude(pk=page.pk)
            .first()
        )
        if same is None:
            return []
        return [Problem("number_twice", f"文号与已公开的《{same.title}》相同，请核对。", "document_number")]


register(TemplateGate())
register(RegulationGate())
