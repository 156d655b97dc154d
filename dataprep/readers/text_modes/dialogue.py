"""Text mode `dialogue`: a transcript with speaker labels becomes conversations.

The whole text is read once ahead, to know who speaks. A divider such as `---`, or a heading right
above a turn, begins the next conversation; without any the file is one. Lines without a label
belong to the turn above them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dataprep.codes import finding
from dataprep.errors import InputError, UsageError
from dataprep.model import Location, Record, Reject, Severity
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import CERTAIN, NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.conversations import Conversations
from dataprep.readers.text_modes.nearest import listed, nearest
from dataprep.readers.text_modes.pieces import count_of, shown
from dataprep.readers.text_modes.speakers import ROLES, Speaker, Survey, assign, known_role, turn

_LISTED = 8


class DialogueMode(TextMode):
    """Turns of speakers to messages with roles."""

    name = "dialogue"
    summary = "a transcript: a name and a colon before every turn"

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Fit a text most of which are turns of a few speakers; a mapped one makes it certain."""
        lines = [line for line in sample.split("\n") if line.strip()]
        mapping = {name.casefold() for name, _ in options.speakers}
        survey = Survey.of(lines, mapping)
        if mapping & survey.labels.keys():
            return Fit(CERTAIN, "speakers are mapped to roles")
        speakers = survey.speakers()
        turns = sum(speaker.turns for speaker in speakers)
        why = f"{turns:,} lines begin with a speaker: {_names(speakers)}"
        roles = {known_role(speaker.name) for speaker in speakers}
        if {"user", "assistant"} <= roles and turns * 10 >= len(lines):
            return Fit(0.9, why)
        talk = sum(speaker.ends for speaker in speakers) * 2 >= turns
        if 2 <= len(speakers) <= _LISTED and talk and turns >= 4 and turns * 4 >= len(lines):
            return Fit(0.8, why)
        if mapping and turns * 4 >= len(lines) > 0:
            # Whoever maps speakers means a transcript, and is told that the names are others.
            return Fit(0.6, why)
        return NO_FIT

    def prepare(self, lines: Lines, context: TextContext) -> None:
        """Find the speakers, give each a role, and note who has which.

        Raises:
            UsageError: a role or a mapped speaker is not known, or there are more than two speakers
                and no mapping.
            InputError: the text has no speakers.
        """
        mapping = _mapping(context.options)
        text = False

        def seen() -> Iterator[str]:
            nonlocal text
            for _, line in lines:
                text = text or bool(line.strip())
                yield line

        survey = Survey.of(seen(), mapping)
        speakers = survey.speakers(mapping)
        if not speakers:
            if not text:
                return
            raise InputError(
                f"{context.name}: no line begins with a speaker's name and a colon",
                "choose another way to read it: --text paragraphs",
            )
        _check_mapped(context, survey, speakers)
        roles = assign(speakers, mapping)
        if roles is None:
            most = shown(max(speakers, key=lambda speaker: speaker.turns).name)
            raise UsageError(
                f"{context.name}: {len(speakers)} speakers and no role for them: "
                f"{_names(speakers)}",
                f'say who answers, the others become users: --speaker "{most}=assistant"; '
                "or read it another way, e.g. --text paragraphs",
            )
        chosen = tuple((speaker.name, roles[speaker.name.casefold()]) for speaker in speakers)
        context.options = replace(context.options, speakers=chosen)
        _note_roles(context, mapping, speakers, roles, survey.rare(speakers))

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"messages": [{"role", "content"}, ...]}`` for every conversation.

        Only the labels in `context.options.speakers` begin a turn (`prepare` puts them there).
        Text before the first turn of a conversation is a `REA014` reject, a heading between two
        conversations a `REA034`, a label without words a `REA035`.
        """
        talk = Conversations(context, _mapping(context.options))
        for number, line in lines:
            found = turn(line, talk.roles)
            if found is not None and found.speaker.casefold() in talk.roles:
                yield from talk.turn(number, line, found)
            else:
                yield from talk.add(number, line)
        yield from talk.finish()
        talk.note_dividers()


def _mapping(options: TextOptions) -> dict[str, str]:
    """Return the roles by lower-case speaker.

    Raises:
        UsageError: a role is not one that a message can have.
    """
    for name, role in options.speakers:
        if role not in ROLES:
            raise UsageError(
                f"`{role}` is not a role that the speaker `{name}` could have",
                "the roles are " + ", ".join(ROLES),
            )
    return {name.casefold(): role for name, role in options.speakers}


def _check_mapped(context: TextContext, survey: Survey, speakers: list[Speaker]) -> None:
    """Say that a mapped speaker does not speak.

    In a folder of transcripts not everybody speaks everywhere: when others of the mapping speak
    here, and nobody has a name like it, it is a note.

    Raises:
        UsageError: no mapped speaker speaks, or another one has a name like it.
    """
    names = [name for name, _ in context.options.speakers]
    missing = [name for name in names if name.casefold() not in survey.labels]
    if not missing:
        return
    mapped = {name.casefold() for name in names}
    free = [speaker.name for speaker in speakers if speaker.name.casefold() not in mapped]
    near = {name: found for name in missing if (found := nearest(name, free))}
    name = next(iter(near), missing[0])
    if near or len(missing) == len(names):
        raise UsageError(
            f"{context.name}: no speaker is called `{shown(name)}`; the speakers are "
            f"{_names(speakers)}",
            f"did you mean `{near[name]}`?" if near else "--speaker takes one of these names",
        )
    fact = f"no speaker of this text is called {listed(missing)}"
    help_text = "the speakers are " + _names(speakers)
    context.notes.append(finding("REA032", fact, Location(context.name), help_text))


def _note_roles(
    context: TextContext,
    mapping: dict[str, str],
    speakers: list[Speaker],
    roles: dict[str, str],
    rare: list[Speaker],
) -> None:
    place = Location(context.name)
    if any(speaker.name.casefold() not in mapping for speaker in speakers):
        assigned = ", ".join(
            f"`{shown(speaker.name)}` ({_turns(speaker)}) is {roles[speaker.name.casefold()]}"
            for speaker in speakers[:_LISTED]
        )
        help_text = "--speaker NAME=role changes it"
        context.notes.append(finding("REA031", assigned + _more(speakers), place, help_text))
    if rare:
        fact = f"labels read as text, not as speakers: {_names(rare)}"
        help_text = "--speaker NAME=role makes one a speaker"
        context.notes.append(finding("REA014", fact, place, help_text, Severity.INFO))


def _names(speakers: list[Speaker]) -> str:
    most = sorted(speakers, key=lambda speaker: -speaker.turns)[:_LISTED]
    return ", ".join(f"`{shown(one.name)}` ({_turns(one)})" for one in most) + _more(speakers)


def _more(speakers: list[Speaker]) -> str:
    return f" and {len(speakers) - _LISTED:,} more" if len(speakers) > _LISTED else ""


def _turns(speaker: Speaker) -> str:
    return count_of(speaker.turns, "turn")
