"""What must hold before a matter is public."""

from collections.abc import Sequence
from typing import Any

from publication.gates import WARNING, Gate, Problem, missing, missing_in_rows, register

from ..laws.lapsing import joined
from ..lists.pending import fixed_changes, list_label
from ..models import MatterPage
from .choices import BasisUse, Benchmark, Power
from .codes import problem_of
from .ranges import compared

_LAW = "国办发〔2018〕118号"
#: facet → (switch, columns that the list needs)
_FACETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "监管事项目录清单": ("supervision_on", ("supervision_object", "supervision_measure", "supervision_method")),
    "随机抽查事项清单": (
        "inspection_on",
        ("inspection_object", "inspection_content", "inspection_ratio", "inspection_method", "inspection_frequency"),
    ),
    "涉企行政检查事项清单": (
        "enterprise_on",
        (
            "inspection_object",
            "inspection_content",
            "inspection_method",
            "inspection_standard",
            "inspection_yearly_cap",
        ),
    ),
    "政务服务事项清单": (
        "service_on",
        ("service_object", "project_type", "service_condition", "service_result", "service_fee"),
    ),
}


class MatterCompletenessGate(Gate):
    """The columns that the lists need are filled; a power rests on a provision (行政许可法、行政处罚法: 职权法定)."""

    code = "matter_completeness"
    page_types = (MatterPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name every empty column, list by list."""
        found = missing(page, ("code", "category", "level", "subject", "undertaker"))
        if page.code and (wrong := problem_of(page.code)):
            found.append(Problem("code", wrong, "code"))
        if not any(row.basis_id and row.use == BasisUse.POWER for row in page.bases.all()):
            message = "至少要有一条“实施依据”：请在“依据”中从依据库选择。没有法律、法规、规章依据的职权不能公布。"
            found.append(Problem("basis_missing", message, "bases", law=_LAW))
        for place, row in enumerate(page.bases.all()):
            if not row.basis_id:
                message = f"“依据”第{place + 1}行没有选择，请从依据库选择，或删去这一行。"
                found.append(Problem("basis_blank", message, f"id_bases-{place}-basis"))
        for label, (switch, names) in _FACETS.items():
            if getattr(page, switch):
                found += missing(page, names, f"列入{label}的，")
        found += missing_in_rows(page, ("tiers", "recordings", "reviews"))
        if page.category in (Power.PENALTY, Power.LICENCE) and not page.duties.strip():
            message = "责任事项还没有填写：权责清单要求职权和责任一一对应。"
            found.append(Problem("duties", message, "duties", severity=WARNING))
        return found


class MatterBasisGate(Gate):
    """A power whose every provision has lapsed is not published as being in use."""

    code = "matter_basis"
    page_types = (MatterPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at the provisions cited for the power."""
        bases = [row.basis for row in page.bases.all() if row.basis_id and row.use == BasisUse.POWER]
        gone = [basis for basis in bases if basis.has_lapsed]
        if not gone:
            return []
        names = joined([basis.citation for basis in gone])
        if len(gone) == len(bases) and page.state == "in_use":
            message = (
                f"实施依据{names}已经失效，没有其他有效依据，不能作为“在用”事项公布。请更换依据，或把状态改为“取消”。"
            )
            return [Problem("basis_lapsed", message, "bases")]
        message = f"依据{names}已经失效，公开页面会标注“暂停”。请在清理期限内更换。"
        return [Problem("basis_partly_lapsed", message, "bases", severity=WARNING)]


class DiscretionGate(Gate):
    """Where the province has a benchmark, a local one that differs does not prevail (辽宁省2023年裁量权基准)."""

    code = "matter_discretion"
    page_types = (MatterPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Flag the tiers that differ, and those of which nobody could see whether they do."""
        found = []
        for place, row in enumerate(page.tiers.all()):
            if row.benchmark == Benchmark.LOCAL and not row.provincial_range.strip():
                message = (
                    f"裁量阶次“{row.behaviour}·{row.get_tier_display()}”依据本市基准，没有照录省基准的处罚标准，无法核对是否一致；"
                    "请在“省基准的处罚标准”中照录，省基准没有规定的写明“省基准没有规定”。"
                )
                found.append(Problem("tier_unchecked", message, f"id_tiers-{place}-provincial_range", severity=WARNING))
            if row.differs_from_province:
                how = compared(row.range, row.provincial_range)
                message = (
                    f"裁量阶次“{row.behaviour}·{row.get_tier_display()}”与省裁量权基准不一致{f'（{how}）' if how else ''}，以省基准为准；"
                    "请改为省基准的标准，或者在备注中说明理由后保留。公开时一并写明省基准的标准。"
                )
                found.append(Problem("tier_differs", message, f"id_tiers-{place}-range", severity=WARNING))
        return found


class ServiceTimeGate(Gate):
    """What is promised is not longer than what the law allows."""

    code = "matter_service_time"
    page_types = (MatterPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Compare days of the same kind."""
        if not page.service_on or page.legal_days is None or page.promised_days is None:
            return []
        if page.legal_day_type == page.promised_day_type and page.promised_days > page.legal_days:
            return [Problem("promise_too_long", "承诺办结时限比法定时限还长，请核对。", "promised_days")]
        return []


class FixedByListGate(Gate):
    """What an externally approved list fixes changes with its next approved edition only (国办发〔2018〕118号：清单须经审核确认)."""

    code = "fixed_by_list"
    page_types = (MatterPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Compare with the public editions."""
        return self.check_many([(page, revision)])[id(page)]

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Compare all matters with the public editions in three queries."""
        matters = [page for page, _ in pairs if self.applies_to(page)]
        changes = fixed_changes(matters) if matters else {}
        found: dict[Any, list[Problem]] = {id(page): [] for page in matters}
        for page in matters:
            for edition, change in changes.get(page.pk, []):
                columns = "、".join(dict.fromkeys(cell.column for row in change.changed for cell in row.cells))
                what = f"改动了“{columns}”" if columns else ("新列入" if change.added else "不再列入")
                message = (
                    f"{list_label(edition)}已经固定了本事项，这次{what}，须随下一版清单经司法局同意后一并公开。"
                    "本单位审批完成后，改动会列入清单的下一版，不会丢失。"
                )
                found[id(page)].append(Problem("fixed_by_list", message, law=_LAW, waits=True))
        return found


for gate in (MatterCompletenessGate, MatterBasisGate, DiscretionGate, ServiceTimeGate, FixedByListGate):
    register(gate())
