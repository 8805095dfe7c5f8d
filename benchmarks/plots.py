"""Plots of benchmarks/scale as SVG, drawn from its two CSV files."""

import csv
import pathlib

WIDTH, LEFT, RIGHT, PANEL, GAP = 860, 74, 30, 170, 58
COLOURS = ["#0b62a4", "#c4420d", "#2c7a2c", "#7a3e9d"]


def rows(file):
    with open(file) as opened:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(opened)]


def rate(points):
    """Per second, from what only grows; a restart begins anew."""
    out = []
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x1 > x0:
            out.append((x1, max(y1 - y0, 0) / (x1 - x0)))
    return out


def nice(most):
    step = 1.0
    while most / step > 10:
        step *= 10
    for factor in (1, 2, 5, 10):
        if most / (step * factor / 5 * 5) <= 5:
            return step * factor
    return step * 10


class Chart:
    def __init__(self, title, first, last, bands):
        self.title, self.first, self.last, self.bands = title, first, last, bands
        self.parts, self.top = [], 56

    def x(self, seconds):
        return LEFT + (seconds - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT)

    def panel(self, label, lines, unit=""):
        bottom = self.top + PANEL
        most = max((y for _, points in lines for _, y in points), default=1) or 1
        step = nice(most)
        ceiling = step * (int(most / step) + 1)
        height = lambda value: bottom - value / ceiling * PANEL
        add = self.parts.append
        for number, (name, begin, end) in enumerate(self.bands):
            left, right = max(self.x(begin), LEFT), min(self.x(end), WIDTH - RIGHT)
            if right > left:
                shade = "#f1f4f8" if number % 2 else "#fbfcfd"
                add(f'<rect x="{left:.1f}" y="{self.top}" width="{right - left:.1f}" height="{PANEL}" fill="{shade}"/>')
                if right - left > 7 * len(name):
                    add(f'<text x="{(left + right) / 2:.1f}" y="{self.top + 13}" class="band">{name}</text>')
        value = 0.0
        while value <= ceiling + step / 2:
            y = height(value)
            add(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
            add(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" class="tick end">{value:,.0f}</text>')
            value += step
        self.seconds(bottom)
        for number, (name, points) in enumerate(lines):
            colour = COLOURS[number % len(COLOURS)]
            path = " ".join(f"{self.x(x):.1f},{height(y):.1f}" for x, y in points if self.first <= x <= self.last)
            add(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
            at = LEFT + 8 + number * 190
            add(f'<line x1="{at}" x2="{at + 18}" y1="{self.top - 9}" y2="{self.top - 9}" stroke="{colour}" '
                f'stroke-width="3"/>')
            add(f'<text x="{at + 24}" y="{self.top - 5}" class="tick">{name}</text>')
        middle = self.top + PANEL / 2
        add(f'<text x="16" y="{middle}" class="axis" transform="rotate(-90 16 {middle})">{label}</text>')
        self.top = bottom + GAP

    def seconds(self, bottom):
        step = nice(self.last - self.first)
        value = step * int(self.first / step)
        while value <= self.last:
            if value >= self.first:
                self.parts.append(f'<text x="{self.x(value):.1f}" y="{bottom + 15}" class="tick mid">{value:.0f}</text>')
            value += step
        self.parts.append(f'<text x="{WIDTH - RIGHT}" y="{bottom + 30}" class="tick end">seconds</text>')

    def write(self, file):
        style = ("text{font-family:sans-serif;fill:#222}.tick{font-size:11px}.band{font-size:11px;fill:#667;"
                 "text-anchor:middle}.axis{font-size:12px;text-anchor:middle}.end{text-anchor:end}"
                 ".mid{text-anchor:middle}.title{font-size:15px;font-weight:bold}.grid{stroke:#d5dae0;stroke-width:.7}")
        height = self.top - GAP + 40
        pathlib.Path(file).write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}"><style>{style}</style><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
            f'<text x="{LEFT}" y="24" class="title">{self.title}</text>' + "\n".join(self.parts) + "</svg>\n")


def scale(place, phases, target):
    target.mkdir(parents=True, exist_ok=True)
    server, agents = rows(place / "server.csv"), rows(place / "agents.csv")
    zero = phases[0][1]
    line = lambda data, key, factor=1.0: [((row["millis"] - zero) / 1000, row[key] * factor) for row in data]
    last = (server[-1]["millis"] - zero) / 1000
    begins = [((at - zero) / 1000, name) for name, at in phases]
    bands = [(name, at, begins[i + 1][0] if i + 1 < len(begins) else last) for i, (at, name) in enumerate(begins)]
    count = max(row["synced"] for row in agents)
    whole = Chart(f"{count:,.0f} agents at one server", 0, last, bands)
    whole.panel("agents", [("tunnels", line(agents, "tunnels")), ("component streams", line(agents, "synced"))])
    whole.panel("server, MiB", [("RSS", line(server, "server_rss_mib")),
                                ("heap after collection", line(server, "server_heap_mib"))])
    whole.panel("% of one core", [("server", rate(line(server, "server_cpu_s", 100))),
                                  ("simulated agents", rate(line(server, "simulator_cpu_s", 100)))])
    whole.write(target / "scale.svg")
    for name, begin, end in bands:
        if name == "storm":
            storm = Chart(f"Restart of the server and {count:,.0f} agents coming back", begin, end, [])
            storm.panel("agents", [("tunnels", line(agents, "tunnels")),
                                   ("component streams", line(agents, "synced"))])
            storm.panel("per second", [("attempts", rate(line(agents, "attempts"))),
                                       ("failed", rate(line(agents, "failed")))])
            storm.panel("% of one core", [("server", rate(line(server, "server_cpu_s", 100))),
                                          ("simulated agents", rate(line(server, "simulator_cpu_s", 100)))])
            storm.write(target / "storm.svg")
