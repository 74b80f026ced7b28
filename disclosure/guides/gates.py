"""What must hold before a service guide is public (seed 二(一)2(2) and 四(二))."""

import re
from collections.abc import Iterable
from typing import Any

from publication.gates import WARNING, Gate, Problem, missing, register

from ..models import LegalBasis, PaperSettings, ServiceGuidePage
from .elements import ELEMENTS, TEXTS, says_none
from .files import wrong_with_file
from .kinds import ChannelKind, FeeKind, Pledge
from .limits import in_words, is_longer
from .rows import with_windows

_LAW = "行政许可法第三十条"
_CITED = re.compile(r"《[^《》]{2,}》.*第[零〇一二三四五六七八九十百千0-9]+条")
_NUMBERED = re.compile(r"《[^《》]{2,}》.*|.*[〔\[（(]\d{4}[〕\]）)].*号")


def at_row(relation: str, place: int, name: str) -> str:
    """Return the id of the input of a child row."""
    return f"id_{relation}-{place}-{name}"


def at_rows(relation: str) -> str:
    """Return the id of what adds a row."""
    return f"id_{relation}-ADD"


def _blank(text: str) -> bool:
    return not text.strip()


class GuideElementsGate(Gate):
    """Each of the fifteen elements says something, or “无” was chosen for it where that can be."""

    code = "guide_elements"
    page_types = (ServiceGuidePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name every element that says nothing, at its field."""
        parts = (
            self._texts, self._bases, self._steps, self._places, self._fee, self._channels, self._questions, self._twice,
        )  # fmt: skip
        found = missing(page, ("kind", "audience", "applicant", "project_type", "result", "fee_kind"))
        return found + [problem for part in parts for problem in part(page)]

    def _texts(self, page: Any) -> Iterable[Problem]:
        for element in TEXTS:
            text, ticked = getattr(page, element.field), bool(element.none) and getattr(page, element.none)
            if ticked and not _blank(text):
                message = f"“{element.name}”既写了内容，又勾选了“无”，请去掉其中一个。"
                yield Problem("none_and_text", message, element.none)
            elif _blank(text) and not ticked:
                way = "；确实没有的，勾选“无”" if element.none else ""
                message = f"第{element.number}项要素“{element.name}”还没有填写{way}。"
                yield Problem("missing", message, element.field, law=_LAW)
            elif says_none(text):  # one that may be “无” has been ticked and emptied when it was saved
                message = f"“{element.name}”不能是“无”，请写明。"
                yield Problem("cannot_be_none", message, element.field)

    def _bases(self, page: Any) -> Iterable[Problem]:
        rows = list(page.bases.all())
        for place, row in enumerate(rows):
            if not row.basis_id:
                message = f"“依据（依据库）”第{place + 1}行没有选择，请选择，或删去这一行。"
                yield Problem("basis_blank", message, at_row("bases", place, "basis"))
        if not rows and (_blank(page.basis_text) or says_none(page.basis_text)):
            message = "第2项要素“依据”还没有填写：请从依据库选择，库里没有的写在“依据（库外）”。没有依据的不能办理，也不能是“无”。"
            yield Problem("missing", message, at_rows("bases"), law=_LAW)
        for line in page.basis_text.splitlines():
            if line.strip() and not says_none(line) and not _NUMBERED.match(line.strip()):
                message = f"依据“{line.strip()[:30]}”没有写明出处，请写成《名称》第X条，或者写明文号。"
                yield Problem("basis_unnamed", message, "basis_text")

    def _steps(self, page: Any) -> Iterable[Problem]:
        rows = list(page.steps.all())
        if not rows:
            message = "第8项要素“办理流程”还没有填写：请按先后一个环节一行。"
            yield Problem("missing", message, at_rows("steps"), law=_LAW)
        for place, row in enumerate(rows):
            if _blank(row.name):
                yield Problem("missing", f"办理流程第{place + 1}个环节没有名称。", at_row("steps", place, "name"))

    def _places(self, page: Any) -> Iterable[Problem]:
        rows = list(page.places.all())
        columns = [element for element in ELEMENTS if element.field == "places"]
        if not rows:
            names = "、".join(element.name for element in columns)
            message = f"第13至15项要素“{names}”还没有填写：请至少写一个办理地点。"
            yield Problem("missing", message, at_rows("places"), law=_LAW)
        with_windows(rows)
        for place, row in enumerate(rows):
            if row.window_id:
                yield from self._window(place, row)
                continue
            for element in columns:
                text = getattr(row, element.column)
                if _blank(text) or says_none(text):
                    message = f"第{element.number}项要素“{element.name}”：第{place + 1}个办理地点没有填写。"
                    yield Problem("missing", message, at_row("places", place, element.column), law=_LAW)
            if _blank(row.name):
                message = f"第{place + 1}个办理地点没有写名称（窗口）。"
                yield Problem("missing", message, at_row("places", place, "name"))

    def _window(self, place: int, row: Any) -> Iterable[Problem]:
        """The register says name, hours, address and phone of a chosen window; two sources for one fact would drift apart."""
        if row.is_closed:
            message = f"第{place + 1}个办理地点选的窗口“{row.window}”已经停用，请改选别的窗口。"
            yield Problem("window_closed", message, at_row("places", place, "window"))
        for name in ("name", "hours", "address", "phone"):
            if not _blank(getattr(row, name)):
                label = row._meta.get_field(name).verbose_name
                message = f"第{place + 1}个办理地点选了窗口，又填了“{label}”：以登记为准的，请清空这一栏；不以登记为准的，请不选窗口。"
                yield Problem("window_and_text", message, at_row("places", place, name))

    def _fee(self, page: Any) -> Iterable[Problem]:
        if page.fee_kind == FeeKind.CHARGED:
            yield from missing(page, ("fee_standard", "fee_basis"), "收费的，")
        elif page.fee_kind == FeeKind.FREE and not (_blank(page.fee_standard) or says_none(page.fee_standard)):
            yield Problem("fee_free", "选了“不收费”，又写了收费标准，请去掉其中一个。", "fee_standard")

    def _channels(self, page: Any) -> Iterable[Problem]:
        for place, row in enumerate(page.channels.all()):
            if not row.kind:
                yield Problem("missing", f"第{place + 1}种办理方式没有选择。", at_row("channels", place, "kind"))
            elif row.kind == ChannelKind.ONLINE and not row.url:
                yield Problem("missing", "网上办理没有写网址。", at_row("channels", place, "url"))
            elif row.url and not row.url.startswith(("https://", "http://")):
                yield Problem("url", "网址要以 https:// 开头。", at_row("channels", place, "url"))

    def _questions(self, page: Any) -> Iterable[Problem]:
        for place, row in enumerate(page.questions.all()):
            for name, label in (("question", "问题"), ("answer", "回答")):
                if _blank(getattr(row, name)):
                    message = f"第{place + 1}个常见问题没有写{label}。"
                    yield Problem("missing", message, at_row("questions", place, name))

    def _twice(self, page: Any) -> Iterable[Problem]:
        code = page.code.strip()
        if code and ServiceGuidePage.objects.live().filter(code__iexact=code).exclude(pk=page.pk).exists():
            yield Problem("code_taken", f"编号“{code}”已有另一份公开的指南在用，请换一个。", "code")


class GuideMaterialsGate(Gate):
    """What to bring is said piece by piece; a certificate names what law asks for it (清理证明事项: 没有依据的一律取消)."""

    code = "guide_materials"
    page_types = (ServiceGuidePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at each row, in few queries."""
        rows = list(page.materials.all())
        if not rows and not page.no_materials:
            message = "第7项要素“申请材料”还没有填写；确实不需要材料的，勾选“申请材料：无”。"
            return [Problem("missing", message, at_rows("materials"), law=_LAW)]
        if rows and page.no_materials:
            return [Problem("none_and_rows", "列了申请材料，又勾选了“无”，请去掉其中一个。", "no_materials")]
        bases = LegalBasis.objects.select_related("law").in_bulk({row.basis_id for row in rows if row.basis_id})
        found = [problem for place, row in enumerate(rows) for problem in self._row(place, row, bases)]
        return found + self._files(rows)

    def _row(self, place: int, row: Any, bases: dict[Any, Any]) -> Iterable[Problem]:
        name = row.name.strip() or f"第{place + 1}份材料"
        for field, label in (("name", "名称"), ("form", "形式"), ("copies", "份数"), ("source", "来源")):
            if getattr(row, field) in (None, "") or (field == "name" and _blank(row.name)):
                yield Problem("missing", f"申请材料“{name}”没有写{label}。", at_row("materials", place, field))
        if row.is_optional and _blank(row.note):
            message = f"申请材料“{name}”只在特定情形才需要，请在“要求”中写明什么情形。"
            yield Problem("missing", message, at_row("materials", place, "note"))
        if not row.is_certificate:
            return
        law = "实施方案四（二）：清理证明事项"
        if not row.basis_id and not _CITED.search(row.basis_text):
            unnamed = "写的依据没有法律名称和条" if not _blank(row.basis_text) else "没有写明依据"
            message = f"证明“{name}”{unnamed}。请从依据库选择，或写成《名称》第X条；没有依据的证明不能要求提供，请删去这一行。"
            yield Problem("certificate_basis", message, at_row("materials", place, "basis_text"), law=law)
        basis = bases.get(row.basis_id)
        if basis is not None and basis.has_lapsed:
            message = f"证明“{name}”的依据{basis.citation}已经失效。请更换依据，或者删去这一行。"
            yield Problem("certificate_lapsed", message, at_row("materials", place, "basis_text"), law=law)
        if row.pledge not in Pledge.values:
            message = f"证明“{name}”没有写明能否用告知承诺代替，请选择。"
            yield Problem("certificate_pledge", message, at_row("materials", place, "pledge"), law=law)

    def _files(self, rows: list[Any]) -> list[Problem]:
        from publication.models import StoredDocument

        wanted = {key for row in rows for key in (row.sample_id, row.blank_id) if key}
        if not wanted:
            return []
        files = StoredDocument.objects.in_bulk(wanted)
        most = PaperSettings.present().template_megabytes
        found = []
        for place, row in enumerate(rows):
            for field, label in (("sample", "样本"), ("blank", "空白表格")):
                document = files.get(getattr(row, f"{field}_id"))
                if document is None:
                    continue
                wrong = wrong_with_file(document, f"“{row.name}”的{label}", most)
                if wrong:
                    found.append(Problem("material_file", wrong, at_row("materials", place, field)))
        return found


class GuideTimeGate(Gate):
    """How long it takes: what the law allows and what is promised, which is not longer."""

    code = "guide_time"
    page_types = (ServiceGuidePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name what is missing; compare."""
        found = list(self._given(page))
        if found or page.legal_days is None:
            return found
        if page.promised_days and is_longer(page.promised_days, page.promised_unit, page.legal_days, page.legal_unit):
            promised, legal = (
                in_words(page.promised_days, page.promised_unit),
                in_words(page.legal_days, page.legal_unit),
            )
            how = (
                "" if page.promised_unit == page.legal_unit else "（单位不同的，按5个工作日折合7日、1个月折合30日比较）"
            )
            message = f"承诺时限{promised}比法定时限{legal}还长{how}，请核对。"
            return [Problem("promise_too_long", message, "promised_days", law="行政许可法第四十二条")]
        return found + list(self._of_matter(page))

    def _given(self, page: Any) -> Iterable[Problem]:
        if page.legal_days is None and not page.no_legal_limit:
            message = "第9项要素“办理时限”：法定时限还没有填写；法律没有规定的，勾选“法定时限：无”。"
            yield Problem("missing", message, "legal_days", law=_LAW)
        elif page.legal_days is not None and page.no_legal_limit:
            yield Problem("none_and_text", "填了法定时限，又勾选了“无”，请去掉其中一个。", "no_legal_limit")
        elif page.legal_days == 0:
            yield Problem("zero", "法定时限不能是 0；法律没有规定的，勾选“法定时限：无”。", "legal_days")
        if page.promised_days is None:
            message = "第9项要素“办理时限”：承诺时限还没有填写；没有缩短的，填法定时限。"
            yield Problem("missing", message, "promised_days", law=_LAW)
        for name, label in (("legal", "法定时限"), ("promised", "承诺时限")):
            if getattr(page, f"{name}_days") and not getattr(page, f"{name}_unit"):
                yield Problem("missing", f"{label}没有选择按工作日、自然日还是月计算。", f"{name}_unit")

    def _of_matter(self, page: Any) -> Iterable[Problem]:
        """Remind where matter and guide say different things; which of them is right the editor knows."""
        matter = page.matter if page.matter_id else None
        if matter is None or not matter.service_on:
            return
        for name, label in (("legal", "法定时限"), ("promised", "承诺时限")):
            theirs = (getattr(matter, f"{name}_days"), getattr(matter, f"{name}_day_type"))
            ours = (getattr(page, f"{name}_days"), getattr(page, f"{name}_unit"))
            if theirs[0] is not None and theirs != ours and "month" not in ours:
                message = f"{label}与事项“{matter.title}”写的{in_words(*theirs)}不一致，请核对哪一个是对的。"
                yield Problem("differs_from_matter", message, f"{name}_days", severity=WARNING)


class GuideBasisGate(Gate):
    """A service whose every provision has lapsed is not offered; one of several is a reminder."""

    code = "guide_basis"
    page_types = (ServiceGuidePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at the provisions chosen from the library; one query."""
        keys = [row.basis_id for row in page.bases.all() if row.basis_id]
        bases = list(LegalBasis.objects.select_related("law").filter(pk__in=keys))
        gone = [basis for basis in bases if basis.has_lapsed]
        if not gone:
            return []
        names = "、".join(basis.citation for basis in gone[:5])
        if len(gone) == len(bases) and _blank(page.basis_text):
            message = f"依据{names}已经失效，没有其他有效依据，指南不能公开。请更换依据。"
            return [Problem("basis_lapsed", message, at_rows("bases"))]
        message = f"依据{names}已经失效，公众页面会标注。请更换。"
        return [Problem("basis_partly_lapsed", message, at_rows("bases"), severity=WARNING)]


for gate in (GuideElementsGate, GuideMaterialsGate, GuideTimeGate, GuideBasisGate):
    register(gate())
