"""The code in the project's Markdown: which blocks there are, where, and in which language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]

#: Everything that people read as documentation.
PAGES = sorted(
    [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "specs/README.md")),
    ]
)

#: What a command begins with; other indented text is a picture or a listing.
COMMANDS = ("cat", "curl", "export", "git", "imagehosts", "make", "pip", "python")


@dataclass(frozen=True)
class Block:
    """A block of code.

    Attributes:
        page: The file.
        line: The line of its first line, from 1.
        language: What stands behind the fence; empty for indented text.
        text: Its content.
    """

    page: Path
    line: int
    language: str
    text: str

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        inside = self.page.is_relative_to(ROOT)
        return f"{self.page.relative_to(ROOT) if inside else self.page}:{self.line}"


def blocks(page: Path) -> list[Block]:
    """All blocks of a page."""
    tokens = MarkdownIt("commonmark").parse(page.read_text("utf-8"))
    found = []
    for token in tokens:
        if token.type in ("fence", "code_block") and token.map:
            first = token.map[0] + (2 if token.type == "fence" else 1)
            found.append(Block(page, first, token.info.strip(), token.content))
    return found


def commands(page: Path) -> list[tuple[str, str]]:
    """Every shell command of a page, with its place."""
    found = []
    for block in blocks(page):
        if block.language not in ("sh", "bash", "shell", "console", ""):
            continue
        for number, line in enumerate(block.text.splitlines()):
            command = line.strip().removeprefix("$ ")
            if not command or command.startswith("#"):
                continue
            if not block.language and command.split()[0] not in COMMANDS:
                continue
            found.append((f"{block.place.rpartition(':')[0]}:{block.line + number}", command))
    return found
