"""What became of an ending on every surface, in words."""

from typing import Any

from ..models import Ending, SurfaceEvent, SurfaceState, SurfaceTask
from ..surfaces.base import label_of


def answer_in_words(task: SurfaceTask) -> str:
    """Return what the last probe said: how many requests, and with which statuses they were answered."""
    if task.probed_at is None:
        return task.problem if task.state == SurfaceState.DONE and task.problem else "还没有探查"
    asked = task.answer.get("asked", [])
    if task.answer.get("visible"):
        return f"仍能看到：{task.answer.get('detail', '')}"
    if not asked:
        return "看不到：没有需要请求的网址"
    counts: dict[int, int] = {}
    for found in asked:
        counts[found["status"]] = counts.get(found["status"], 0) + 1
    said = "、".join(f"{status} {count} 次" for status, count in sorted(counts.items()))
    return f"看不到：请求 {len(asked)} 次，答复 {said}"


def rows_of(ending: Ending) -> list[dict[str, Any]]:
    """Return each surface's part as ``{"task", "label", "gone", "answer"}``; one query."""
    tasks = SurfaceTask.objects.filter(ending=ending, event=SurfaceEvent.ENDED).order_by("pk")
    return [
        {
            "task": task,
            "label": label_of(task.surface),
            "gone": task.is_gone,
            "answer": answer_in_words(task),
        }
        for task in tasks
    ]
