"""The steps as text: the same as the drawing shows, in order, with links from each way on to the step that it leads to."""

from typing import Any

from .chart import Chart, StepKind


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
