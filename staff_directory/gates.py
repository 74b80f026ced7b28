"""What a unit's page must say before it is public, and whose files a page may show."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils import timezone
from wagtail.rich_text import get_text_for_indexing

from publication.gates.base import WARNING, Gate, Problem, register
from publication.media_views import is_public_file
from publication.page_files import files_of, may_refer_to_files

from .access.sight import units_of_pages
from .models import Unit, UnitPage
from .models.units import Standing
from .roles.rights import estate_of


class FilesOfUnitGate(Gate):
    """Files belong to the page's unit (or to one whose duties passed to it), to a shared collection, or are public already.

    A page that no unit owns (首页、栏目) shows shared files, and what a unit has published. Source: 政府信息公开条例 17, the
    unit that made or keeps information examines it before it is public.
    """

    code: ClassVar[str] = "files_of_unit"

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at each file that the page refers to."""
        return self.check_many([(page, revision)]).get(id(page), [])

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Ask for the units once, and only of pages that use a file."""
        using = [(page, list(files_of(page))) for page, _ in pairs if may_refer_to_files(type(page))]
        using = [(page, files) for page, files in using if files]
        found: dict[Any, list[Problem]] = {}
        if not using:
            return found
        owners = dict(Unit.objects.exclude(collection=None).values_list("collection__path", "pk"))
        for (page, files), unit in zip(using, units_of_pages([page for page, _ in using]), strict=True):
            mine = estate_of([unit.pk]) if unit is not None else set()
            for file in files:
                owner = next((owners[path] for path in owners if file.collection.path.startswith(path)), None)
                if owner is None or owner in mine or is_public_file(file):
                    continue
                message = "引用了别的单位还没有公开的附件或图片，不能公开。请改用本单位的文件，或由政策法规科把它移到公共集合。"
                found.setdefault(id(page), []).append(Problem("foreign_file", message, law="政府信息公开条例第十七条"))
                break
        return found


class UnitPageGate(Gate):
    """Who enforces, by what right, how far, and where to turn against it, is told beforehand (国办发〔2018〕118号 事前公开).

    Sources: 行政处罚法 39 (实施机关、救济渠道应当公示), 20 (委托书载明事项、权限、期限，向社会公布).
    """

    code: ClassVar[str] = "unit_page"
    page_types = (UnitPage,)

    _DELEGATION = ("delegating_body", "delegation_number", "delegation_from", "delegation_until", "delegation_letter")

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Ask of every unit its duties; of one that enforces its powers, bases and remedies; of a delegated one the delegation."""
        if page.unit_id is None:
            return [Problem("missing", "“单位”还没有选择。", "unit")]
        unit = page.unit
        texts, law = ["duties"], "政府信息公开条例第二十条"
        if unit.standing != Standing.NONE:
            texts, law = ["duties", "powers", "remedies"], "行政处罚法第三十九条"
        found = [
            Problem(
                "missing", f"“{self._name(page, name)}”还没有填写，公众据此了解本单位管什么、不服找谁。", name, law=law
            )
            for name in texts
            if not get_text_for_indexing(getattr(page, name) or "").strip()
        ]
        if unit.standing != Standing.NONE and not unit.legal_basis.strip():
            message = "单位登记中的“职权依据”还没有填写。请系统管理员在“单位”登记里写明法律、法规、规章的名称和条款。"
            found.append(Problem("no_basis", message, "unit", law=law))
        if unit.standing == Standing.DELEGATED:
            found += self._delegation(page)
        if not (unit.phone.strip() and unit.supervision_phone.strip()):
            message = "单位登记中的联系电话或监督电话没有填写，公众会找不到人。请系统管理员在“单位”登记里补上。"
            found.append(Problem("no_phone", message, "unit", severity=WARNING))
        return found

    def _delegation(self, page: Any) -> list[Problem]:
        law = "行政处罚法第二十条"
        found = [
            Problem("missing", f"受委托组织须填写“{self._name(page, name)}”：委托书要向社会公布。", name, law=law)
            for name in self._DELEGATION
            if getattr(page, name) in (None, "")
        ]
        if page.delegation_until and page.delegation_until < timezone.localdate():
            message = "委托期限已经届满。续签委托书的，请更新期限和委托书；不再委托的，请系统管理员修改单位的执法身份。"
            found.append(Problem("delegation_over", message, "delegation_until", law=law))
        return found

    def _name(self, page: Any, name: str) -> str:
        return str(page._meta.get_field(name).verbose_name)


register(FilesOfUnitGate())
register(UnitPageGate())
