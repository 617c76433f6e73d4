"""The contact methods of a network, a trace or a switchboard, the best first."""

from __future__ import annotations

from itertools import groupby

from achats_reseaux.gazetteer.switchboards import DIRECTORY_URL, Switchboard
from achats_reseaux.model import Contact, Record, Source, Trace
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from achats_reseaux.answering.answers import Match

_BEST_FIRST = ("phone", "email", "page", "website")
_SITE_FIRST = ("page", "website", "phone", "email")
VIA = "passez par"  # leads to a body, a page or a form in place of a contact
ONLINE = ("plateforme", "ressource")  # kinds whose service is their site
_SCHEMES = {"email": "mailto:", "phone": "tel:"}


class ContactMethod(Record):
    """One way to reach a network."""

    # of WAYS_IN; link: a page that leads to it; read: a page where it was only read of;
    # form: of whom to contact first, the page to write on
    kind: str
    text: str  # the address or the number; of a link, the words for it
    target: str  # the URI (https:, mailto:, tel:)
    note: str  # French words on its limits (whose it is, how old), or ""
    doubtful: bool = False  # whether it is only cited, or its newest source is older than the list
    of_body: bool = False  # whether it is the general one of a body, its switchboard

    @property
    def is_contact(self) -> bool:
        """Whether it leads to somebody, and not to a page that tells of them."""
        return self.kind not in ("link", "read")

    @property
    def is_form(self) -> bool:
        """Whether it is a page to write on, as the common form of the guichets verts."""
        return self.kind == "link" and "formulaire" in self.text


def contact_methods(match: Match) -> tuple[ContactMethod, ...]:
    """The ways to reach a network, the best first; the pages that lead to it if none is known."""
    contact = match.network.contact
    order = _BEST_FIRST
    if match.network.kind in ONLINE:
        order = _SITE_FIRST
    ways = [_way_of(contact, kind) for kind in order if getattr(contact, kind)]
    if ways:
        return tuple(ways)
    return tuple(
        ContactMethod("link", page.label, page.url, page.note or "") for page in match.ways_in
    )


def _way_of(contact: Contact, kind: str) -> ContactMethod:
    text = getattr(contact, kind)
    note = contact.notes.get(kind, "")
    is_doubtful = kind in contact.doubtful
    is_of_body = kind in contact.body_fields
    return ContactMethod(kind, text, _target(kind, text), note, is_doubtful, is_of_body)


def _target(kind: str, text: str) -> str:
    """The URI of an address, or of a number."""
    if kind not in _SCHEMES:
        return text
    return _SCHEMES[kind] + text.replace(" ", "")


def best_methods(match: Match) -> tuple[ContactMethod, ...]:
    """The ways to reach a network; of those to one site a deep page, not the home page."""
    by_host: dict[str, ContactMethod] = {}
    for way in contact_methods(match):
        known = by_host.setdefault(host(way.target), way)
        if is_home(known.target) and not is_home(way.target):
            by_host[host(way.target)] = way
    return tuple(by_host.values())


def first_method(match: Match) -> ContactMethod | None:
    """The best way to reach a network, or ``None``."""
    return next(iter(best_methods(match)), None)


def told_together(
    ways: Iterable[ContactMethod], sources: Mapping[str, object]
) -> list[list[ContactMethod]]:
    """Ways in, each alone; but a telephone and an e-mail that share a note and their sources."""

    def shared(way: ContactMethod) -> tuple[object, ...]:
        is_number = way.kind in ("phone", "email")
        return is_number or way.kind, way.note, sources.get(way.kind)

    return [list(alike) for _, alike in groupby(ways, shared)]


def switchboard_methods(switchboard: Switchboard) -> tuple[ContactMethod, ...]:
    """The telephone and the e-mail of a switchboard."""
    methods = []
    for kind, text in (("phone", switchboard.phone), ("email", switchboard.email)):
        if text:
            methods.append(ContactMethod(kind, text, _target(kind, text), "", of_body=True))
    return tuple(methods)


def read_in(switchboard: Switchboard) -> str:
    """Where a switchboard was read and when: ``annuaire officiel, février 2026``.

    Of a document of the body itself what it is: ``son magazine``; of another page its site.
    """
    (source,) = switchboard.sources
    site = "annuaire officiel"
    title = source.title.removeprefix(f"{switchboard.name}, ")
    if title.startswith("son "):
        site = title
    elif not source.url.startswith(DIRECTORY_URL):
        site = host(source.url)
    return f"{site}, {day(switchboard.date[:7])}"


def trace_method(trace: Trace) -> ContactMethod:
    """The address of a trace itself, else the page where it was read of, which is no contact."""
    if trace.url:
        return ContactMethod("page", trace.url, trace.url, "", doubtful=True)
    source = newest_source(trace.sources)
    return ContactMethod("read", source.url, source.url, "")


def host(address: str) -> str:
    """The site of an address without its ``www.``; an e-mail or a number is its own."""
    if "://" not in address:
        return address
    return address.split("/")[2].removeprefix("www.")


def is_home(address: str) -> bool:
    """Whether an address is that of a whole site: nothing follows its name."""
    _, is_web, rest = address.partition("://")
    _, _, path = rest.partition("/")
    return path == "" and is_web != ""


def newest_source(sources: tuple[Source, ...]) -> Source:
    """The source that has the newest date."""
    return max(sources, key=lambda source: source.date)
