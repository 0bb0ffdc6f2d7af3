"""Requests that were written down, and the answers of the emulator as they are committed.

The files are in ``contracts/hosts/<api>/transcripts``, and for what all hosts share in
``contracts/emulator/transcripts``; ``contracts/support/transcripts.py`` says how they are written.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.support.databases import WANTED
from contracts.support.transcripts import Transcript, transcripts


@pytest.mark.skipif(bool(WANTED), reason="ids and names are drawn in another way there")
@pytest.mark.snapshots
@pytest.mark.parametrize("transcript", transcripts(), ids=lambda one: one.name)
def test_answers_are_as_the_transcript_says(transcript: Transcript) -> None:
    transcript.hold()


WRITTEN = """\
# Asked of the controls, which every emulator has.

> POST /_emulator/clock hours==1 => later:now
    200
    {"now": 1}
> GET /_emulator/<clock|nothing> -> now
"""


def test_a_transcript_fails_where_an_answer_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcript = Transcript("here", "", tmp_path / "here.txt")
    transcript.path.write_text(WRITTEN, "utf-8")
    with pytest.raises(pytest.fail.Exception, match=r'\n-    {"now": 1}\n'):
        transcript.hold()
    monkeypatch.setenv("SNAPSHOTS", "write")
    transcript.hold()
    monkeypatch.delenv("SNAPSHOTS")
    transcript.hold()
    lines = transcript.path.read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        line for line in WRITTEN.splitlines() if not line.startswith(" ")
    ]
    assert [line.strip()[:3] for line in lines if line.startswith("    ")][:2] == ["200", '{"n']
    assert "    now: 1790003600.0" in lines
    assert any(line.startswith("    404;") for line in lines)
