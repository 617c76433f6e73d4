"""What a question is read as: the command that it amounts to."""

from __future__ import annotations

from achats_reseaux.answering import place_arguments
from achats_reseaux.answering.answers import Query
from achats_reseaux.answering.homonyms import typed_filters
from achats_reseaux.model import Record
from achats_reseaux.text import shell_joined


class ParsedQuestion(Record):
    """What a question is read as."""

    command: str  # find, list, show or coverage; "" if nothing is understood
    place: dict[str, str]  # the place options of find ("lieu" is the bare argument)
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()  # ids of networks or notions for show; the one for coverage
    fields: tuple[str, ...] = ()  # the facts asked for: ids of fields, or "contact"
    statuses: tuple[str, ...] = ()  # of the areas asked of coverage
    level: str = ""  # the only kind of these areas: "departement" or "region"
    others: tuple[dict[str, str], ...] = ()  # if several places are named, those after the first
    about: str | None = None  # the network named beside a place: is the place covered by it?
    asks_telephone: bool = False  # a number to call, rather than any contact
    refused: str = ""  # an exclusion, as typed; the other fields ignore it
    central: str = ""  # the central purchasing bodies named, as typed; the catalogue has none
    notes: tuple[str, ...] = ()  # French sentences on how the question was read
    vague: bool = False  # the list is that of all networks, which was not asked for

    @property
    def query(self) -> Query:
        """The query with its filters."""
        return Query("ask", themes=self.themes, kinds=self.kinds, audiences=self.audiences)

    @property
    def filters(self) -> tuple[str, ...]:
        """The ids of all filters."""
        return self.themes + self.kinds + self.audiences

    @property
    def command_line(self) -> str:
        """The command as a shell takes it."""
        words = ["reseaux", self.command, *place_arguments(self.place)]
        for subject in self.subjects:
            if self.command == "coverage":
                words.append("--network")
            words.append(subject)
        options = [("--status", self.statuses), ("--by", (self.level,) if self.level else ())]
        if self.command == "show":
            options.insert(0, ("--field", self.fields))
        for option, values in options:
            for value in values:
                words += [option, value]
        return shell_joined(words) + typed_filters(self.query)
