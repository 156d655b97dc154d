"""SEC: private values are found by their structure, examples are not, and no output shows one."""

from __future__ import annotations

import json
from pathlib import Path

import orjson
import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st
from seeded.secrets import PERSONS, SECRETS, key_block, made, web_token

from dataprep.cli.main import run
from dataprep.rules.base import chat
from dataprep.rules.documentation import document
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.rules.secrets import keys, numbers, persons
from dataprep.rules.secrets.shapes import Table, masked, sights
from dataprep.targets import get

GENERIC = get("generic")
HEX = "0123456789abcdef"
BOTH = [rules()["SEC001"], rules()["SEC002"]]
ALL = {name: text for name, (text, _) in SECRETS.items()} | PERSONS
ANY = st.recursive(
    st.none() | st.integers() | st.text(max_size=20) | st.sampled_from(sorted(ALL.values())),
    lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["messages", "content", "text"]), x),
)


def seen(text):
    """Return (what, severity) of the private values in a text."""
    shapes = Table((*keys.shapes(), *persons.shapes()))
    return [(one.what, str(one.severity)) for one in sights(text, shapes)]


@pytest.mark.parametrize(
    "text",
    [
        "AWS_ACCESS_KEY_ID=" + "AKIA" + "IOSFODNN7EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "export OPENAI_API_KEY=sk-" + "x" * 48,
        'api_key = "your-api-key-goes-here-123"',
        "token = os.environ['SERVICE_TOKEN_2024_V2']",
        "password: correct horse battery staple",
        "secret = config.settings.secret_value_for_service_1",
        "Authorization: Bearer <token>",
        "Authorization: Bearer YOUR_ACCESS_TOKEN_12345",
        "Authorization: Basic " + "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",  # the checksum is another
        "postgres://user:password@localhost:5432/db",
        "postgres://postgres:${DB_PASSWORD}@db.stadtnetz.de/main",
        "-----BEGIN PRIVATE" + " KEY-----\n...\n-----END PRIVATE KEY-----",
        web_token({"sub": "1234567890", "name": "John Doe", "iat": 1516239022}),
        web_token({"iss": "supabase", "role": "anon"}),
        "sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_examples_and_placeholders_are_no_secret(text):
    """What says by itself that it is an example, and what a checksum disproves, is silent."""
    assert seen(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.com, bob@mail.example.org, c.d@host.test",
        "support@stadtnetz.de and noreply@github.com and git@github.com:owner/name.git",
        "logo@2x.png, @app.route, me@here, a@b",
        "version 10.15.7.1, Chrome/120.0.6099.109, section 1.2.3.4, 2025.11.20.1",
        "10.0.0.7, 192.168.1.20, 127.0.0.1, 203.0.113.9, 8.8.8.8, 255.255.255.0, 172.217.0.0/16",
        "2001:db8::1 and fe80::1 and 12:30:45 and aa:bb:cc:dd:ee:ff",
        "KM 608 + 550 313 17025, KM 7 +240 00061 00138",
        "+1 (415) 555-0134, +44 20 7946 0123, +1 234 567 8900, 3+1000000000, +12%",
        "\n4200040190003  8665, 2430350390004021",
        "4111 1111 1111 1111, 4242424242424242, 4539578763621487, 0.4539578763621486",
        "GB82 WEST 1234 5698 7654 32, DE75512108001245126198",
        "SSN 000-12-3456, 219-46-8307, DNI 12345678Z, 529.982.247-26",
    ],
)
def test_what_nobody_has_is_no_personal_data(text):
    """Reserved names and numbers, roles, versions, and what a checksum disproves are silent."""
    assert seen(text) == []


@pytest.mark.parametrize("name", ALL)
def test_a_value_is_seen_wherever_it_stands(name):
    """A value is found between quotes, brackets, commas and letters of other scripts, and once."""
    value = ALL[name]
    alone = seen(value)
    assert len(alone) == 1
    for text in (f"({value})", f"是{value}吗", f"\n{value}\n", f"{value}, {value}"):
        assert seen(text) == alone, text


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_the_patterns_wake_for_what_the_check_finds(name, ascii_only):
    """Whatever the check names, the scanner has seen in the row's bytes."""
    row = json.dumps(chat(("user", "a"), ("assistant", f'"{ALL[name]}"')), ensure_ascii=ascii_only)
    code = "SEC002" if name in PERSONS else "SEC001"
    patterns = rules()[code]().patterns(GENERIC)
    assert any(re2.search(one.encode(), row.encode()) for one in patterns)


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "gitlab", "sarif", "junit"])
def test_no_output_shows_a_value(form, tmp_path: Path, capsys):
    """In no format does a value stand in full, nor in the excerpt of another finding of its row."""
    path = tmp_path / "data.jsonl"
    rows = [chat(("user", "a\u200bb"), ("assistant", f"{text} "), extra=1) for text in ALL.values()]
    path.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in rows))
    run(["validate", str(path), "--output-format", form, "--max-per-rule", "0"])
    output = capsys.readouterr().out
    assert "SEC001" in output and "SEC002" in output
    for name, value in ALL.items():
        secret = max(value.replace("Authorization: ", "").split('"'), key=len)
        assert secret[:40] not in output, name


def test_other_findings_keep_their_excerpt(tmp_path: Path, capsys):
    """Only rows with a private value lose what stands at the place."""
    path = tmp_path / "data.jsonl"
    rows = [chat(("user", "a\u200bb"), ("assistant", text)) for text in ("Yes.", ALL["stripe"])]
    path.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in rows))
    run(["validate", str(path), "--select", "SEC,TXT", "--output-format", "full"])
    output = capsys.readouterr().out
    assert "\n1 | {" in output and "\n2 | {" not in output
    assert ALL["stripe"] not in output


def test_the_documentation_shows_no_whole_token():
    """The examples on the page are cut, so that scanners of it stay silent."""
    for one in document(rules()["SEC001"]).bad:
        assert seen(one.text) == [] and "[...]" in one.text


@given(st.text(min_size=1))
def test_a_mask_tells_a_quarter_at_most(value):
    """The beginning, never more than four characters or a quarter, and the length."""
    shown = masked(value).split("...`")[0][1:]
    assert value.startswith(shown) and len(shown) <= min(4, len(value) // 4)


@given(ANY)
def test_any_shape_of_row_is_taken(data):
    """A rule yields problems or nothing, whatever stands where, and tells no value."""
    row = Row(data if isinstance(data, dict) else {"messages": data}, "chat")
    for rule in BOTH:
        for problem in rule().check(row, GENERIC):
            assert not any(value in problem.message for value in ALL.values())


@given(st.integers(10**14, 10**15 - 1))
def test_one_wrong_digit_is_seen(number):
    """Luhn's formula takes exactly one last digit, and refuses any other."""
    assert sum(numbers.luhn(f"{number}{last}") for last in range(10)) == 1


@pytest.mark.parametrize(
    "piece",
    ["AKIA", "eyJ", "eyJhbGciOiJ9.eyJ", "a@", "a@b.", "1.2.3.", "+49 ", "4539 ", "DE75 ", "SSN ",
     "://a:b", "token=", key_block("")[:31], "authorization: basic ", "2a02:", "password=aB3"],
)  # fmt: skip
def test_hostile_repetition_is_taken(piece):
    """A megabyte that only begins like values, over and over, ends in no finding."""
    row = Row({"text": piece * (1_000_000 // len(piece))}, "text")
    for rule in BOTH:
        assert len(list(rule().check(row, GENERIC))) <= 1


@pytest.mark.parametrize(
    "shape", [*keys.shapes(), *persons.shapes()], ids=lambda one: f"{one.what}: {one.pattern[:12]}"
)
@settings(max_examples=20)
@given(data=st.data(), before=st.sampled_from(["", "\n", "a ", "\t", "é", '"', "\\"]))
def test_what_a_shape_takes_wakes_it(shape, data, before):
    """Wherever the pattern of a shape finds a value, what wakes it occurs, in either kind of JSON."""
    text = before + data.draw(st.from_regex(shape.pattern, alphabet=st.characters(codec="latin-1")))
    values = [match[1] for match in re2.finditer(shape.pattern, text)]
    if shape.what == "phone number":  # its judge wants ten digits
        values = [one for one in values if sum(map(str.isdigit, one)) >= 10]
    if values:
        for row in (orjson.dumps(text).decode(), json.dumps(text)):
            assert any(re2.search(pattern, row) for pattern in shape.wakes)
        assert shape in Table([shape]).near(text)


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("GitLab token", "glpat-" + made(20, "a")),
        ("GitLab routable token", "glpat-" + made(27, "b") + ".01." + made(9, "c", HEX)),
        ("GitLab routable token", "glpat-" + made(40, "d") + ".01" + made(7, "e", HEX)),
        ("GitLab trigger token", "glptt-" + made(40, "f", HEX)),
        ("GitLab job token", "glcbt-" + "64_" + made(20, "g")),
        ("HashiCorp Vault token", "hvs." + made(24, "h")),
        ("HashiCorp Vault token", "hvs." + made(95, "i")),
        ("Slack expiring token", "xoxe-1-" + made(147, "j")),
        ("Slack expiring token", "xoxe.xoxp-1-" + made(166, "k")),
        ("PyPI token", "pypi-AgEIcHlwaS5vcmc" + made(400, "l")),
    ],
)
def test_every_length_that_makers_give_out_is_seen(what: str, value: str) -> None:
    """A token is seen in its short and its long form, alone and in a row's bytes."""
    assert seen(f"take {value} now") == [(what, "error")]
    row = orjson.dumps(chat(("user", f"take {value} now")))
    assert any(re2.search(one.encode(), row) for one in BOTH[0]().patterns(GENERIC))
