"""What every page says of its corrections: the note's panel in the editor, and the dated notes on the public page."""

from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from publication.gate_admin.panel import GatePanel
from publication.life.correcting import NOTE, needs_note

#: So many notes stand on a page at most, the newest first; the record keeps them all.
MOST_SHOWN = 20

NOTE_HELP = (
    "改动已公开的内容时填写：更正（或者更新）了什么、为什么。会注明日期，长期公开，不写个人信息。"
    "决定被变更、撤销的，或者内容不应再公开的，请用“撤下”，不要在这里改。"
)


class CorrectionPanel(MultiFieldPanel):
    """Shown once the page is public: whoever changes it says what is corrected."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """Hidden for drafts that are not public."""

        def is_shown(self) -> bool:
            """Tell whether the page at hand is public."""
            return bool(self.instance.live) and bool(super().is_shown())


def editor_head() -> list[Any]:
    """Return the panels at the head of a page's editor: what keeps it back, and the note of a correction."""
    return [GatePanel(), CorrectionPanel([FieldPanel(NOTE)], heading="更正")]


def shown_corrections(page: Any) -> list[dict[str, Any]]:
    """Return the dated notes that stand on a public page, newest first; no query for a page that has none, where its routing knows."""
    known = getattr(page, "is_corrected", None)
    corrected = page.last_published_at != page.first_published_at if known is None else known
    if not corrected or not needs_note(type(page)):
        return []
    return [{"date": found.created_at, "text": found.note} for found in page.corrections.all()[:MOST_SHOWN]]
