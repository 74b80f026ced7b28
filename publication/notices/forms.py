"""How each kind is mailed, as a form."""

from typing import Any

from django import forms
from django.db import transaction

from ..models.notices import ALWAYS_MAILED, Delivery, NoticeChoice, NoticeKind

#: What each kind is about, for the person who chooses.
MEANING = {
    NoticeKind.WAITING: "轮到您审核的页面和导入。",
    NoticeKind.RETURNED: "您提交或编辑的内容被退回。",
    NoticeKind.PUBLISHED: "您提交的内容审核通过或已经公开。",
    NoticeKind.STEP: "您的审核步骤下一个工作日到期、今天到期或已经到期。",
    NoticeKind.ESCALATION: "本单位（政策法规科：各单位）的审核步骤到期没有办理。",
    NoticeKind.COMMENT: "您关注的页面有新的批注或回复。",
    NoticeKind.ENDING: "有撤下或恢复的申请等您批准、您的申请已有结果、紧急撤下等待审查、已撤下的内容又能看到。",
}


class ChoicesForm(forms.Form):
    """One choice for each kind that may be turned off."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        chosen = dict(NoticeChoice.objects.filter(user=user).values_list("kind", "mail_to"))
        for kind in NoticeKind:
            if kind not in ALWAYS_MAILED:
                self.fields[str(kind)] = forms.ChoiceField(
                    label=kind.label,
                    help_text=MEANING[kind],
                    choices=Delivery.choices,
                    initial=chosen.get(str(kind), Delivery.DIGEST),
                    widget=forms.RadioSelect,
                )

    def save(self) -> None:
        """Keep the choices."""
        rows = [NoticeChoice(user=self.user, kind=kind, mail_to=to) for kind, to in self.cleaned_data.items()]
        with transaction.atomic():
            NoticeChoice.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["mail_to"]
            )
