"""What is settled about the rules: code, name, severities (of platforms too), fixes.

A code is never given to something else, so this table only grows. `E`, `W`, `I`: severities that the
rule may have of itself; `s`, `u`, `m`: fixes, `-` for none.
"""

from __future__ import annotations

from typing import NamedTuple

_TABLE = """
JSN001 invalid-json E -
JSN002 row-not-object E -
JSN003 array-file E s
JSN004 spread-over-lines E s
JSN005 blank-line W s
JSN006 byte-order-mark W s
JSN007 not-utf-8 E u
JSN008 duplicate-key E -
JSN009 non-finite-number E -
JSN010 lone-surrogate E -
JSN011 wrong-suffix W m
JSN012 file-too-large E m
JSN013 empty-file E -
JSN014 not-json-lines E -
JSN015 oversized-row E -
SCH001 missing-key E -
SCH002 unknown-key E su
SCH003 wrong-type E -
SCH004 mixed-formats E -
SCH005 method-mismatch E -
SCH006 empty-list E -
SCH007 inconsistent-keys I -
CHT001 missing-role E -
CHT002 unknown-role E s
CHT003 missing-content E -
CHT004 empty-content EW u
CHT005 no-assistant-message E -
CHT006 last-message-not-assistant E u
CHT007 system-not-first EW -
CHT008 several-system-messages W -
CHT009 repeated-role EW u
CHT010 no-user-message W -
CHT011 weight-not-0-or-1 E -
CHT012 nothing-trained E -
CHT013 last-weight-zero EW -
CHT014 invalid-name E -
CHT015 developer-role EW s
CHT016 conversation-fragment E -
CHT017 legacy-function-call W u
CHT018 refusal-part W -
TLS001 arguments-not-string E s
TLS002 arguments-not-json E -
TLS003 arguments-break-schema E -
TLS004 undeclared-tool E -
TLS005 tool-message-without-call E -
TLS006 call-without-result W -
TLS007 duplicate-call-id EW s
TLS008 invalid-tool-definition E -
TLS009 call-id-format E s
TLS010 unused-tool I u
TLS011 tools-vary W -
TLS012 argument-type-varies W -
TLS013 content-with-tool-calls E -
PRC001 no-prompt-separator W u
PRC002 separator-inside-prompt W -
PRC003 long-separator I -
PRC004 no-stop-sequence W u
PRC005 stop-inside-completion W -
PRC006 no-leading-space W u
PRC007 shared-prompt-prefix W u
PRC008 shared-completion-prefix W u
PRC009 empty-completion E u
PRC010 mostly-upper-case W u
PRC011 identical-prompts E -
PRC012 identical-completions E -
PRC013 key-case E s
PRF001 output-count E -
PRF002 identical-outputs E u
PRF003 input-ends-with-assistant E -
PRF004 length-bias W -
PRF005 conflicting-preference W -
PRF006 old-key-names E s
RFT001 validation-file-required E -
RFT002 last-message-not-user E -
RFT003 grader-variable-missing E -
RFT004 constant-reference W -
IMG001 image-in-wrong-role E -
IMG002 malformed-image-part E -
IMG003 unsupported-image E -
IMG004 too-many-images E -
IMG005 remote-image I -
TOK001 over-token-limit E u
TOK002 near-token-limit I -
TOK003 special-token-text E u
TOK004 too-many-total-tokens E -
TOK005 empty-answer-budget W -
DUP001 duplicate-example W u
DUP002 near-duplicate W u
DUP003 conflicting-answers W -
DUP004 leaks-into-validation E u
DUP005 repeated-prompt I -
DUP006 nearly-leaks W u
TXT001 mojibake W u
TXT002 control-character W u
TXT003 replacement-character W -
TXT004 invisible-character I u
TXT005 html-remnant I -
TXT006 unfilled-placeholder W -
TXT007 refusal W -
TXT008 truncated-answer W -
TXT009 repetition-loop W -
TXT010 answer-copies-prompt W -
TXT011 other-language I -
TXT012 stray-whitespace I u
SEC001 secret E u
SEC002 personal-data W u
SET001 too-few-examples E -
SET002 few-examples I -
SET003 too-many-examples E -
SET004 class-imbalance W -
SET005 identical-answers E -
SET006 inconsistent-system-prompt I -
SET007 no-validation-file I -
TGT001 model-shut-down EW -
TGT002 model-closing W -
TGT003 method-not-offered E -
TGT004 unknown-model E -
TGT005 jobs-closed EW -
"""
_WORDS = {
    "E": "error",
    "W": "warning",
    "I": "info",
    "s": "safe",
    "u": "unsafe",
    "m": "manual",
    "-": "",
}


class Entry(NamedTuple):
    """What is settled about a rule."""

    name: str
    severities: frozenset[str]
    fixes: frozenset[str]


CATALOGUE = {
    code: Entry(
        name,
        frozenset(_WORDS[letter] for letter in severities),
        frozenset(_WORDS[letter] for letter in fixes),
    )
    for code, name, severities, fixes in map(str.split, _TABLE.strip().splitlines())
}
