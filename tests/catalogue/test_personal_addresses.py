"""No address of a person is published, wherever in a document it stands."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.catalogue import loader, overlay
from achats_reseaux.catalogue.personal_addresses import personal_faults
from achats_reseaux.catalogue.yaml_reader import Document, YamlMapping, YamlSequence
from helpers.cases import tabled
from helpers.checkout import small_catalogue
from helpers.home import Home
from helpers.made_up import network, own_file, trace
from helpers.run import run

PERSON = "jean.dupont@example.org"
REFUSED = f"« {PERSON} » peut être l'adresse d'une personne"
SAMPLES = (f"Écrire à {PERSON}", PERSON, f"https://example.org/?cc={PERSON}")
"""A sentence, a contact, an address of a page: what a field may hold that has an address in it."""

CATALOGUE = loader.load()
SCHEMA = loader.schema_of("catalogue")
OVERLAY = overlay.schema_of_overlay(SCHEMA)
for _name in ("link", "email", "phone"):  # a contact may be a plain value in one's own file
    _block = OVERLAY["$defs"][_name]
    OVERLAY["$defs"][_name] = {"oneOf": [_block["properties"]["value"], _block]}
IDS = {"networks": "ran-coper", "traces": CATALOGUE.traces[0].id}

Path_ = tuple[str, ...]


def text_fields(
    schema: dict[str, Any], whole: dict[str, Any], path: Path_ = ()
) -> Iterator[tuple[Path_, dict[str, Any]]]:
    """The path to each text of a schema, with what is asked of it; ``[]`` is an item of a list."""
    if "$ref" in schema:
        schema = schema | whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    for alternative in schema.get("oneOf", ()):
        yield from text_fields(alternative, whole, path)
    for name, inner in schema.get("properties", {}).items():
        yield from text_fields(inner, whole, (*path, name))
    if "items" in schema:
        yield from text_fields(schema["items"], whole, (*path, "[]"))
    if schema.get("type") == "string":
        yield path, schema


def fields_for_an_address() -> Iterator[tuple[str, str]]:
    """Each field that may hold an address, with a text for it."""
    for schema in (SCHEMA, OVERLAY):
        for path, asked in text_fields(schema, schema):
            for sample in SAMPLES:
                if re.search(asked.get("pattern", ""), sample) and "enum" not in asked:
                    yield "/".join(path), sample


FIELDS = sorted(set(fields_for_an_address()))


def with_text(path: Path_, text: str, line: int = 1) -> Any:
    """A value that has a text at a path, each part of which is written one line below."""
    if not path:
        return text
    first, *rest = path
    inner = with_text(tuple(rest), text, line + 1)
    if first == "[]":
        items = YamlSequence(("x.yaml", line))
        items.add(inner, ("x.yaml", line + 1))
        return items
    block = YamlMapping(("x.yaml", line), {first: inner})
    block.places = {first: ("x.yaml", line + 1)}
    if line == 1 and isinstance(inner, YamlSequence) and isinstance(inner[0], YamlMapping):
        inner[0].setdefault("id", IDS.get(first, "x"))
    return block


@pytest.mark.parametrize(("field", "text"), FIELDS)
def test_an_address_is_seen_in_every_field(field: str, text: str) -> None:
    path = tuple(field.split("/"))
    document = Document("x.yaml", with_text(path, text))
    faults = personal_faults(document, CATALOGUE)
    assert [(fault.line, REFUSED in fault.reason) for fault in faults] == [(len(path) + 1, True)]
    service = Document("x.yaml", with_text(path, text.replace("jean.dupont", "contact")))
    assert personal_faults(service, CATALOGUE) == []


def test_the_table_reaches_every_section() -> None:
    sections = {field.partition("/")[0] for field, _ in FIELDS}
    assert sections >= {"networks", "organisations", "traces", "sources", "notions", "vocabulary"}
    assert {"sources/[]/url", "networks/[]/contact/email", "traces/[]/summary"} <= {
        field for field, _ in FIELDS
    }


@tabled
def test_an_address_is_seen_however_its_sign_is_written(text: str) -> None:
    document = Document("x.yaml", with_text(("sources", "[]", "title"), text))
    (fault,) = personal_faults(document, CATALOGUE)
    assert REFUSED in fault.reason


HERE = {"departements": ["68"]}
LIST = {"id": "liste", "title": "Une liste (SOURCE@example.org)", "url": "https://a.fr"}
OWN = own_file(
    network("clause-mulhouse", HERE, organisation="maison"),
    organisations=[
        {"id": "maison", "name": "Maison", "contact": {"email": "ORGANISATION@example.org"}}
    ],
    sources=[{**LIST, "read_on": "2026"}],
    traces=[trace("colmar", HERE, summary="Aidait en 2025 (TRACE@example.org).")],
)


@pytest.mark.parametrize("place", ["ORGANISATION", "SOURCE", "TRACE"])
def test_one_s_own_file_is_refused_by_all(place: str, tmp_path: Path) -> None:
    home = Home(tmp_path)
    text = OWN.replace(place, "jean.dupont")
    for other in ("ORGANISATION", "SOURCE", "TRACE"):
        text = text.replace(other, "contact")
    home.writes(text)
    page, folder = tmp_path / "p.html", tmp_path / "donnees"
    for words in (
        ("catalogue", "check", "--local"),
        ("page", "--with-local", "-o", str(page)),
        ("catalogue", "export", "--with-local", str(folder)),
    ):
        done = run(*words, env=home.env)
        assert (done.code, REFUSED in done.err) == (4, True), words
    assert (page.exists(), folder.exists()) == (False, False)


def test_another_catalogue_is_published_as_check_would_have_it(tmp_path: Path) -> None:
    """By the option or by the variable."""
    file, page, folder = (tmp_path / name for name in ("autre.yaml", "p.html", "donnees"))
    file.write_text(small_catalogue().replace("guichet vert ", f"{PERSON} ", 1), "utf-8")
    named = {"RESEAUX_CATALOGUE": str(file)}
    for words, env in (
        (("page", "-o", str(page), "--catalogue", str(file)), {}),
        (("page", "-o", str(page)), named),
        (("catalogue", "export", str(folder), "--catalogue", str(file)), {}),
        (("catalogue", "export", str(folder)), named),
        (("catalogue", "check", str(file)), {}),
    ):
        done = run(*words, env={**Home(tmp_path).env, **env})
        assert (done.code, REFUSED in done.err) == (4, True), words
    assert (page.exists(), folder.exists()) == (False, False)


def test_the_name_of_a_file_is_published_too() -> None:
    (fault,) = personal_faults(Document(f"dossier/{PERSON}.yaml", None), CATALOGUE)
    assert (fault.line, "peut être l'adresse d'une personne" in fault.reason) == (0, True)


def test_import_reads_the_address_and_the_name_of_the_list_too(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for name, source, is_told in (
        ("liste.csv", f"https://example.org/?cc={PERSON}", True),
        (f"{PERSON}.csv", "https://example.org", False),
    ):
        file = tmp_path / name
        file.write_bytes(b"nom;territoires;telephone\nClause X;68;01 99 00 00 00\n")
        words = ("catalogue", "import", str(file), "--source", source, "--date", "2026-11-24")
        done = run(*words, env=home.env)
        assert (done.code, "rien n'a été écrit" in done.err) == (2, True)
        assert (REFUSED in done.err[:400]) == is_told
        assert not list(home.folder.glob("networks.d/*"))
        assert run(*words, "--allow-personal", "--output", "-", env=home.env).code == 0
