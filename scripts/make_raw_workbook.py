"""Write raw_data/training.xlsx, the exam sheets of the workshop, always with the same bytes.

    python scripts/make_raw_workbook.py [OUTPUT]

Needs xlsxwriter: of the libraries that write workbooks it is the one that stores a formula together
with its result, as a spreadsheet program does.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

OUTPUT = Path(__file__).resolve().parents[1] / "raw_data" / "training.xlsx"
DIVISION_BY_ZERO = "#DIV/0!"  # what a spreadsheet program shows for a question without points

# number, date, points of, points, passed, question, model answer
Row = tuple[int, date, float, float, bool | str, str, str]

MACHINES: tuple[Row, ...] = (
    (1, date(2025, 2, 3), 4, 3.5, True,
     "A customer says that the machine hums and gives no water. What do you ask first?",
     "Whether the tank is full and pushed down. Then: does water come out of the steam wand?"),
    (2, date(2025, 2, 3), 4, 4, True,
     "How do you get the air out of the pump?",
     "Open the steam tap and press the brew button until water comes out of the wand, at "
     "most 30 seconds at a time."),
    (3, date(2025, 2, 3), 6, 4, True,
     "Name the three usual reasons for a blown thermal fuse, the most frequent first.",
     "1. the level probe is covered with lime\n2. the relay is stuck\n3. distilled water"),
    (4, date(2025, 2, 4), 3, 3, True,
     "Why must you never change only the fuse?",
     "Because it has blown for a reason. If the reason stays, the new fuse lasts a day."),
    (5, date(2025, 2, 4), 1, 1, True,
     "What is the order code of the 8.5 mm gasket?",
     "T-085"),
    (6, date(2025, 2, 4), 5, 2.5, True,
     "How do you test the over-pressure valve?",
     "With the blind basket and the gauge: it has to open between 9 and 12 bar. Turn the "
     "screw a quarter to the left if it opens too late."),
    (7, date(2025, 2, 5), 1, 0, False,
     "How much does the Heron weigh with full boilers?",
     "23"),
    (8, date(2025, 2, 5), 3, 3, True,
     "What belongs into the box when a machine is sent?",
     "The grey foam, and the repair number on the outside. The tank and the boilers are "
     "empty."),
    (9, date(2025, 2, 5), 4, 4, True,
     "E4 or E5: which one may the customer try to solve?",
     "E4: pull the plug for half an hour, then try once more. E5 always goes to the "
     "workshop."),
    (10, date(2025, 2, 6), 0, 0, "",
     "What do you say when the repair costs more than half of a new machine?",
     "Both prices, and that we keep the old boiler for parts if the customer does not want "
     "it."),
)  # fmt: skip
GRINDERS: tuple[Row, ...] = (
    (1, date(2025, 2, 10), 4, 4, True,
     "The Wren hums and does not turn. What now?",
     "Pull the plug, take out the upper burr, look for a stone or a screw."),
    (2, date(2025, 2, 10), 2, 2, True,
     "After how much coffee are the burrs worn?",
     "About 400 kg."),
    (3, date(2025, 2, 10), 5, 4.5, True,
     "How do you find the zero point after changing the burrs?",
     "Turn the ring finer by hand until the burrs touch, go back two steps, and set the ring"
     " to 0."),
    (4, date(2025, 2, 11), 2, 1, False,
     "A customer grinds pepper in it. Can the grinder be saved?",
     "The burrs after an hour in hot water, the lid not."),
    (5, date(2025, 2, 11), 1, 1, True,
     "How many grams stay inside the Wren?",
     "0.4"),
    (6, date(2025, 2, 11), 2, 2, True,
     "Why do light roasts make more noise?",
     "They are harder."),
    (7, date(2025, 2, 11), 1, 0, False,
     "How loud may the grinder be?",
     ""),
)  # fmt: skip


def main(output: Path = OUTPUT) -> None:
    """Write the workbook.

    Args:
        output: the file to write; it is replaced.
    """
    with xlsxwriter.Workbook(output) as book:
        # The time of day would make the bytes differ from run to run.
        book.set_properties({"title": "Exam sheets", "created": datetime(2025, 2, 12, 9, 0)})
        _sheet(book, "Machines", "Marlquist workshop: exam of the apprentices, 2025", MACHINES)
        _sheet(book, "Grinders", "Marlquist workshop: the same for grinders", GRINDERS)


def _sheet(book: xlsxwriter.Workbook, name: str, title: str, rows: tuple[Row, ...]) -> None:
    bold = book.add_format({"bold": True, "align": "center"})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    percent = book.add_format({"num_format": "0 %"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    sheet.set_column("C:D", 50)
    sheet.write("A1", title, bold)
    sheet.merge_range("A3:B3", "Exercise", bold)
    sheet.merge_range("C3:D3", "Text", bold)
    sheet.merge_range("E3:H3", "Result", bold)
    for column, heading in enumerate(
        ("No.", "Date", "Question", "Model answer", "Points of", "Points", "Share", "Passed")
    ):
        sheet.write(3, column, heading, bold)
    for at, (number, when, of, points, passed, question, answer) in enumerate(rows, 4):
        sheet.write_number(at, 0, number)
        sheet.write_datetime(at, 1, when, day)
        sheet.write_string(at, 2, question, wrapped)
        if answer.replace(".", "", 1).isdigit():
            sheet.write_number(at, 3, float(answer))
        else:
            sheet.write(at, 3, answer, wrapped)
        sheet.write_number(at, 4, of)
        sheet.write_number(at, 5, points)
        share = points / of if of else DIVISION_BY_ZERO
        sheet.write_formula(at, 6, f"=F{at + 1}/E{at + 1}", percent, share)
        sheet.write(at, 7, passed)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
