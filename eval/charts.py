"""Charts as inline SVG: strings that need nothing else to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from eval.intervals import Estimate
from eval.metrics import RiskPoint

_COLOURS = ("#1d5fa8", "#b35900", "#4d7d2f", "#7a3f9d")
_DASHES = ("", "6 3", "2 3", "8 3 2 3")  # so that lines differ without colour too


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart, points from left to right."""

    name: str
    points: tuple[tuple[float, float], ...]  # x in the axis' units, y 0 to 1


def bar_chart(title: str, bars: Mapping[str, Estimate | None]) -> Markup:
    """A horizontal bar a name, 0 to 100 %, with its interval and its number of pairs."""
    row, left, width, right = 24, 150, 380, 130
    height = row * len(bars) + 34
    parts = [_open(title, left + width + right, height)]
    for tick in (0, 25, 50, 75, 100):
        x = left + width * tick / 100
        parts.append(
            f'<line x1="{x:g}" y1="6" x2="{x:g}" y2="{height - 24}" class="grid"/>'
            f'<text x="{x:g}" y="{height - 8}" class="tick" text-anchor="middle">{tick}%</text>'
        )
    for number, (name, estimate) in enumerate(bars.items()):
        y = 10 + row * number
        parts.append(f'<text x="{left - 8}" y="{y + 12}" text-anchor="end">{escape(name)}</text>')
        if estimate is None:
            parts.append(f'<text x="{left + 6}" y="{y + 12}" class="tick">does not apply</text>')
            continue
        low, high = left + width * estimate.low, left + width * estimate.high
        parts.append(
            f'<rect x="{left}" y="{y}" width="{width * estimate.value:.1f}" height="16" '
            f'class="bar"/>'
            f'<line x1="{low:.1f}" y1="{y + 8}" x2="{high:.1f}" y2="{y + 8}" class="whisker"/>'
            f'<line x1="{low:.1f}" y1="{y + 3}" x2="{low:.1f}" y2="{y + 13}" class="whisker"/>'
            f'<line x1="{high:.1f}" y1="{y + 3}" x2="{high:.1f}" y2="{y + 13}" class="whisker"/>'
            f'<text x="{left + width + 10}" y="{y + 12}">{estimate.value:.0%} '
            f'<tspan class="tick">of {estimate.n}</tspan></text>'
        )
    return Markup("".join(parts) + "</svg>")


def line_chart(
    title: str, lines: Sequence[Line], ticks: Mapping[float, str], x_label: str, y_label: str
) -> Markup:
    """Lines over x from the first to the last tick, y from 0 to 100 %."""
    left, top, width, height, legend = 56, 10, 380, 220, 150
    low, high = min(ticks), max(ticks)

    def place(x: float, y: float) -> tuple[float, float]:
        return left + width * (x - low) / (high - low), top + height * (1 - y)

    parts = [_open(title, left + width + legend, top + height + 46)]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        _, y = place(low, share)
        parts.append(
            f'<line x1="{left}" y1="{y:g}" x2="{left + width}" y2="{y:g}" class="grid"/>'
            f'<text x="{left - 6}" y="{y + 4:g}" class="tick" text-anchor="end">{share:.0%}</text>'
        )
    for value, label in ticks.items():
        x, _ = place(value, 0)
        parts.append(
            f'<text x="{x:.1f}" y="{top + height + 16}" class="tick" text-anchor="middle">'
            f"{escape(label)}</text>"
        )
    parts.append(
        f'<text x="{left + width / 2}" y="{top + height + 36}" text-anchor="middle">'
        f"{escape(x_label)}</text>"
        f'<text transform="translate(12 {top + height / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_label)}</text>"
    )
    for number, line in enumerate(lines):
        colour, dash = _COLOURS[number % 4], _DASHES[number % 4]
        placed = [place(x, y) for x, y in line.points]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
        )
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
            for x, y in placed
            if len(placed) <= 10
        ]
        y = top + 14 + 20 * number
        parts.append(
            f'<line x1="{left + width + 12}" y1="{y - 4}" x2="{left + width + 36}" y2="{y - 4}" '
            f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
            f'<text x="{left + width + 42}" y="{y}">{escape(line.name)}</text>'
        )
    return Markup("".join(parts) + "</svg>")


def recall_chart(title: str, systems: Mapping[str, Mapping[int, Estimate | None]]) -> Markup:
    """Recall by depth, a line a system; depths evenly spaced."""
    depths = sorted({depth for of_system in systems.values() for depth in of_system})
    lines = []
    for name, of_system in systems.items():
        points = [
            (float(at), estimate.value)
            for at, depth in enumerate(depths)
            if (estimate := of_system.get(depth)) is not None
        ]
        lines.append(Line(name=name, points=tuple(points)))
    ticks = {float(at): str(depth) for at, depth in enumerate(depths)}
    return line_chart(title, lines, ticks, "passages looked at (k)", "recall")


def risk_chart(title: str, systems: Mapping[str, Sequence[RiskPoint]]) -> Markup:
    """Share of answers that do not pass, by share of questions answered, a line a system."""
    lines = [
        Line(name=name, points=tuple((point.coverage, point.risk) for point in points))
        for name, points in systems.items()
    ]
    ticks = {0.0: "0%", 0.25: "25%", 0.5: "50%", 0.75: "75%", 1.0: "100%"}
    return line_chart(title, lines, ticks, "questions answered, surest first", "did not pass")


def _open(title: str, width: float, height: float) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" aria-label="{escape(title)}"><title>{escape(title)}</title>'
    )
