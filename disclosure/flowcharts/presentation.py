"""The steps as text: the same as the drawing shows, in order, with links from each way on to the step that it leads to."""

from typing import Any

from .chart import Chart, StepKind


def texts_of(chart: Chart) -> list[str]:
    """Return every text that stands in the chart, in order."""
    return [
        text.strip()
        for step in chart.steps
        for text in (step.text, step.actor, step.documents, *(way.condition for way in step.ways))
        if text.strip()
    ]


def summary_of(page: Any) -> dict[str, Any]:
    """Return what search shows of a flowchart: what its drawing says, never how its steps are stored."""
    category = page.get_category_display()
    return {
        "title": page.title,
        "kind_label": f"执法流程图 · {category}" if category else "执法流程图",
        "date": page.last_published_at,
        "text": " ".join(filter(None, [page.purpose, *texts_of(page.chart), page.basis])),
    }


def steps_of(chart: Chart) -> list[dict[str, Any]]:
    """Return the steps as ``number``, ``anchor``, ``kind``, ``kind_label``, ``text``, ``facts`` (label and value) and ``ways`` (condition,
    link, name, and whether it is plainly the next)."""
    found = []
    for place, step in enumerate(chart.steps):
        facts = (("办理", step.actor), ("时限", step.limit_text), ("文书", step.documents))
        ways = []
        for way in step.ways:
            target = chart.target_of(place, way)
            if target is None:
                continue
            ways.append(
                {
                    "condition": way.condition.strip(),
                    "url": f"#step-{target + 1}",
                    "name": chart.named(target),
                    "is_plain": target == place + 1 and not way.condition.strip(),
                    "is_back": target <= place,
                }
            )
        found.append(
            {
                "number": place + 1,
                "anchor": f"step-{place + 1}",
                "kind": step.kind,
                "kind_label": step.kind_label if step.kind != StepKind.ACTION else "",
                "text": step.text,
                "facts": [{"label": label, "value": value} for label, value in facts if value.strip()],
                "ways": ways,
            }
        )
    return found
