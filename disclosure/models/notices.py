"""The decision notice: one public page per decision."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import CommentPanel
from wagtail.search import index

from home.models.base import PortalPage
from publication.gates.sealed import number_is_sealed
from publication.masking import NameMasker, clean_name, is_masked, mask_names_in_text, mask_person_name
from publication.text import document_number_key
from staff_directory.models import Unit

from ..importing.names import looks_like_organisation, split_names
from ..kinds import Kind, PartyKind, Publicity
from ..laws.citing import cited_in
from ..organs import organ_writing
from ..owner import unit_for_new
from ..panels import DecisionForm, decision_panels
from ..presentation import facts_of, summary_of
from ..publicity import publicity_end
from ..wayfinding import matter_link, trail_of, unit_link
from .fields import DecisionFields
from .slugs import new_slug

#: Texts in which a party's name may stand again.
_TEXTS = (
    "publicity_reason", "secrecy_note", "document_name", "late_reason", "remarks", "basis", "licence_certificate", "licence_content",
    "violation_type", "facts", "penalty_content", "withheld_certificate", "category", "subject", "conclusion", "plan_name",
    "task_name", "follow_up", "correction_note",
)  # fmt: skip


class DecisionNoticePage(DecisionFields, PortalPage):
    """A decision under its lead unit's index of its kind; joint units are named and it counts once."""

    unit = models.ForeignKey(
        Unit, verbose_name="主办单位", on_delete=models.PROTECT, related_name="notices", editable=False
    )
    joint_units = ParentalManyToManyField(Unit, verbose_name="联合执法单位", blank=True, related_name="joint_notices")

    matter = models.ForeignKey(
        "disclosure.MatterPage",
        verbose_name="执法事项",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decisions",
        help_text="选填：这一决定属于哪个执法事项。事项页面会列出最近的决定。",
    )
    route_related = ("unit", "unit__page", "unit__successor", "matter")
    base_form_class = DecisionForm
    content_panels = decision_panels()
    promote_panels: list[Any] = []
    settings_panels: list[Any] = [CommentPanel()]
    parent_page_types = ["disclosure.DecisionIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["document_number", "document_number_key"]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("document_number"),
        index.SearchField("party_name"),
        index.SearchField("credit_code"),
        index.SearchField("violation_type"),
        index.SearchField("facts"),
        index.SearchField("penalty_content"),
        index.SearchField("licence_content"),
        index.SearchField("subject"),
        index.SearchField("conclusion"),
        index.SearchField("basis"),
        index.SearchField("organ_name"),
        index.FilterField("kind"),
        index.FilterField("unit_id"),
        index.FilterField("decided_on"),
    ]

    class Meta:
        verbose_name = "执法决定"
        verbose_name_plural = "执法决定"
        indexes = [
            models.Index(fields=["-decided_on", "-page_ptr"], name="notice_newest"),
            models.Index(fields=["kind", "-decided_on", "-page_ptr"], name="notice_kind_newest"),
            models.Index(fields=["unit", "-decided_on", "-page_ptr"], name="notice_unit_newest"),
            models.Index(fields=["kind", "document_number_key"], name="notice_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organ_name", "kind", "document_number_key"],
                condition=~models.Q(document_number_key=""),
                name="notice_number_unique_per_organ",
                violation_error_message="同一机关已有相同文号的决定，请核对文号；更正原决定请编辑原页面。",
            )
        ]

    def prepare(self) -> None:
        """Fill what is derived: number key, masked name, end of publicity, title, address. Never overwrites an address."""
        self.document_number = self.document_number.strip()
        self.document_number_key = document_number_key(self.document_number) if self.document_number else ""
        self.organ_name = organ_writing(self.organ_name)
        if self.names_a_person:
            self._mask_names()
        self.penalty_kinds_text = f"、{'、'.join(self.penalty_kinds)}、" if self.penalty_kinds else ""
        if self.publicity_computed or self.publicity_until is None:
            self.publicity_until = publicity_end(self)
            self.publicity_computed = self.publicity_until is not None
        label = self.document_name.strip() or f"{Kind(self.kind).label.removesuffix('决定')}决定"
        if self.count_month:
            label = f"{Kind(self.kind).label}{self.count_month.year}年{self.count_month.month}月汇总"
        self.title = f"{label} {self.document_number}".strip()[:255]
        if not self.slug:
            self.slug = new_slug()

    @property
    def names_a_person(self) -> bool:
        """Tell whether the party is a natural person; a name without a category and without the word of an organisation counts as one."""
        if self.party_kind:
            return self.party_kind == PartyKind.PERSON
        return bool(self.party_name.strip()) and not looks_like_organisation(self.party_name)

    def _mask_names(self) -> None:
        """Mask the party's name, and the same name in every text of the notice (个人信息保护法 6, 25, 51)."""
        names = [name for name in split_names(self.party_name) if not is_masked(name)]
        tokens = NameMasker([*names, *split_names(self.legal_representative)]).tokens() if names else {}
        self.party_name = "、".join(
            tokens.get(clean_name(name), mask_person_name(name)) for name in split_names(self.party_name)
        )
        self.legal_representative = ""
        if tokens:
            for name in _TEXTS:
                text = getattr(self, name)
                if text:
                    setattr(self, name, mask_names_in_text(text, tokens))

    def adopt(self, parent: Any) -> None:
        """Take kind, unit and organ from the index page that the notice stands under."""
        if not self.kind:
            self.kind = parent.kind
        if not self.unit_id:
            self.unit = unit_for_new(parent)
        if not self.organ_name:
            lawful = self.unit.lawful
            self.organ_name, self.organ_code = lawful.name, lawful.credit_code
            self.source_name, self.source_code = lawful.name, lawful.credit_code

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Derive, then validate."""
        if self.kind:
            self.prepare()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Check what can never be right, also in a draft.

        Raises:
            ValidationError: naming the field and how to mend it.
        """
        super().clean()
        errors: dict[str, str] = {}
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            errors["valid_until"] = "有效期至早于有效期自，请核对。"
        if self.publicity == Publicity.WITHHELD and not self.publicity_reason.strip():
            errors["publicity_reason"] = "不公开须写明理由（政府信息公开条例第十四条至第十六条）。"
        for name in ("fine_fen", "confiscated_fen"):
            if (getattr(self, name) or 0) < 0:
                errors[name] = "金额不能为负数。"
        if self.count_month and self.count_month.day != 1:
            errors["count_month"] = "汇总月份请填该月1日。"
        if errors:
            raise ValidationError(errors)

    def validate_constraints(self, *args: Any, **kwargs: Any) -> None:
        """Say of a number that a withdrawn decision has what can be done.

        Raises:
            ValidationError: the number is another decision's.
        """
        try:
            super().validate_constraints(*args, **kwargs)
        except ValidationError as error:
            same = type(self).objects.filter(
                organ_name=self.organ_name, kind=self.kind, document_number_key=self.document_number_key
            )
            if self.document_number_key and same.exclude(pk=self.pk).filter(seal__isnull=False).exists():
                raise ValidationError({"document_number": number_is_sealed("文号", self.document_number)}) from error
            raise

    def get_admin_display_title(self) -> str:
        """Return the title, and where no 文号 tells decisions apart (inspections), the date and the party as it is published.

        For the admin only: the public title, notices and mails stay as they are.
        """
        title = str(super().get_admin_display_title())
        if self.document_number.strip() or self.is_monthly_count:
            return title
        person = self.names_a_person
        party = mask_person_name(self.party_name) if person and self.party_name else self.party_name
        day = self.decided_on
        return " · ".join(filter(None, [title, f"{day.year}年{day.month}月{day.day}日" if day else "", party[:40]]))

    @property
    def is_monthly_count(self) -> bool:
        """Tell whether this notice is a month's count and not one decision."""
        return self.count_month is not None

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        """Licence and penalty have templates of their own."""
        name = {Kind.LICENCE: "licence", Kind.PENALTY: "penalty"}.get(Kind(self.kind), "general")
        return f"disclosure/{name}.html"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the facts in groups, basis, remedy and notes."""
        context = super().get_context(request, *args, **kwargs)
        context.update(facts_of(self))
        context["unit_link"] = unit_link(self, request)
        context["cited"] = cited_in(self.basis)
        context["matter_link"] = matter_link(self, request)
        trail = context["breadcrumbs"]
        context["current_section"] = trail[1]["url"] if len(trail) > 1 else ""
        return context

    def breadcrumbs(self, request: Any) -> list[dict[str, str]]:
        """Return the way a visitor comes: 事后公开 and the public list of this kind, not the unit's tree."""
        return trail_of(self, request) or super().breadcrumbs(request)

    def search_summary(self) -> dict[str, Any]:
        """Return what lists and search show of this notice."""
        parts = (self.facts, self.licence_content, self.conclusion, self.penalty_content, self.basis)
        return {**summary_of(self), "text": " ".join(part for part in parts if part)}
