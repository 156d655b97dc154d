"""Clean datasets of every kind of row: a bicycle workshop, a library desk, a small kitchen."""

from __future__ import annotations

import json
from typing import Any

from seeded.defect import Data, Rows

SYSTEM = "You answer questions for a bicycle workshop, in one or two sentences."
_ASKED = (
    ("My brakes squeal when it rains. Is that dangerous?",
     "Mostly it is only noise: clean the rims and the pads with alcohol. If the lever reaches the bar, "
     "come by today."),
    ("How often should I oil the chain?",
     "About every 200 kilometres, and after each ride through rain."),
    ("Do you repair e-bikes?",
     "Yes, but only the mechanical parts; batteries go to the manufacturer."),
    ("What does a small service cost?",
     "A small service is 49 euros and takes one working day."),
    ("Mein Schlauch verliert Luft. Könnt ihr ihn flicken?",
     "Ja, für 12 Euro, meistens noch am selben Tag."),
    ("Which pressure do 28 mm tyres need?",
     "Between 5 and 6 bar; start at 5.5 and go down a little on rough roads."),
    ("Can I bring my bike on Saturday?",
     "On Saturdays we are open from ten to two, without an appointment."),
    ("The gears jump under load. Why?",
     "A worn chain is the usual reason; we measure it for free."),
    ("Haben Sie Kindersitze?",
     "Zwei Modelle stehen im Laden, beide bis 22 Kilogramm."),
    ("Is it worth repairing a twenty year old frame?",
     "If there is no crack and no rust inside the tube, nearly always."),
    ("Where can I leave the key at night?",
     "Put it in the green box beside the door; it is emptied at eight."),
    ("How do I remove a stuck pedal?",
     "Mind the left one: it turns the other way. A long spanner and a drop of oil do the rest."),
    ("Do you sell second-hand bikes?",
     "Four or five at a time, each with a guarantee of six months."),
    ("Pourquoi ma roue arrière est-elle voilée ?",
     "Un rayon s'est sans doute détendu ; nous la recentrons pour 15 euros."),
)  # fmt: skip
_MORE = (
    ("And how long does it take?", "Usually one working day, longer in April and May."),
    ("Can I wait for it?", "Gladly; there is coffee in the front room."),
    ("Do I need an appointment?", "Only for more than one bicycle."),
)


def _said(role: str, content: Any, **keys: Any) -> Data:
    return {"role": role, "content": content, **keys}


def _chat(number: int, asked: str, answer: str) -> Data:
    messages = [_said("system", SYSTEM), _said("user", asked), _said("assistant", answer)]
    if number % 4 == 3:
        again, more = _MORE[number // 4]
        messages += [_said("user", again), _said("assistant", more)]
    return {"messages": messages}


CHATS: Rows = tuple(_chat(number, *pair) for number, pair in enumerate(_ASKED))
"""Fourteen conversations with one system prompt; three of them have a second turn."""

PARTS: Rows = tuple(
    {
        "messages": [
            _said("user", [{"type": "text", "text": asked}]),
            _said("assistant", [{"type": "text", "text": answer}]),
        ]
    }
    for asked, answer in _ASKED
)
"""The same questions, with contents that are lists of parts."""

IMAGES: Rows = tuple(
    {
        "messages": [
            _said("user", [
                {"type": "text", "text": asked},
                {"type": "image_url", "image_url": {
                    "url": f"https://workshop.example/{number}.jpg", "detail": "low"}},
            ]),
            _said("assistant", answer),
        ]
    }
    for number, (asked, answer) in enumerate(_ASKED)
)  # fmt: skip
"""Questions about a picture each."""

SEARCH: Data = {
    "type": "function",
    "function": {
        "name": "find_book",
        "description": "Search the catalogue of the library.",
        "parameters": {
            "type": "object",
            "properties": {
                "title": {"type": "string"},
                "year": {"type": "integer"},
                "shelf": {"type": "string", "enum": ["open", "closed"]},
            },
            "required": ["title"],
            "additionalProperties": False,
        },
    },
}
RENEW: Data = {
    "type": "function",
    "function": {
        "name": "renew_loan",
        "parameters": {
            "type": "object",
            "properties": {"card": {"type": "string"}, "days": {"type": "integer", "maximum": 28}},
            "required": ["card", "days"],
        },
    },
}
_BOOKS = (
    ("Moby-Dick", 1851, "open"), ("Emma", 1815, "open"), ("Faust", 1808, "closed"),
    ("Middlemarch", 1871, "open"), ("Walden", 1854, "closed"), ("Nana", 1880, "open"),
    ("Kim", 1901, "open"), ("Ulysses", 1922, "closed"),
)  # fmt: skip
_LOANS = (("A17", 7), ("B02", 14), ("C88", 28), ("D31", 21))


def _called(number: int, asked: str, name: str, arguments: Data, result: Data, end: str) -> Data:
    # An id of nine letters and digits is taken everywhere.
    call = f"call{number:05}"
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {
        "messages": [
            _said("user", asked),
            {"role": "assistant",
             "tool_calls": [{"id": call, "type": "function", "function": function}]},
            _said("tool", json.dumps(result), tool_call_id=call),
            _said("assistant", end),
        ],
        "tools": [SEARCH, RENEW],
    }  # fmt: skip


def _search(number: int, title: str, year: int, shelf: str) -> Data:
    return _called(
        number, f"Do you have {title} in the edition of {year}?", "find_book",
        {"title": title, "year": year, "shelf": shelf}, {"copies": number % 3 + 1},
        f"Yes, {number % 3 + 1} of {title}, on the {shelf} shelf.",
    )  # fmt: skip


def _renewal(number: int, card: str, days: int) -> Data:
    return _called(
        number, f"Please keep my books {days} days longer, card {card}.", "renew_loan",
        {"card": card, "days": days}, {"until": f"2026-03-{days:02}"},
        f"Done: everything on card {card} is yours for {days} more days.",
    )  # fmt: skip


TOOLS: Rows = (
    *(_search(number, *book) for number, book in enumerate(_BOOKS)),
    *(_renewal(number, *loan) for number, loan in enumerate(_LOANS, len(_BOOKS))),
)
"""Twelve rows with a call, its result and an answer; all have the same two tools."""

SEARCHES: Rows = TOOLS[: len(_BOOKS)] + tuple(
    _search(number, *book)
    for number, book in enumerate(
        (("Dracula", 1897, "open"), ("Effi Briest", 1896, "closed"), ("Hunger", 1890, "open"),
         ("Lord Jim", 1900, "open")), 20)
)  # fmt: skip
"""Twelve rows that all call ``find_book`` alone."""

_DISHES = (
    ("Soup for a cold day", "Leek and potato, with a little nutmeg"),
    ("Breakfast in ten minutes", "Oats with grated apple"),
    ("Use for stale bread", "Dumplings, or croutons in olive oil"),
    ("Something with lentils", "Dal with cumin and lemon"),
    ("A cake without eggs", "Carrot cake on soaked flax seed"),
    ("Quick sauce for pasta", "Butter, sage and the water of the pasta"),
    ("Salad for a picnic", "Beans, red onion, parsley"),
    ("Food for a toddler", "Mashed pumpkin"),
    ("What goes with asparagus", "New potatoes and a poached egg"),
    ("Dinner for one", "Omelette with chives"),
    ("Ideas for rhubarb", "Compote under crumble"),
    ("Warm drink, no alcohol", "Ginger boiled with orange peel"),
    ("Lunch that keeps for three days", "Couscous with roasted peppers"),
    ("Plain dessert", "Yoghurt, honey, walnuts"),
)
SEPARATOR, STOP = "\n\n###\n\n", " END"
PAIRS: Rows = tuple(
    {"prompt": f"{asked}{SEPARATOR}", "completion": f" {answer}{STOP}"} for asked, answer in _DISHES
)
"""Fourteen prompt-completion rows with a separator, a leading space and a stop sequence."""

PREFERENCES: Rows = tuple(
    {
        "input": {"messages": [_said("user", asked)]},
        "preferred_output": [_said("assistant", answer)],
        "non_preferred_output": [_said("assistant", f"No idea about that; call us. ({number})")],
    }
    for number, (asked, answer) in enumerate(_ASKED)
)
"""Fourteen comparisons."""

REINFORCED: Rows = tuple(
    {
        "messages": [_said("user", f"What is {first} times {second}? Answer with the number.")],
        "answer": str(first * second),
    }
    for first, second in ((3, 7), (4, 9), (6, 8), (12, 5), (7, 7), (9, 3), (11, 6), (8, 8), (2, 13),
                          (5, 15), (14, 3), (10, 9))
)  # fmt: skip
"""Twelve tasks with the answer a grader compares with."""

TEXTS: Rows = tuple({"text": f"{asked} {answer}"} for asked, answer in _ASKED)
"""Fourteen plain texts."""

LABELLED: Rows = tuple(
    {"messages": [_said("user", f"Parcel {number}: {what}"), _said("assistant", label)]}
    for number, (what, label) in enumerate(
        (what, label)
        for label, told in (
            ("late", ("promised on Monday, here on Friday", "two weeks and no sign of it",
                      "still in the depot since the third", "the driver came a day after")),
            ("broken", ("the lamp is in pieces", "one corner is crushed", "glass all over the box",
                        "the lid is torn off")),
            ("fine", ("all in order", "everything as ordered, thanks", "came early and whole",
                      "nothing to complain about")),
        )
        for what in told
    )
)  # fmt: skip
"""Twelve rows of three classes, four rows each."""
