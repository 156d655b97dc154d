"""The packed vocabularies are the official ones, found offline and loaded late."""

from __future__ import annotations

import hashlib
import importlib.resources
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dataprep.errors import DataprepError
from dataprep.tokens import ENCODINGS, count_tokens, vocabulary

ROOT = Path(__file__).resolve().parents[2]


def official(encoding: str, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], str]:
    """Return what tiktoken would build `encoding` from, and the hash it expects of the file."""
    from tiktoken_ext import openai_public

    expected: list[str] = []

    def load(url: str, expected_hash: str) -> dict[bytes, int]:
        assert url.endswith(f"/{encoding}.tiktoken")
        expected.append(expected_hash)
        return vocabulary.ranks(encoding)

    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", load)
    return openai_public.ENCODING_CONSTRUCTORS[encoding](), expected[0]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_vocabulary_is_the_official_one(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The packed tokens give back the published file to the byte, by the hash tiktoken expects."""
    _, expected_hash = official(encoding, monkeypatch)
    text = vocabulary.official_text(vocabulary.ranks(encoding))
    assert hashlib.sha256(text).hexdigest() == expected_hash
    assert vocabulary.VOCABULARIES[encoding].official_sha256 == expected_hash


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encoding_is_built_as_tiktoken_builds_it(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pattern, special tokens and size of the vocabulary are those of tiktoken's own definition."""
    definition, _ = official(encoding, monkeypatch)
    built = vocabulary.load(encoding)
    assert built._pat_str == definition["pat_str"]
    assert built._special_tokens == definition["special_tokens"]
    assert built.n_vocab == definition.get("explicit_n_vocab", built.n_vocab)


def test_packing_keeps_every_token() -> None:
    """Unpacking a packed list of tokens returns it, in order, empty and long tokens included."""
    tokens = [b"", b"a", bytes(range(256))[:255], b"\x00", b"a" * 128]
    assert vocabulary.unpack(vocabulary.pack(tokens)) == tokens
    assert vocabulary.unpack(vocabulary.pack([])) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "the vocabulary r50k_base is missing from this installation"),
        (b"", "the vocabulary r50k_base is damaged on disk"),
        (b"\x78\x9c\x00", "the vocabulary r50k_base is damaged on disk"),
    ],
)
def test_missing_or_damaged_vocabulary(
    content: bytes | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vocabulary that is not the released one is never counted with."""
    if content is not None:
        (tmp_path / "vocabularies").mkdir()
        (tmp_path / "vocabularies" / "r50k_base.bin").write_bytes(content)
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    with pytest.raises(DataprepError) as caught:
        vocabulary.ranks("r50k_base")
    assert caught.value.message == message
    assert caught.value.hint == "reinstall it with: pip install --force-reinstall dataprep-finetune"


def test_vocabularies_are_found_as_package_data() -> None:
    """The files lie where importlib.resources finds them, also without an installation."""
    folder = importlib.resources.files("dataprep.tokens") / "vocabularies"
    packed = sorted(entry.name for entry in folder.iterdir())
    assert packed == ["cl100k_base.bin", "o200k_base.bin", "r50k_base.bin"]


def test_no_socket_and_no_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Loading every vocabulary opens no socket and looks into no cache folder of tiktoken."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    vocabulary.load.cache_clear()
    assert [count_tokens("hello world", encoding) for encoding in ENCODINGS] == [2, 2, 2, 2]
    assert not list(tmp_path.iterdir())


def test_importing_loads_nothing_heavy() -> None:
    """`import dataprep.tokens` leaves tiktoken to the first count."""
    program = (
        "import sys; from dataprep.tokens import count_tokens, encoding_for_model\n"
        "encoding_for_model('gpt-4o')\n"
        "before = 'tiktoken' in sys.modules; count_tokens('a', 'r50k_base')\n"
        "print(before, 'tiktoken' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "True"]
