"""The editing form of a decision: each kind sees its own columns; amounts are typed in 元."""

from decimal import Decimal
from typing import Any

from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from home.admin_comparing import SaidComparison
from home.corrections import editor_head
from home.forms import PortalPageForm

from .grades.panel import GradePanel
from .kinds import PENALTY_KINDS, Kind

OTHERS = tuple(kind for kind in Kind if kind not in (Kind.LICENCE, Kind.PENALTY))


class KindPanel(MultiFieldPanel):
    """A group of fields shown only for the given kinds of decision."""

    def __init__(self, *args: Any, kinds: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds

    def clone_kwargs(self) -> dict[str, Any]:
        """Keep the kinds when Wagtail clones the panel."""
        return {**super().clone_kwargs(), "kinds": self.kinds}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """Hidden for other kinds."""

        def is_shown(self) -> bool:
            """Tell whether the notice at hand is of one of the panel's kinds."""
            return self.instance.kind in self.panel.kinds and bool(super().is_shown())


class YuanField(forms.DecimalField):
    """An amount typed in 元 with at most two decimals, kept as integer 分."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=18, decimal_places=2, min_value=Decimal(0), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show 分 as 元."""
        return Decimal(value) / 100 if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """Return 分."""
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare in 元."""
        return bool(super().has_changed(self.prepare_value(initial), data))


class YuanComparison(SaidComparison):
    """Of an amount, in 元 as it is typed."""

    def field_label(self) -> str:
        """Name the unit that is shown."""
        return str(super().field_label()).replace("（分）", "（元）")

    def said(self, value: Any) -> str:
        """Return 分 as 元."""
        return "" if value is None else f"{Decimal(value) / 100:,.2f}"


class YuanPanel(FieldPanel):
    """An amount's panel; two versions are compared in 元."""

    def get_comparison_class(self) -> type[YuanComparison]:
        """Return the comparison in 元."""
        return YuanComparison


class DecisionForm(PortalPageForm):
    """Takes kind and unit from the index page above; penalty kinds are ticked, amounts are in 元."""

    penalty_kinds = forms.MultipleChoiceField(
        label="处罚类别",
        choices=[(name, name) for name in PENALTY_KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="可多选；并处的全部勾选。",
    )
    fine_fen = YuanField(label="罚款金额（元）", required=False)
    confiscated_fen = YuanField(label="没收违法所得、没收非法财物的金额（元）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.kind and self.parent_page is not None:
            self.instance.adopt(self.parent_page.specific)
            for name in ("organ_name", "organ_code", "source_name", "source_code"):
                self.initial.setdefault(name, "")
                self.initial[name] = self.initial[name] or getattr(self.instance, name)
        if self.instance.pk and self.instance.kind == Kind.PENALTY:
            self._keep_grade()

    def _keep_grade(self) -> None:
        """What 政策法规科 has confirmed is shown above and not asked here."""
        from .grades.standing import standing

        if standing([self.instance]):
            for name in ("credit_grade", "publicity_until"):
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """A date that is typed stays; an emptied one is computed again."""
        cleaned: dict[str, Any] = super().clean()
        if "publicity_until" in self.changed_data:
            self.instance.publicity_computed = cleaned.get("publicity_until") is None
        if cleaned.get("party_name") and not cleaned.get("party_kind") and "party_kind" in self.fields:
            self.add_error("party_kind", "写了行政相对人名称的，须选择类别：是自然人的，保存时自动隐名。")
        return cleaned


def decision_panels() -> list[Any]:
    """Return the content panels of a decision notice."""
    return [
        *editor_head(),
        HelpPanel(content="自然人的证件号码、住址、电话一律不填；姓名保存时自动隐名。标题由文书名称和文号自动生成。"),
        MultiFieldPanel(
            [
                FieldPanel("publicity"),
                FieldPanel("publicity_reason"),
                FieldPanel("secrecy"),
                FieldPanel("secrecy_note"),
            ],
            heading="公开属性和保密审查",
        ),
        MultiFieldPanel(
            [
                FieldPanel("party_kind"),
                FieldPanel("party_name"),
                FieldPanel("credit_code"),
                FieldPanel("legal_representative"),
                FieldRowPanel([FieldPanel("business_registration"), FieldPanel("organisation_code")]),
                FieldRowPanel([FieldPanel("tax_registration"), FieldPanel("institution_certificate")]),
                FieldPanel("social_organisation_certificate"),
            ],
            heading="行政相对人",
        ),
        MultiFieldPanel(
            [
                FieldPanel("document_name"),
                FieldPanel("document_number"),
                FieldPanel("decided_on"),
                FieldPanel("late_reason"),
            ],
            heading="决定文书",
        ),
        KindPanel(
            [
                FieldPanel("licence_category"),
                FieldPanel("licence_content"),
                FieldPanel("licence_certificate"),
                FieldPanel("licence_number"),
                FieldPanel("licence_state"),
            ],
            heading="行政许可",
            kinds=(Kind.LICENCE,),
        ),
        KindPanel(
            [
                FieldPanel("violation_type"),
                FieldPanel("facts"),
                FieldPanel("penalty_kinds"),
                FieldPanel("penalty_content"),
                FieldRowPanel([YuanPanel("fine_fen"), YuanPanel("confiscated_fen")]),
                FieldPanel("withheld_certificate"),
                FieldPanel("penalty_valid_until"),
                GradePanel(heading="失信等级的核定"),
                FieldRowPanel([FieldPanel("credit_grade"), FieldPanel("publicity_until")]),
                FieldPanel("fulfilment"),
            ],
            heading="行政处罚",
            kinds=(Kind.PENALTY,),
        ),
        KindPanel(
            [FieldPanel("category"), FieldPanel("subject"), FieldPanel("conclusion")], heading="决定内容", kinds=OTHERS
        ),
        KindPanel(
            [
                FieldPanel("plan_name"),
                FieldPanel("task_name"),
                FieldPanel("inspection_result"),
                FieldPanel("follow_up"),
            ],
            heading="检查结果",
            kinds=(Kind.INSPECTION,),
        ),
        KindPanel(
            [FieldPanel("count_month"), FieldPanel("count_total")],
            heading="按月汇总（对个人的确认、给付）",
            kinds=(Kind.CONFIRMATION, Kind.PAYMENT),
        ),
        MultiFieldPanel([FieldPanel("basis"), FieldPanel("matter")], heading="依据和事项"),
        KindPanel(
            [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")])],
            heading="有效期",
            kinds=tuple(kind for kind in Kind if kind != Kind.PENALTY),
        ),
        MultiFieldPanel(
            [
                FieldPanel("organ_name"),
                FieldPanel("organ_code"),
                FieldPanel("source_name"),
                FieldPanel("source_code"),
                FieldPanel("joint_units", widget=forms.CheckboxSelectMultiple),
                FieldPanel("remarks"),
            ],
            heading="机关与来源",
        ),
    ]
