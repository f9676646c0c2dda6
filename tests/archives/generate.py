#!/usr/bin/env python3
"""Writes an archive of COUNT articles, such as a magazine has after years, into the folder OUT.

    tests/archives/generate.py OUT COUNT [--words 400] [--seed 1]

Articles lie in folders by year. Each has front matter, some paragraphs, a list, links to other articles and, every third
one, a picture that it shares with others. The same arguments write the same bytes. Needs Python 3 alone.
"""
import argparse
import os
import random
import struct
import zlib

SYLLABLES = "ba be bo da de di do fa fe ga go ka ke ki ko la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se si so ta te ti to va ve vi".split()
TAGS = ["mills", "boats", "bread", "salt", "tides", "letters", "roads", "wool"]
AUTHORS = ["Ada Quill", "Ben Marsh", "Cleo Ferry", "Dan Oaks"]
PICTURES = 20


def png(seed, width=640, height=400):
    """Returns a PNG of soft stripes."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            value = (x * (seed + 3) // 7 + y * (seed + 1) // 5) % 256
            rows += bytes((value, (value + 40 * seed) % 256, 255 - value))

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + chunk(b"IEND", b"")


def words(rng, lexicon, count):
    return [rng.choice(lexicon) for _ in range(count)]


def sentences(rng, lexicon, count):
    out = []
    while count > 0:
        length = min(count, rng.randint(6, 16))
        line = words(rng, lexicon, length)
        out.append(" ".join(line).capitalize() + ".")
        count -= length
    return " ".join(out)


def name(number, years):
    return f"{2000 + number % years}/{number:05}-article"


def article(number, count, years, length, lexicon, seed):
    rng = random.Random(f"{seed} {number}")
    title = " ".join(words(rng, lexicon, 4)).capitalize()
    day, month, year = 1 + number % 28, 1 + number % 12, 2000 + number % years
    head = [
        "---",
        f'title: "{title}"',
        f"date: {year}-{month:02}-{day:02}",
        f"author: {AUTHORS[number % len(AUTHORS)]}",
        f"tags: [{TAGS[number % 8]}, {TAGS[(number * 3 + 1) % 8]}]",
        "---",
        "",
    ]
    body = []
    left = length
    while left > 0:
        body.append(sentences(rng, lexicon, min(left, 80)))
        left -= 80
        if len(body) == 2:
            other = rng.randrange(count)
            body.append(f"See [{lexicon[other % len(lexicon)]}](../{name(other, years)}.md) for more.")
            body.append("## " + " ".join(words(rng, lexicon, 3)).capitalize())
        if len(body) == 5:
            body.append("\n".join(f"- {' '.join(words(rng, lexicon, 5))}" for _ in range(3)))
    if number % 3 == 0:
        picture = (number // 3) % PICTURES
        body.insert(1, f"![Stripes, number {picture}](/images/stripes-{picture}.png)")
    return "\n".join(head) + "\n\n".join(body) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("count", type=int)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    lexicon = sorted({"".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 4))) for _ in range(3000)})
    years = max(1, min(25, args.count // 40))
    os.makedirs(os.path.join(args.out, "static", "images"), exist_ok=True)
    for number in range(PICTURES):
        with open(os.path.join(args.out, "static", "images", f"stripes-{number}.png"), "wb") as file:
            file.write(png(number))
    for number in range(args.count):
        path = os.path.join(args.out, "content", name(number, years) + ".md")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(article(number, args.count, years, args.words, lexicon, args.seed))


main()
