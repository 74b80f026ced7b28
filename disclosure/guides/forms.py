"""The editing form of a service guide."""

from typing import Any

from ..papers.forms import PaperForm


class GuideForm(PaperForm):
    """Fills a new guide with what follows from its unit, for the editor to look over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None or not self.instance.unit_id:
            return
        from ..models import DisclosureSettings

        unit = self.instance.unit
        settings = DisclosureSettings.objects.first() or DisclosureSettings()
        phone = unit.supervision_phone or (unit.parent.supervision_phone if unit.parent_id else "")
        proposed = {
            "acceptor": self.instance.acceptor,
            "approver": self.instance.approver,
            "remedy": settings.remedy_licence.replace("本决定", "办理结果"),
            "supervision": f"监督电话：{phone}" if phone else "",
        }
        for name, value in proposed.items():
            if name in self.fields:
                self.initial[name] = self.initial.get(name) or value
