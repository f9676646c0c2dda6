#!/usr/bin/env python3
"""Draws the covers and the figures of the samples as SVG.

    python3 draw.py FOLDER

Every picture is a formula: the same run gives the same file. `render` turns the SVGs into the JPEG and PNG files that
lie in `covers/` and `content/`.
"""

import math
import sys
from pathlib import Path

CREAM, INK = "#f4ecdc", "#1d2733"
VERMILION, BLUE, OCHRE, SAGE = "#d9482b", "#1f4e8c", "#d59a3c", "#8a9a7b"


def svg(width, height, body, background=CREAM):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="&quot;Source Sans 3&quot;, sans-serif"><rect width="100%" height="100%" fill="{background}"/>{"".join(body)}</svg>'
    )


def path(points, close=False):
    start, *rest = [f"{x:.1f} {y:.1f}" for x, y in points]
    return f"M{start}L{'L'.join(rest)}{'Z' if close else ''}"


class Noise:
    """Smooth value noise on a lattice, from an integer hash: no library, no random state."""

    def __init__(self, seed):
        self.seed = seed

    def lattice(self, x, y):
        n = (x * 374761393 + y * 668265263 + self.seed * 2147483647) & 0xFFFFFFFF
        n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
        return ((n ^ (n >> 16)) & 0xFFFF) / 0xFFFF * 2 - 1

    def __call__(self, x, y):
        ix, iy = math.floor(x), math.floor(y)
        u, v = ((t * t * (3 - 2 * t)) for t in (x - ix, y - iy))
        mix = lambda a, b, t: a + (b - a) * t
        top = mix(self.lattice(ix, iy), self.lattice(ix + 1, iy), u)
        bottom = mix(self.lattice(ix, iy + 1), self.lattice(ix + 1, iy + 1), u)
        return mix(top, bottom, v)


# ---- covers -------------------------------------------------------------------------------------------------------


def impression(width, height):
    """Two plates overprinted: a disc of halftone dots in vermilion, one in blue, a little out of register."""
    cx, cy, radius = width * 0.5, height * (0.46 if height > width else 0.5), min(width, height) * 0.40
    body = ['<g style="isolation:isolate">']
    plates = ((VERMILION, 15, -0.20, -0.10), (BLUE, 75, 0.20, 0.14))
    pitch = min(width, height) / 52
    for colour, degrees, dx, dy in plates:
        a = math.radians(degrees)
        px, py = cx + dx * radius, cy + dy * radius
        dots = []
        reach = int(radius / pitch) + 3
        for i in range(-reach, reach + 1):
            for j in range(-reach, reach + 1):
                x, y = i * pitch * math.cos(a) - j * pitch * math.sin(a), i * pitch * math.sin(a) + j * pitch * math.cos(a)
                d = math.hypot(x, y) / radius
                if d > 1:
                    continue
                light = (x * dx + y * dy) / radius / math.hypot(dx, dy)
                tone = 0.50 + 0.52 * light
                size = pitch * 0.70 * math.sqrt(max(0.015, min(1, tone)))
                dots.append(f'<circle cx="{px + x:.1f}" cy="{py + y:.1f}" r="{size:.2f}"/>')
        body.append(f'<g fill="{colour}" style="mix-blend-mode:multiply">{"".join(dots)}</g>')
    body.append("</g>")
    mark = pitch * 1.1
    for x, y in ((0.07, 0.07), (0.93, 0.07), (0.07, 0.93), (0.93, 0.93)):
        x, y = (x * width, 0.07 * width if y < 0.5 else height - 0.07 * width) if height > width else (
            0.07 * height if x < 0.5 else width - 0.07 * height, y * height)
        body.append(
            f'<g stroke="{INK}" stroke-width="2.5" fill="none"><circle cx="{x}" cy="{y}" r="{mark * 0.6}"/>'
            f'<path d="M{x - mark} {y}h{2 * mark}M{x} {y - mark}v{2 * mark}"/></g>'
        )
    return svg(width, height, body, "#f3eadb")


def flood(width, height):
    """A rising tide: rows of water under a low moon, the rows closing up towards the horizon."""
    sea, line, moon = "#10303d", "#e9dcc3", "#f0b888"
    noise = Noise(7)
    horizon = height * (0.40 if height > width else 0.42)
    mx, my, mr = width * (0.62 if height > width else 0.68), horizon - height * 0.10, min(width, height) * 0.145
    body = [
        '<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#0c2430"/>'
        '<stop offset="1" stop-color="#2b5561"/></linearGradient></defs>',
        f'<rect width="{width}" height="{horizon + 4}" fill="url(#sky)"/>',
        f'<circle cx="{mx}" cy="{my}" r="{mr}" fill="{moon}"/>',
    ]
    rows = 46
    for row in range(rows):
        depth = row / (rows - 1)
        y0 = horizon + (height * 1.04 - horizon) * depth**1.75
        amplitude = 1 + height * 0.020 * depth**1.1
        points = []
        for step in range(241):
            x = width * step / 240
            wave = math.sin(x / width * (26 - 19 * depth) + row * 1.9) * 0.55 + noise(x / width * (9 - 4 * depth) + row * 3.7, row * 0.37)
            points.append((x, y0 + amplitude * wave))
        fill = f"rgb({16 + 22 * (1 - depth):.0f},{48 + 44 * (1 - depth):.0f},{61 + 42 * (1 - depth):.0f})"
        body.append(f'<path d="{path(points + [(width, height * 1.1), (0, height * 1.1)], True)}" fill="{fill}"/>')
        glow, plain = [], []
        for (xa, ya), (xb, yb) in zip(points, points[1:]):
            near = math.exp(-(((xa - mx) / (mr * (0.75 + 0.9 * depth))) ** 2))
            broken = noise(xa / width * 40, row * 5.3) > 0.15 - near * 0.6
            (glow if near > 0.35 and broken else plain).append(f"M{xa:.1f} {ya:.1f}L{xb:.1f} {yb:.1f}")
        thick = 1.2 + 3.6 * depth
        body.append(f'<path d="{"".join(plain)}" stroke="{line}" stroke-opacity="{0.30 + 0.22 * depth:.2f}" stroke-width="{thick * 0.7:.1f}" fill="none"/>')
        body.append(f'<path d="{"".join(glow)}" stroke="{moon}" stroke-width="{thick * 1.5:.1f}" stroke-linecap="round" fill="none"/>')
    return svg(width, height, body, sea)


def thallus(width, height):
    """Lichen rosettes on slate: each grows outward in lobes, older towards the middle."""
    noise = Noise(21)
    body = []
    short = min(width, height)
    for k in range(900):
        x, y = (noise.lattice(k, 1) + 1) / 2 * width, (noise.lattice(k, 2) + 1) / 2 * height
        r = 0.6 + 2.0 * abs(noise.lattice(k, 3))
        body.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.1f}" fill="#ffffff" fill-opacity="0.07"/>')
    palettes = (("#c9cfae", "#98a57f", "#5f6e55"), ("#e2b04a", "#c98526", "#8e5417"), ("#dcdcd0", "#b4b9ad", "#7d857d"))
    tall = height > width
    spots = ((0.36, 0.31, 0.30, 0), (0.78, 0.55, 0.20, 1), (0.27, 0.72, 0.22, 2), (0.70, 0.86, 0.15, 0), (0.83, 0.15, 0.13, 2),
             (0.55, 0.66, 0.07, 1), (0.10, 0.50, 0.07, 1), (0.93, 0.36, 0.06, 0), (0.10, 0.09, 0.09, 1), (0.08, 0.93, 0.08, 0), (0.47, 0.95, 0.05, 2))
    for index, (fx, fy, fr, palette) in enumerate(spots):
        if not tall:
            fx, fy = fy, fx
        cx, cy, radius = fx * width, fy * height, fr * short * 1.25
        pale, middle, dark = palettes[palette]
        rings = 15
        for ring in range(rings):
            t = 1 - ring / rings
            points = []
            for step in range(361):
                a = math.radians(step)
                ca, sa = math.cos(a), math.sin(a)
                lobes = noise(ca * 5.5 + index * 9, sa * 5.5 + ring * 0.13) * 0.16 + noise(ca * 17 + index, sa * 17 + ring * 0.3) * 0.06
                r = radius * t * (1 + lobes * (0.35 + 0.65 * t))
                points.append((cx + r * ca, cy + r * sa))
            colour = (pale, middle, pale, middle, middle)[ring % 5] if ring < 11 else (middle, dark)[ring % 2]
            body.append(f'<path d="{path(points, True)}" fill="{colour}" stroke="{dark}" stroke-width="1.6" stroke-opacity="0.55"/>')
        for cup in range(int(26 * fr / 0.2)):
            a, d = noise.lattice(cup, index + 50) * math.pi, abs(noise.lattice(cup, index + 90)) ** 0.6 * radius * 0.55
            r = radius * (0.012 + 0.022 * abs(noise.lattice(cup, index + 70)))
            body.append(f'<circle cx="{cx + d * math.cos(a):.1f}" cy="{cy + d * math.sin(a):.1f}" r="{r:.1f}" fill="{dark}" stroke="{pale}" stroke-width="{r * 0.35:.1f}"/>')
    return svg(width, height, body, "#39424a")


def graticule(width, height):
    """The globe from far above 35° N, its meridians and parallels, with Tissot's circles."""
    cx, cy, radius = width / 2, height * (0.47 if height > width else 0.5), min(width, height) * 0.41
    lat0, lon0 = math.radians(35), math.radians(12)

    def project(lon, lat):
        lon, lat = math.radians(lon) - lon0, math.radians(lat)
        front = math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * math.cos(lon)
        x = math.cos(lat) * math.sin(lon)
        y = math.cos(lat0) * math.sin(lat) - math.sin(lat0) * math.cos(lat) * math.cos(lon)
        return (cx + radius * x, cy - radius * y) if front > 0 else None

    def arcs(points):
        run, out = [], []
        for point in [*points, None]:
            if point:
                run.append(point)
            elif len(run) > 1:
                out.append(path(run))
                run = []
            else:
                run = []
        return "".join(out)

    body = [
        '<defs><radialGradient id="g" cx="0.38" cy="0.32" r="0.8"><stop offset="0" stop-color="#f6e7c8"/><stop offset="0.75" stop-color="#e2c58f"/>'
        '<stop offset="1" stop-color="#b98f52"/></radialGradient></defs>',
        f'<circle cx="{cx}" cy="{cy}" r="{radius}" fill="url(#g)"/>',
    ]
    for lat in range(-60, 90, 30):
        for lon in range(-180, 180, 30):
            ring = []
            for step in range(0, 361, 6):
                a, d = math.radians(step), math.radians(7.5)
                la = math.radians(lat)
                plat = math.asin(math.sin(la) * math.cos(d) + math.cos(la) * math.sin(d) * math.cos(a))
                plon = math.radians(lon) + math.atan2(math.sin(a) * math.sin(d) * math.cos(la), math.cos(d) - math.sin(la) * math.sin(plat))
                ring.append(project(math.degrees(plon), math.degrees(plat)))
            if all(ring):
                body.append(f'<path d="{path(ring, True)}" fill="{VERMILION}" fill-opacity="0.82"/>')
    fine = "".join(arcs(project(lon, lat) for lat in range(-90, 91, 2)) for lon in range(-180, 180, 10))
    fine += "".join(arcs(project(lon, lat) for lon in range(-180, 181, 2)) for lat in range(-80, 90, 10))
    bold = "".join(arcs(project(lon, lat) for lat in range(-90, 91, 2)) for lon in range(-180, 180, 30))
    bold += "".join(arcs(project(lon, lat) for lon in range(-180, 181, 2)) for lat in range(-60, 90, 30))
    body.append(f'<path d="{fine}" fill="none" stroke="{INK}" stroke-width="1.4" stroke-opacity="0.45"/>')
    body.append(f'<path d="{bold}" fill="none" stroke="{INK}" stroke-width="3"/>')
    body.append(f'<circle cx="{cx}" cy="{cy}" r="{radius}" fill="none" stroke="{INK}" stroke-width="5"/>')
    for extra in (1.05, 1.075):
        body.append(f'<circle cx="{cx}" cy="{cy}" r="{radius * extra}" fill="none" stroke="#d9c08f" stroke-width="2"/>')
    for tick in range(0, 360, 5):
        a, far = math.radians(tick), 1.105 if tick % 30 == 0 else 1.09
        body.append(
            f'<path d="M{cx + radius * 1.075 * math.cos(a):.1f} {cy + radius * 1.075 * math.sin(a):.1f}'
            f'L{cx + radius * far * math.cos(a):.1f} {cy + radius * far * math.sin(a):.1f}" stroke="#d9c08f" stroke-width="2"/>'
        )
    return svg(width, height, body, "#1c3144")


# ---- figures ------------------------------------------------------------------------------------------------------


def label(x, y, text, anchor="middle", size=30, colour=INK, style=""):
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{colour}" {style}>{text}</text>'


def press(kind):
    """Cross-section of a printing form, with its ink in red and the paper above."""
    width, height = 1400, 620
    base, form, wall = 470, "#b9a98c", "#8d7c5e"
    body = [f'<path d="M120 110h1160" stroke="{INK}" stroke-width="14"/>', label(1280, 85, "paper", "end")]
    ink = f'fill="{VERMILION}"'
    slots = [(190 + 225 * n, 110) for n in range(5)]
    if kind == "relief":
        body.append(f'<rect x="120" y="{base - 90}" width="1160" height="170" fill="{form}"/>')
        for x, w in slots:
            body.append(f'<path d="M{x - 22} {base - 90}L{x} {base - 220}h{w}l22 130Z" fill="{form}"/><rect x="{x}" y="{base - 238}" width="{w}" height="18" {ink}/>')
        body += [label(1280, base + 130, "block or type", "end"), label(120, base - 250, "ink on what stands up", "start", colour=VERMILION)]
    elif kind == "intaglio":
        body.append(f'<rect x="120" y="{base - 190}" width="1160" height="270" fill="{form}"/>')
        for n, (x, w) in enumerate(slots):
            deep = (55, 80, 105, 80, 55)[n]
            body.append(f'<path d="M{x} {base - 190}h{w}l-{w / 2} {deep}Z" {ink} stroke="{wall}" stroke-width="3"/>')
        body += [label(1280, base + 130, "copper plate, wiped clean", "end"), label(120, base - 220, "ink in what is cut away", "start", colour=VERMILION)]
    elif kind == "planographic":
        body.append(f'<rect x="120" y="{base - 190}" width="1160" height="270" fill="{form}"/>')
        last = 120
        for x, w in [*slots, (1280, 0)]:
            body.append(f'<rect x="{last}" y="{base - 204}" width="{x - last}" height="14" fill="#7fb0c9"/>')
            if w:
                body.append(f'<rect x="{x}" y="{base - 210}" width="{w}" height="20" {ink}/>')
            last = x + w
        body += [label(1280, base + 130, "damp stone", "end"), label(120, base - 230, "ink where grease was drawn", "start", colour=VERMILION), label(1280, base - 230, "water everywhere else", "end", colour="#3f7f9d")]
    else:
        last = 120
        for x, w in [*slots, (1280, 0)]:
            body.append(f'<rect x="{last}" y="{base - 150}" width="{x - last}" height="26" fill="{wall}"/>')
            if w:
                body.append(f'<path d="M{x} {base - 137}h{w}" stroke="{wall}" stroke-width="5" stroke-dasharray="6 9"/>')
                body.append(f'<rect x="{x + 6}" y="{base - 355}" width="{w - 12}" height="22" {ink}/><path d="M{x + w / 2} {base - 165}v-120m-16 26l16 -28l16 28" stroke="{VERMILION}" stroke-width="5" fill="none"/>')
            last = x + w
        body.append(f'<path d="M800 {base + 60}l70 -180" stroke="{INK}" stroke-width="22" stroke-linecap="round"/><path d="M560 {base - 112}h292q-10 40 -60 40h-232Z" {ink}/>')
        body += [label(1280, base + 130, "mesh, part of it stopped out", "end"), label(120, base + 130, "ink pushed through by a squeegee", "start", colour=VERMILION)]
    return svg(width, height, body, "#fbf7ee")


def tide_curve():
    """Height of the tide over 29.5 days as M2 + S2, the two largest constituents, in the proportion 1 : 0.46."""
    width, height = 1600, 720
    left, right, middle, scale = 110, 1560, 350, 190
    points = []
    for step in range(2901):
        hours = step / 2900 * 29.53 * 24
        level = math.cos(2 * math.pi * hours / 12.4206) + 0.46 * math.cos(2 * math.pi * hours / 12)
        points.append((left + (right - left) * step / 2900, middle - scale * level))
    body = [f'<path d="M{left} {middle}H{right}" stroke="{INK}" stroke-width="2" stroke-dasharray="4 8"/>']
    body.append(f'<path d="{path(points)}" fill="none" stroke="{BLUE}" stroke-width="3.2" stroke-linejoin="round"/>')
    for day in range(0, 30, 5):
        x = left + (right - left) * day / 29.53
        body.append(f'<path d="M{x:.0f} 660v14" stroke="{INK}" stroke-width="2"/>' + label(f"{x:.0f}", 706, f"day {day}", size=27))
    body.append(f'<path d="M{left} 660H{right}" stroke="{INK}" stroke-width="2"/>')
    for day, text in ((0.9, "spring"), (7.38, "neap"), (14.77, "spring"), (22.15, "neap"), (28.5, "spring")):
        body.append(label(f"{left + (right - left) * day / 29.53:.0f}", 48, text, size=30, colour=VERMILION))
    for metres in (-2, 0, 2):
        body.append(label(left - 16, middle - metres * 120 + 10, f"{metres:+d} m".replace("-", "−").replace("+0", "0"), "end", 27))
    return svg(width, height, body, "#fbf7ee")


def syzygy():
    """Sun, Moon and Earth seen from the north: in line at spring tide, at a right angle at neap tide."""
    width, height = 1600, 760
    body = []
    for row, (y, title) in enumerate(((200, "Spring tide"), (560, "Neap tide"))):
        rx, ry = (168, 92) if row == 0 else (118, 132)
        body += [
            f'<circle cx="150" cy="{y}" r="82" fill="{OCHRE}"/>', label(150, y + 10, "Sun", colour="#4a2f06"),
            f'<ellipse cx="900" cy="{y}" rx="{rx}" ry="{ry}" fill="#a9cbd8"/><circle cx="900" cy="{y}" r="86" fill="{BLUE}"/>', label(900, y + 10, "Earth", colour="#fff"),
            f'<path d="M260 {y}H{720 if row == 0 else 760}" stroke="{INK}" stroke-width="2" stroke-dasharray="3 9"/>',
            label(1580, y - 130 if row == 0 else y + 10, title, "end", 36),
        ]
        mx, my = (1330, y) if row == 0 else (900, y - 190)
        body += [f'<circle cx="{mx}" cy="{my}" r="34" fill="#8b8f94"/>', label(mx + 52, my + 10, "Moon", "start")]
    return svg(width, height, body, "#fbf7ee")


def tissot(kind):
    """Tissot's circles on a cylindrical map: conformal (Mercator) or equal-area (Lambert)."""
    width, height = 1400, 900 if kind == "mercator" else 520
    top = 75
    scale = (width - 40) / 360

    def y_of(lat):
        a = math.radians(lat)
        value = math.degrees(math.log(math.tan(math.pi / 4 + a / 2))) if kind == "mercator" else math.degrees(math.sin(a))
        return height / 2 - value * scale

    body = []
    limit = top if kind == "mercator" else 90
    for lon in range(-180, 181, 30):
        x = width / 2 + lon * scale
        body.append(f'<path d="M{x:.1f} {y_of(limit):.1f}V{y_of(-limit):.1f}" stroke="{INK}" stroke-opacity="0.5" stroke-width="1.6"/>')
    for lat in [v for v in range(-90, 91, 15) if abs(v) <= limit]:
        wide = 3.2 if lat == 0 else 1.6
        body.append(f'<path d="M{20} {y_of(lat):.1f}H{width - 20}" stroke="{INK}" stroke-opacity="{0.9 if lat == 0 else 0.5}" stroke-width="{wide}"/>')
    for lat in range(-60, 61, 30):
        for lon in range(-150, 151, 30):
            ring = []
            for step in range(0, 360, 5):
                a, d, la = math.radians(step), math.radians(6.5), math.radians(lat)
                plat = math.asin(math.sin(la) * math.cos(d) + math.cos(la) * math.sin(d) * math.cos(a))
                plon = lon + math.degrees(math.atan2(math.sin(a) * math.sin(d) * math.cos(la), math.cos(d) - math.sin(la) * math.sin(plat)))
                ring.append((width / 2 + plon * scale, y_of(math.degrees(plat))))
            body.append(f'<path d="{path(ring, True)}" fill="{VERMILION}" fill-opacity="0.75"/>')
    return svg(width, height, body, "#fbf7ee")


def lichen(kind):
    """Cross-section of a lichen of one of the three growth forms."""
    width, height = 1000, 640
    noise = Noise(5)
    rock = [(0, 640)] + [(x, 500 + 16 * noise(x / 90, 1)) for x in range(0, 1001, 20)] + [(1000, 640)]
    body = [f'<path d="{path(rock, True)}" fill="#9aa0a3"/>', label(960, 615, "rock", "end", colour="#fff")]

    def algae(points):
        return "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="9" fill="#5b9140"/>' for x, y in points)

    if kind == "crust":
        top = [(x, 455 + 14 * noise(x / 60, 3)) for x in range(160, 841, 20)]
        low = [(x, 512 + 16 * noise(x / 90, 1)) for x in range(840, 159, -20)]
        body.append(f'<path d="{path(top + low, True)}" fill="{OCHRE}" stroke="#8e5417" stroke-width="4"/>')
        body.append(algae((x + 12 * noise.lattice(x, 4), 478 + 8 * noise.lattice(x, 5)) for x in range(190, 820, 26)))
        for x in (330, 520, 690):
            body.append(f'<path d="M{x - 40} 446q40 34 80 0l-8 18q-32 20 -64 0Z" fill="#8e5417"/>')
    elif kind == "leaf":
        for x0, x1, lift in ((110, 420, 90), (380, 700, 60), (640, 910, 100)):
            body.append(f'<path d="M{x0} {470 - lift}Q{(x0 + x1) / 2} {380 - lift / 3} {x1} {470 - lift * 0.6}L{x1 - 10} {500 - lift * 0.6}Q{(x0 + x1) / 2} {425 - lift / 3} {x0 + 10} {498 - lift}Z" fill="#c9cfae" stroke="#5f6e55" stroke-width="4"/>')
            body.append(algae((x0 + (x1 - x0) * t / 9, 494 - lift + lift * 0.4 * t / 9 - 52 * 4 * (t / 9) * (1 - t / 9) * 0.78) for t in range(1, 9)))
            mid = (x0 + x1) // 2
            for dx in (-60, -20, 20, 60):
                body.append(f'<path d="M{mid + dx} {446 - lift / 3}Q{mid + dx + 8} 470 {mid + dx} 508" stroke="#5f6e55" stroke-width="5" fill="none"/>')
    else:
        def branch(x, y, angle, length, width_, depth):
            x2, y2 = x + length * math.cos(angle), y - length * math.sin(angle)
            out = [f'<path d="M{x:.0f} {y:.0f}L{x2:.0f} {y2:.0f}" stroke="#5f6e55" stroke-width="{width_ + 6:.1f}" stroke-linecap="round"/>']
            top = [f'<path d="M{x:.0f} {y:.0f}L{x2:.0f} {y2:.0f}" stroke="#c9cfae" stroke-width="{width_:.1f}" stroke-linecap="round"/>']
            if depth:
                for turn in (-0.42, 0.36):
                    bend = turn + 0.18 * noise.lattice(int(x2), int(y2))
                    a, b = branch(x2, y2, angle + bend, length * 0.76, width_ * 0.72, depth - 1)
                    out, top = out + a, top + b
            return out, top
        under, over = [], []
        for x, a in ((330, 1.75), (500, 1.57), (670, 1.40)):
            u, o = branch(x, 505, a, 112, 20, 4)
            under, over = under + u, over + o
        body += under + over
    above = 0 if kind == "shrub" else 250
    return svg(width, height - above, [f'<g transform="translate(0 {-above})">', *body, "</g>"], "#fbf7ee")


def mould():
    """The corner of a paper mould seen from above: laid wires, chain lines, and a wire figure sewn on."""
    width, height = 1400, 860
    body = ['<rect x="60" y="60" width="1280" height="740" fill="#e9dfc8"/>']
    body.append(f'<path d="{"".join(f"M60 {y}H1340" for y in range(70, 800, 9))}" stroke="#a58a52" stroke-width="2.2"/>')
    body.append(f'<path d="{"".join(f"M{x} 60V800" for x in range(150, 1340, 180))}" stroke="#7f6632" stroke-width="5" stroke-dasharray="4 5"/>')
    body.append('<rect x="45" y="45" width="1310" height="770" fill="none" stroke="#6b4a2b" stroke-width="36"/>')
    wire = 'fill="none" stroke="#8a3b1e" stroke-width="9" stroke-linejoin="round" stroke-linecap="round"'
    body.append(f'<path d="M560 350h260v120q0 90 -130 130q-130 -40 -130 -130ZM560 350l0 -60q40 44 65 0q40 -44 65 0q25 44 65 0q30 -44 65 0v60M690 350v250M560 440h260" {wire}/>')
    body.append(f'<path d="M1030 640q0 -60 40 -60t40 60M1030 640v70M1110 640v70M1150 580v130h40q40 0 40 -34t-40 -34h-40h34q34 0 34 -31t-34 -31Z" {wire}/>')
    return svg(width, height, body, "#fbf7ee")


def colophon_mark():
    """A small mark: a sheet with a turned corner."""
    body = [f'<path d="M60 30h170l50 50v230h-220Z" fill="#fbf7ee" stroke="{INK}" stroke-width="10" stroke-linejoin="round"/><path d="M230 30v50h50" fill="none" stroke="{INK}" stroke-width="10"/>']
    body += [f'<path d="M95 {y}h{w}" stroke="{VERMILION if n == 0 else INK}" stroke-width="12"/>' for n, (y, w) in enumerate(((130, 90), (170, 150), (205, 150), (240, 150), (275, 110)))]
    return svg(340, 340, body, "#ffffff")


COVERS = {"impression": impression, "flood": flood, "thallus": thallus, "graticule": graticule}
FIGURES = {
    "relief": lambda: press("relief"), "intaglio": lambda: press("intaglio"), "planographic": lambda: press("planographic"),
    "stencil": lambda: press("stencil"), "spring-neap": tide_curve, "syzygy": syzygy, "mercator": lambda: tissot("mercator"),
    "equal-area": lambda: tissot("equal-area"), "crustose": lambda: lichen("crust"), "foliose": lambda: lichen("leaf"),
    "fruticose": lambda: lichen("shrub"), "mould": mould, "mark": colophon_mark,
}


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in COVERS.items():
        (folder / f"{name}-tall.svg").write_text(draw(1600, 2560))
        (folder / f"{name}-wide.svg").write_text(draw(1600, 1000))
    for name, draw in FIGURES.items():
        (folder / f"{name}.svg").write_text(draw())


if __name__ == "__main__":
    main()
