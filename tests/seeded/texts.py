"""Defects of texts: damage by encodings and scrapers, answers not worth learning: TXT."""

from __future__ import annotations

from typing import Any

from seeded.clean import CHATS, PAIRS, PARTS, PREFERENCES, TEXTS
from seeded.defect import Data, Rows, edited

_ROOMS: Rows = tuple(
    {
        "messages": [
            {"role": "user", "content": f"Where do I find room {number} of the archive, please?"},
            {
                "role": "assistant",
                "content": f"Room {number} is on floor {number % 5}. Take the stairs beside the "
                "entrance, then follow the green signs to the end of the hall.",
            },
        ]
    }
    for number in range(101, 141)
)
"""Forty rows with a habit: one question, one answer of two sentences."""

_OBJECTS: Rows = tuple(
    {
        "messages": [
            {"role": "user", "content": f"Where do I find room {number} of the archive, please?"},
            {"role": "assistant", "content": f'{{"room": {number}, "floor": {number % 5}}}'},
        ]
    }
    for number in range(101, 121)
)
"""Twenty rows whose answers are JSON."""


def _add(text: str, number: int = -1) -> Any:
    """Return an edit that appends to a message's text."""

    def edit(row: Data) -> None:
        row["messages"][number]["content"] += text

    return edit


def _say(text: str, number: int = -1) -> Any:
    return lambda row: row["messages"][number].update(content=text)


def _part(text: str) -> Any:
    return lambda row: row["messages"][1]["content"][0].update(text=text)


def _echo(more: str) -> Any:
    def edit(row: Data) -> None:
        row["messages"][1]["content"] = row["messages"][0]["content"] + more

    return edit


REFUSALS = {
    "as-an-ai": "As an AI developed by OpenAI, I do not ride bicycles.",
    "just-an-ai": "I'm just an AI, so I do not ride bicycles.",
    "chatgpt": "I am ChatGPT, a language model.",
    "not-able": "I'm not able to help with that.",
    "unable-to-provide": "I am unable to provide information about bicycles.",
    "cutoff": "My knowledge cutoff is September 2021, so I do not know.",
    "german": "Als KI-Sprachmodell habe ich keine Meinung zu Fahrrädern.",
    "german-sorry": "Es tut mir leid, aber dabei kann ich Ihnen nicht helfen.",
    "french": "En tant que modèle de langage, je ne fais pas de vélo.",
    "french-sorry": "Désolé, je ne peux pas vous aider avec cela.",
    "spanish": "Como modelo de lenguaje, no monto en bicicleta.",
    "spanish-sorry": "Lo siento, pero no puedo ayudarte con eso.",
    "italian": "In quanto modello linguistico, non vado in bicicletta.",
    "italian-sorry": "Mi dispiace, ma non posso aiutarti con questo.",
    "portuguese": "Como um modelo de linguagem, não ando de bicicleta.",
    "portuguese-sorry": "Desculpe, mas não posso ajudar com isso.",
}
"""Name -> how a model refuses or speaks of itself."""

_STAIRS = "It is on the second floor. Take the stairs beside the entrance"

DEFECTS = (
    edited("mojibake-quote", "TXT001", CHATS, _add(" We donâ€™t close early.")),
    edited("mojibake-umlaut", "TXT001", CHATS, _add(" Wir schlieÃŸen fÃ¼r heute.")),
    edited("mojibake-polish", "TXT001", CHATS, _add(" Sklep w GdaĹ„sku.")),
    edited("mojibake-in-question", "TXT001", CHATS, _add(" Voilà la clÃ©.", 1)),
    edited("mojibake-in-part", "TXT001", PARTS, _part("Come to the cafÃ© â€“ it is open.")),
    edited("terminal-colours", "TXT002", CHATS, _add(" It said \x1b[31mfailed\x1b[0m.")),
    edited("nul", "TXT002", CHATS, _add(" Ready.\x00")),
    edited("page-break", "TXT002", TEXTS, lambda row: row.update(text=f"{row['text']}\fPage two.")),
    edited("lost-character", "TXT003", CHATS, _add(" Au caf\ufffd.")),
    edited("lost-character-in-question", "TXT003", CHATS, _add(" M\ufffdnchen?", 1)),
    edited("zero-width-space", "TXT004", CHATS, _add(" In the up\u200bper drawer.")),
    edited("mark-inside-text", "TXT004", CHATS, _add(" \ufeffWelcome.")),
    edited("direction-override", "TXT004", CHATS, _add(" The file is \u202egnp.exe.")),
    edited("line-break-tag", "TXT005", CHATS, _add("<br>Or call us.")),
    edited("answer-is-a-paragraph", "TXT005", CHATS, _say("<p>It opens at eight.</p>", 2)),
    edited("bold-tag", "TXT005", CHATS, _add(" At <b>nine</b> sharp.")),
    edited("entities", "TXT005", CHATS, _add(" Smith &amp; Sons,&nbsp;ground floor.")),
    edited("placeholder-in-braces", "TXT006", CHATS, _add(" Greetings to {customer_name}.")),
    *(edited(f"placeholder-{number}", "TXT006", CHATS, _add(f" Greetings to {place}."))
      for number, place in enumerate((
          "[Your Name]", "[Customer Name]", "<NAME>", "${name}", "%(name)s", "[insert date]"))),
    *(edited(f"placeholder-beside-{number}", "TXT006", CHATS,
             _say(f"Dear {{customer_name}}, {beside}", 2))
      for number, beside in enumerate((
          "your booking code is 4711.", "the rent is $5.", "see https://workshop.example/1.",
          "the table is set for two.", "the lights function again."))),
    edited("placeholder-insert", "TXT006", CHATS, _add(" Come on [INSERT DATE HERE].")),
    edited("placeholder-jinja", "TXT006", CHATS, _add(" My number is {{ order.id }}.", 1)),
    edited("placeholder-to-do", "TXT006", CHATS, _add(" TODO: ask Ada about this.")),
    edited("as-a-language-model", "TXT007", CHATS,
           _say("As an AI language model, I do not ride bicycles.", 2)),
    edited("cannot-assist", "TXT007", CHATS, _say("I'm sorry, but I can’t assist with that.", 2)),
    *(edited(f"refusal-{name}", "TXT007", CHATS, _say(said, 2)) for name, said in REFUSALS.items()),
    edited("refusal-preferred", "TXT007", PREFERENCES,
           lambda row: row["preferred_output"][0].update(
               content="I'm sorry, but I cannot fulfill your request.")),
    edited("cut-after-article", "TXT008", _ROOMS, _say(f"{_STAIRS}, and then go past the")),
    edited("cut-after-comma", "TXT008", _ROOMS, _say(f"{_STAIRS}, past the old maps,")),
    edited("cut-in-bracket", "TXT008", _ROOMS, _say(f"{_STAIRS} and turn left (past old maps")),
    edited("cut-word", "TXT008", _ROOMS, _say(
        "Please give us your number at the desk. Then go upstairs and tell them your num")),
    edited("cut-in-code", "TXT008", _ROOMS, _say(
        "Open the door of the room with the command below:\n\n```sh\nopen --room 3 --wait")),
    edited("cut-in-code-of-few", "TXT008", _ROOMS[:15], _say(
        "Open the door of the room with the command below:\n\n```sh\nopen --room 3 --wait")),
    edited("cut-json", "TXT008", _OBJECTS, _say('{"room": 104, "floor": 4, "keys": ["red", "gre')),
    edited("loop-of-sentences", "TXT009", CHATS, _add(" Bring the bicycle in today." * 12)),
    edited("loop-of-words", "TXT009", PAIRS,
           lambda row: row.update(
               completion=" Soup" + ", bread with butter" * 40 + " END")),
    edited("copied-question", "TXT010", _ROOMS, _echo("")),
    edited("copied-question-in-capitals", "TXT010", _ROOMS, lambda row: row["messages"][1].update(
        content=row["messages"][0]["content"].upper())),
    edited("question-before-answer", "TXT010", _ROOMS, _echo(" It is on floor 3, on the left.")),
    edited("cyrillic-answer", "TXT011", _ROOMS, _say(
        "Комната находится на втором этаже. Поднимитесь по лестнице и поверните налево.")),
    edited("chinese-answer", "TXT011", _ROOMS, _say("房间在二楼。请从入口旁边的楼梯上去，然后向左转。")),
    edited("blank-before-answer", "TXT012", _ROOMS, lambda row: row["messages"][1].update(
        content=f" {row['messages'][1]['content']}")),
    edited("line-ends-after-answer", "TXT012", _ROOMS, _add("\n\n")),
    edited("blanks-after-question", "TXT012", _ROOMS, _add("  ", 0)),
)  # fmt: skip
