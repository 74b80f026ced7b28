"""From a drawing to SVG: dark on light, text escaped, no script, no style sheet needed (colours are attributes; the page's CSS may change them)."""

from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString, mark_safe

from .chart import Chart, StepKind
from .measure import text_width
from .shapes import LABEL_LINE, SMALL, Box, Drawing, Line

INK, LINE, PAPER = "#1a1f2b", "#3d4656", "#ffffff"
FILLS = {
    StepKind.START: "#e8f0f9",
    StepKind.END: "#e8f0f9",
    StepKind.ACTION: "#ffffff",
    StepKind.DECISION: "#fff7e0",
    StepKind.DOCUMENT: "#f4f6f9",
}
_FONTS = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif"
_ARROW, _HALF = 8.0, 4.2
_TITLE = 36


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


#: Characters that XML cannot carry.
_BAD = dict.fromkeys((*range(0, 9), 11, 12, *range(14, 32), 65534, 65535), "�")


def clean(text: str) -> str:
    """Return text as it may stand in XML: escaped, and without characters that XML cannot carry."""
    return escape("".join(char if not "\ud800" <= char <= "\udfff" else "�" for char in text).translate(_BAD))


def _outline(box: Box) -> str:
    x, y, w, h = box.x, box.y, box.width, box.height
    look = (
        f'fill="{FILLS[StepKind(box.kind)]}" stroke="{LINE}" stroke-width="1.5" class="flow__box flow__box--{box.kind}"'
    )
    if box.kind == StepKind.DECISION:
        corners = ((x + w / 2, y), (x + w, y + h / 2), (x + w / 2, y + h), (x, y + h / 2))
        return f'<polygon points="{" ".join(f"{_n(a)},{_n(b)}" for a, b in corners)}" {look}/>'
    if box.kind == StepKind.DOCUMENT:
        low = y + h - 5
        wave = f"C{_n(x + w * 0.7)} {_n(low - 9)} {_n(x + w * 0.3)} {_n(low + 11)} {_n(x)} {_n(low)}"
        return f'<path d="M{_n(x)} {_n(y)}H{_n(x + w)}V{_n(low)}{wave}Z" {look}/>'
    radius = min(h / 2, 22.0) if box.kind in (StepKind.START, StepKind.END) else 3
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" rx="{_n(radius)}" {look}/>'


def _box(box: Box) -> str:
    high = sum(line.height for line in box.lines)
    y = box.y + (box.height - (10 if box.kind == StepKind.DOCUMENT else 0) - high) / 2
    parts = [_outline(box)]
    for line in box.lines:
        base = y + line.height / 2 + line.size * 0.36
        parts.append(
            f'<text x="{_n(box.middle)}" y="{_n(base)}" font-size="{line.size}" text-anchor="middle">{clean(line.text)}</text>'
        )
        y += line.height
    return f'<g data-step="{box.place + 1}">{"".join(parts)}</g>'


def _line(line: Line) -> str:
    points = [line.points[0]]
    for point in line.points[1:]:
        if abs(point[0] - points[-1][0]) > 0.05 or abs(point[1] - points[-1][1]) > 0.05:
            points.append(point)
    (bx, by), (ex, ey) = points[-2] if len(points) > 1 else points[-1], points[-1]
    length = max(((ex - bx) ** 2 + (ey - by) ** 2) ** 0.5, 0.001)
    dx, dy = (ex - bx) / length, (ey - by) / length
    root = (ex - dx * _ARROW, ey - dy * _ARROW)
    head = (
        f"{_n(ex)},{_n(ey)} {_n(root[0] - dy * _HALF)},{_n(root[1] + dx * _HALF)} "
        f"{_n(root[0] + dy * _HALF)},{_n(root[1] - dx * _HALF)}"
    )
    track = "".join(f"{'L' if number else 'M'}{_n(x)} {_n(y)}" for number, (x, y) in enumerate([*points[:-1], root]))
    edge = f"{line.edge.source + 1}-{line.edge.target + 1}-{line.edge.way + 1}"
    return (
        f'<g data-way="{edge}"><path d="{track}" fill="none" stroke="{LINE}" stroke-width="1.5" stroke-linejoin="round" class="flow__line"/>'
        f'<polygon points="{head}" fill="{LINE}" class="flow__head"/></g>'
    )


def _label(line: Line) -> str:
    parts = []
    for number, text in enumerate(line.label):
        y = line.label_y + LABEL_LINE * number
        width = text_width(text, SMALL) + 4
        left = line.label_x - {"middle": width / 2, "end": width - 2, "start": 2.0}[line.anchor]
        parts.append(
            f'<rect x="{_n(left)}" y="{_n(y - LABEL_LINE / 2)}" width="{_n(width)}" height="{LABEL_LINE}" fill="{PAPER}" class="flow__gap"/>'
            f'<text x="{_n(line.label_x)}" y="{_n(y + SMALL * 0.36)}" font-size="{SMALL}" text-anchor="{line.anchor}">{clean(text)}</text>'
        )
    return "".join(parts)


def summary(chart: Chart) -> str:
    """Return a sentence about the chart, for those who do not see it."""
    ends = [step.text.strip() for step in chart.steps if step.kind == StepKind.END and step.text.strip()]
    first = chart.steps[0].text.strip() if chart.steps else ""
    choices = sum(step.kind == StepKind.DECISION for step in chart.steps)
    said = f"流程图，共{len(chart.steps)}步，其中判断{choices}处。"
    said += f"从“{first}”开始，" if first else ""
    return said + (f"到“{'”或“'.join(ends[:4])}”结束。" if ends else "") + "各步的内容和去向见文字步骤。"


def to_svg(drawing: Drawing, chart: Chart, name: str, standalone: bool = False) -> str:
    """Return the drawing as SVG text. ``name`` makes its ids its own; ``standalone``: a file, with a title written above."""
    top = _TITLE if standalone else 0
    width, height = drawing.width, drawing.height + top
    label, unit = clean(chart.title), "em" if standalone else "rem"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby={quoteattr(name + "-title")} '
        f'aria-describedby={quoteattr(name + "-desc")} viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width / 16)}{unit}" height="{_n(height / 16)}{unit}" font-family="{_FONTS}" fill="{INK}" class="flow__drawing">'
    )
    parts = [
        head,
        f'<title id="{name}-title">{label}</title><desc id="{name}-desc">{clean(summary(chart))}</desc>',
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="{PAPER}" class="flow__paper"/>',
    ]
    body = [*map(_line, drawing.lines), *map(_label, drawing.lines), *map(_box, drawing.boxes)]
    if standalone:
        size = min(18.0, (width - 16) / max(text_width(chart.title, 1), 1))
        parts.append(
            f'<text x="{_n(width / 2)}" y="24" font-size="{_n(size)}" font-weight="700" text-anchor="middle">{label}</text>'
            f'<g transform="translate(0 {top})">{"".join(body)}</g>'
        )
    else:
        parts += body
    return "".join(parts) + "</svg>"


def markup(svg: str) -> SafeString:
    """Return SVG that :func:`to_svg` made for a template: every text in it went through :func:`clean`."""
    return mark_safe(svg)  # noqa: S308
