"""What can go wrong, and what a person is told about it."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from styringsdialog.messages.message import Language, Level, Message, Text, Where, level_of, text_of


class Fault(enum.IntEnum):
    """Whose table a problem lands on; the value is the command's exit code."""

    # Scripts and timers read these numbers: a new fault gets a new one, and none changes.
    INTERNAL = 1
    EDITION = 2
    PLUGIN = 3
    CONTENT = 4
    FILE = 5
    OUTPUT = 6
    PERSONAL_DATA = 7
    REQUIREMENT = 8


# A package was made, but with gaps (``--keep-going``): not a fault, and not nothing.
GAPS_EXIT_CODE = 9

# Something in a series is due (``status --due``): no fault either.
DUE_EXIT_CODE = 10


class MessageError(Exception):
    """Something cannot be taken; whoever knows where it stands makes a ``Problem`` of it.

    Attributes:
        what: Why, and what to do.
    """

    def __init__(self, what: Message) -> None:
        """Carry ``what``."""
        self.what = what
        super().__init__(what.code)

    def __str__(self) -> str:
        """Return the message in English, with what to do."""
        return text_of(self.what, Language.ENGLISH).line


@attrs.frozen
class Remark:
    """What somebody should know of, although nothing stops for it.

    Attributes:
        what: The message; its entry in the catalogue says of which level it is.
        place: Where it is so; empty where the context says it.
    """

    what: Message
    place: Where = attrs.field(factory=Where)

    @classmethod
    def of(cls, where: str | Where, message: str, hint: str = "", dansk: str = "") -> Remark:
        """Return a plugin's own remark: ``Remark.of("tal.csv", "is from last year", "see whether it still holds")``.

        Args:
            where: As for ``Problem``, and so are the others.
            message: What somebody should know of, without a full stop.
            hint: What to do now.
            dansk: The same in Danish for those who read the report, as one sentence; empty for ``message``.
        """
        place = where if isinstance(where, Where) else Where(path=where)
        return cls(Message("words.remark", own_words(message, hint=hint, dansk=dansk).arguments), place)

    @property
    def level(self) -> Level:
        """Return how much it asks of whoever reads it."""
        return level_of(self.what)

    def text(self, language: Language) -> Text:
        """Return it in ``language``."""
        return text_of(self.what, language)

    def as_data(self) -> dict[str, object]:
        """Return the remark as plain data for JSON."""
        english = self.text(Language.ENGLISH)
        return {
            "where": str(self.place),
            "message": english.what,
            "hint": english.hint,
            "level": self.level.name.lower(),
            **message_data(self.what, self.place),
        }


@attrs.frozen(init=False)
class Problem:
    """One thing that is wrong: where, what, and what to do now.

    A plugin makes one of its own words: ``Problem(Fault.CONTENT, "tal.csv", "has no header", "add one")``.

    Attributes:
        fault: Whose table it lands on.
        place: Where.
        what: The message.
    """

    fault: Fault
    # attrs.evolve hands attributes to ``__init__`` by their aliases, which are the names of its parameters.
    place: Where = attrs.field(alias="where")
    what: Message = attrs.field(alias="message")

    def __init__(
        self, fault: Fault, where: str | Where, message: str | Message, hint: str = "", dansk: str = ""
    ) -> None:
        """Say what is wrong.

        Args:
            fault: Whose table it lands on.
            where: File with TOML path, line or page: ``conference.toml: themes[0].title``.
            message: What is wrong: one of the catalogue, or a sentence of one's own without a full stop.
            hint: What to do now, beside a sentence of one's own; empty when that says it.
            dansk: Why a bilag is missing, as a reader of the package may see it: one Danish
                sentence, without path; empty for the general one of the fault.
        """
        place = where if isinstance(where, Where) else Where(path=where)
        if not isinstance(message, Message):
            message = own_words(message, hint=hint, dansk=dansk)
        self.__attrs_init__(fault, place, message)

    def text(self, language: Language) -> Text:
        """Return it in ``language``."""
        return text_of(self.what, language)

    @property
    def where(self) -> str:
        """Return where it is, in English."""
        return str(self.place)

    @property
    def message(self) -> str:
        """Return what is wrong, in English."""
        return self.text(Language.ENGLISH).what

    @property
    def hint(self) -> str:
        """Return what to do now, in English; empty when the message says it."""
        return self.text(Language.ENGLISH).hint

    @property
    def dansk(self) -> str:
        """Return why a bilag is missing as a reader may see it; empty for the general sentence of the fault."""
        return self.text(Language.DANISH).reader

    def __str__(self) -> str:
        """Return the problem as one line, in English."""
        return f"{self.where}: {self.text(Language.ENGLISH).line}"

    def as_data(self) -> dict[str, object]:
        """Return the problem as plain data for JSON."""
        return {
            "code": int(self.fault),
            "where": self.where,
            "message": self.message,
            "hint": self.hint,
            "level": Level.REQUIRED.name.lower(),
            **message_data(self.what, self.place),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Problem:
        """Return the problem that ``as_data`` gave.

        Raises:
            KeyError, TypeError, ValueError: ``data`` is no problem.
        """
        what = Message.from_data({"code": data["message_code"], "arguments": data["arguments"]})
        return cls(Fault(data["code"]), Where.from_data(data["place"]), what)


def own_words(message: str, *, hint: str = "", dansk: str = "") -> Message:
    """Return a message of words that are in no catalogue: those of a plugin, of a library, of a template."""
    return Message("words.own", (("hint", hint), ("reader", dansk), ("what", message)))


def message_data(what: Message, place: Where | None = None) -> dict[str, object]:
    """Return ``what`` (at ``place``) as plain data for JSON: code, arguments, and words in each language."""
    texts = {language: text_of(what, language) for language in Language}
    return {
        "message_code": what.code,
        "arguments": what.as_data()["arguments"],
        **({"place": place.as_data()} if place else {}),
        **{
            language.value: {
                **({"where": place.text(language)} if place else {}),
                "what": text.what,
                "hint": text.hint,
            }
            for language, text in texts.items()
        },
    }


class StyringsdialogError(Exception):
    """A failure that a user can mend, with every problem that was found.

    Attributes:
        problems: All of them, never empty.
    """

    fault: ClassVar[Fault] = Fault.INTERNAL

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Carry ``problems``; the text is one English line for each."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        # Its only argument, because copy and pickle make an exception anew from its arguments.
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return one English line for each problem."""
        return "\n".join(map(str, self.problems))

    @property
    def exit_code(self) -> int:
        """Return the lowest code among the problems (design: several faults, the lowest wins)."""
        return min((problem.fault for problem in self.problems), default=self.fault)

    @classmethod
    def at(cls, where: str | Where, message: str | Message, hint: str = "", dansk: str = "") -> StyringsdialogError:
        """Make an error of this class from its one problem."""
        return cls([Problem(cls.fault, where, message, hint, dansk)])


class EditionError(StyringsdialogError):
    """The edition folder: conference.toml, its texts, its references."""

    fault = Fault.EDITION


class PluginError(StyringsdialogError):
    """A plugin is missing, cannot be loaded, or breaks the contract."""

    fault = Fault.PLUGIN


class ContentError(StyringsdialogError):
    """A template, a Markdown text or what came of it cannot be typeset."""

    fault = Fault.CONTENT


class BilagFileError(StyringsdialogError):
    """A file handed over as a bilag cannot become pages."""

    fault = Fault.FILE


class OutputError(StyringsdialogError):
    """The package cannot be written where it should be."""

    fault = Fault.OUTPUT


class PrivacyError(StyringsdialogError):
    """The public package would hold what nobody outside may read."""

    fault = Fault.PERSONAL_DATA


class RequirementError(StyringsdialogError):
    """The package does not satisfy what the edition requires of it."""

    fault = Fault.REQUIREMENT


def error_for(problems: Sequence[Problem]) -> StyringsdialogError:
    """Return the error class that fits ``problems``: the specific one when they share a fault."""
    faults = {problem.fault for problem in problems}
    # Direct ones only: each stands for one fault.
    kinds = (kind for kind in StyringsdialogError.__subclasses__() if faults == {kind.fault})
    return next(kinds, StyringsdialogError)(problems)
