"""Write a large vault that looks like a researcher's, the same bytes for the same seed and size.

    python -m tests.benchmarks.generate OUT --notes 10000

Links follow a power law (a few hubs, a long tail); about 3 % of them are broken in the ways that happen in
real vaults. A note's name, headings and block id follow from its number alone, so that links to them can
be written before the note itself is.
"""

from __future__ import annotations

import argparse
import json
import random
import struct
import sys
import zlib
from collections import Counter
from pathlib import Path
from urllib.parse import quote

SEED = 20240621
BROKEN_SHARE = 0.03
LINKS_PER_NOTE = (4, 12)
HUB_EXPONENT = 3.0  # target number = notes * u ** 3: the first percent of the notes gets a fifth of the links


def words(text: str) -> list[str]:
    """Return the blank-separated words of `text`."""
    return text.split()


FOLDERS = (
    "",
    "Topics",
    "Topics/Circuits",
    "Topics/Training",
    "Papers",
    "Papers/2023",
    "Log",
    "Projects/Probing",
)
FOLDER_WEIGHTS = (5, 20, 15, 10, 20, 10, 10, 10)
ADJECTIVES = words(
    "sparse dense linear causal latent residual modular polysemantic shallow deep late early frozen tied "
    "rotary additive naive exact noisy robust Größere früh façade naïve Ωmega 数理 разреженный"
)
NOUNS = words(
    "attention feature circuit head probe lens dictionary autoencoder logit embedding neuron direction "
    "subspace gradient loss phase basis patch ablation scaling induction copying token stream Über-Modell "
    "étude 回路 словарь"
)
VERBS = words("writes reads suppresses copies moves rotates encodes predicts mixes splits recovers explains")
TAGS = words(
    "interp interp/circuits interp/features training training/dynamics toread toread/soon reviewed idea 数理"
)
HEADINGS = (
    "Summary",
    "Definition",
    "Why it matters",
    "Evidence",
    "Method & setup",
    "Results: what changed?",
    "Open questions",
    "Related work",
    "Notes to self",
)
PROPERTY_TYPES = {"tags": "tags", "aliases": "aliases", "created": "date", "up": "text", "arxiv": "text"}


class Namer:
    """Name, folder, headings and block id of every note, from its number alone."""

    def __init__(self, notes: int, seed: int) -> None:
        rng = random.Random(seed)
        self.count = notes
        self.names: list[str] = []
        self.folders: list[str] = []
        for number in range(notes):
            words = f"{rng.choice(ADJECTIVES)} {rng.choice(NOUNS)} {rng.choice(NOUNS)}"
            self.names.append(f"{words[0].upper()}{words[1:]} {number}")
            self.folders.append(rng.choices(FOLDERS, FOLDER_WEIGHTS)[0])

    def path(self, number: int) -> str:
        """Return the vault-relative path of a note."""
        folder = self.folders[number]
        return f"{folder}/{self.names[number]}.md" if folder else f"{self.names[number]}.md"

    def headings(self, number: int) -> list[str]:
        """Return the headings below a note's title, in order."""
        first = number % len(HEADINGS)
        return [HEADINGS[(first + step) % len(HEADINGS)] for step in range(3 + number % 3)]

    def block_id(self, number: int) -> str | None:
        """Return the block id a note carries, or None: every third note has one."""
        return f"b{number:x}" if number % 3 == 0 else None


class Writer:
    """Writes the text of notes; one source of chance, so that the order of calls is the vault."""

    def __init__(self, namer: Namer, attachments: int, seed: int) -> None:
        self.namer = namer
        self.attachments = attachments
        self.rng = random.Random(seed + 1)
        self.counts: Counter[str] = Counter()
        self.sentences = [self._sentence() for _ in range(2000)]

    def _sentence(self) -> str:
        rng = self.rng
        text = (
            f"the {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)} {rng.choice(VERBS)} the {rng.choice(ADJECTIVES)} "
            f"{rng.choice(NOUNS)} while a {rng.choice(NOUNS)} {rng.choice(VERBS)} its {rng.choice(NOUNS)}"
        )
        return text[0].upper() + text[1:] + "."

    def link(self) -> str:
        """Return one link as text; about 3 % lead nowhere."""
        rng = self.rng
        number = int(self.namer.count * rng.random() ** HUB_EXPONENT)
        self.counts["links"] += 1
        if rng.random() < BROKEN_SHARE:
            self.counts["broken links"] += 1
            return self._broken(number)
        name, path = self.namer.names[number], self.namer.path(number)
        kind = rng.random()
        if kind < 0.50:
            return f"[[{name}]]"
        if kind < 0.66:
            return f"[[{name}|{rng.choice(NOUNS)}]]"
        if kind < 0.74:
            return f"[[{path.removesuffix('.md')}]]"
        if kind < 0.86:
            return f"[[{name}#{rng.choice(self.namer.headings(number))}]]"
        if kind < 0.90 and (block := self.namer.block_id(number)):
            return f"[[{name}#^{block}]]"
        if kind < 0.98:
            return f"[{rng.choice(NOUNS)}]({quote(path)})"
        return f"![[image {rng.randrange(self.attachments)}.png]]"

    def _broken(self, number: int) -> str:
        name, kind = self.namer.names[number], self.rng.random()
        if kind < 0.35:
            return f"[[{self.rng.choice(ADJECTIVES)} {self.rng.choice(NOUNS)} never written]]"
        if kind < 0.55:
            return f"[[{name[0]}{name[2:]}]]"
        if kind < 0.70:
            return f"[[Archive/{name}]]"
        if kind < 0.85:
            return f"[[{name}#No such section]]"
        if kind < 0.95:
            return f"[gone]({quote(name)}-old.md)"
        return f"![[lost {number}.png]]"

    def _paragraph(self, links: list[str]) -> str:
        rng = self.rng
        parts = rng.choices(self.sentences, k=rng.randint(3, 5))
        for link in links:
            parts.insert(rng.randrange(len(parts) + 1), f"See {link} for more.")
        if rng.random() < 0.15:
            parts.append(f"#{rng.choice(TAGS)}")
        return " ".join(parts)

    def _extra(self, number: int) -> str:
        """Return a block beside the prose: a table, code, a callout, math, a list, or nothing."""
        rng = self.rng
        noun, kind = rng.choice(NOUNS), rng.random()
        if kind < 0.10:
            rows = "\n".join(
                f"| {rng.choice(NOUNS)} | {rng.random():.3f} | {rng.choice(VERBS)} |" for _ in range(5)
            )
            return f"\n| part | score | effect |\n| --- | ---: | --- |\n{rows}\n"
        if kind < 0.20:
            return f"\n```python\ndef {noun.lower()}(x):\n    return x[[0, 1]]  # not a [[link]]\n```\n"
        if kind < 0.26:
            return f"\n> [!note] On the {noun}\n> {rng.choice(self.sentences)}\n"
        if kind < 0.31:
            return "\n$$\nL(x) = \\sum_i \\lVert x_i - \\hat x_i \\rVert^2\n$$\n"
        if kind < 0.45:
            items = "\n".join(f"- {sentence}" for sentence in rng.choices(self.sentences, k=4))
            return f"\n{items}\n"
        return ""

    def note(self, number: int) -> str:
        """Return the text of a note."""
        rng, namer = self.rng, self.namer
        lines = ["---", f"created: 2024-{1 + number % 12:02}-{1 + number % 28:02}"]
        lines.append("tags:")
        lines.extend(f"  - {tag}" for tag in rng.sample(TAGS, 2))
        if number % 4 == 0:
            lines.append(f'aliases: ["{namer.names[number].lower()} (alias)"]')
        if rng.random() < 0.3:
            above = int(
                number * rng.random() ** HUB_EXPONENT
            )  # always an earlier note: a hierarchy has no cycle
            if above < number:
                lines.append(f'up: "[[{namer.names[above]}]]"')
                self.counts["links"] += 1
        if namer.folders[number].startswith("Papers"):
            round_, place = divmod(
                number, 90_000
            )  # each number once: two notes about one paper are a finding
            month = 2001 + round_ * 300 + number % 300 // 100 * 100 + number % 12
            lines.append(f'arxiv: "{month}.{10_000 + place}"')
        lines += ["---", "", f"# {namer.names[number]}", ""]
        headings = namer.headings(number)
        links = [self.link() for _ in range(rng.randint(*LINKS_PER_NOTE))]
        for index, heading in enumerate(headings):
            share = links[index :: len(headings)]
            lines += [f"## {heading}", "", self._paragraph(share[::2]), "", self._paragraph(share[1::2])]
            if index == 0 and (block := namer.block_id(number)):
                lines[-1] += f" ^{block}"
            if extra := self._extra(number):
                lines.append(extra)
            lines.append("")
        if rng.random() < 0.08:
            arxiv = f"{2101 + number % 11}.{10000 + number % 5000}"
            lines += [f"- [A paper on the {rng.choice(NOUNS)}](https://arxiv.org/abs/{arxiv})", ""]
        return "\n".join(lines)


def png() -> bytes:
    """Return a valid picture of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\x00\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def write_settings(out: Path) -> None:
    """Write `.obsidian` and the template folder."""
    settings = {
        "app.json": {"attachmentFolderPath": "Attachments", "newLinkFormat": "shortest"},
        "templates.json": {"folder": "Templates"},
        "daily-notes.json": {"folder": "Log", "format": "YYYY-MM-DD"},
        "types.json": {"types": PROPERTY_TYPES},
    }
    (out / ".obsidian").mkdir()
    for name, value in settings.items():
        (out / ".obsidian" / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    (out / "Templates").mkdir()
    for name in ("Topic", "Paper", "Log", "Clipping", "Project"):
        body = "".join(f"## {heading}\n\n- \n\n" for heading in HEADINGS)
        text = f'---\ncreated: "{{{{date}}}}"\ntags: []\n---\n\n# {{{{title}}}}\n\n{body}'
        (out / "Templates" / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")


def generate(out: Path, notes: int, seed: int = SEED) -> dict[str, int]:
    """Write a vault of `notes` notes into the new folder `out`; return counts of what is in it."""
    out.mkdir(parents=True)
    write_settings(out)
    attachments = max(1, notes // 50)
    namer = Namer(notes, seed)
    writer = Writer(namer, attachments, seed)
    for folder in (*FOLDERS, "Attachments"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(notes):
        data = writer.note(number).encode()
        size += len(data)
        (out / namer.path(number)).write_bytes(data)
    for number in range(attachments):
        (out / "Attachments" / f"image {number}.png").write_bytes(png())
    return {"notes": notes, "bytes": size, "attachments": attachments, **writer.counts}


def main() -> None:
    """Read the arguments and write the vault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="folder to create; it must not exist")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if options.out.exists():
        sys.exit(f"{options.out} exists already")
    for name, value in generate(options.out, options.notes, options.seed).items():
        print(f"{name}: {value:,}")


if __name__ == "__main__":
    main()
