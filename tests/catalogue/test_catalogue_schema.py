"""The catalogue's schema, as read by our few lines, against the ``jsonschema`` package."""

import copy
import json
import random
from typing import Any

import jsonschema  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from achats_reseaux.catalogue import loader, overlay, schema, yaml_reader
from achats_reseaux.catalogue.yaml_reader import Document, Fault, YamlMapping, YamlSequence
from helpers.cases import every_row
from helpers.checkout import whole_catalogue
from helpers.documents import parts_of

SCHEMA = loader.schema_of("catalogue")
JUDGE = jsonschema.Draft202012Validator(SCHEMA)
CATALOGUE = yaml_reader.parse(whole_catalogue(), "x.yaml").value


def errors(value: Any, of: dict[str, Any] = SCHEMA) -> list[Fault]:
    """What is wrong with a value; each fault has the path to it in place of a file."""
    return schema.Validation(Document("", placed(value)), of).faults


def placed(value: Any, path: str = "") -> Any:
    """A plain value as YAML has it, where the file of each part is the path to it."""
    if isinstance(value, dict):
        block = YamlMapping(
            (path, 0), {key: placed(one, f"{path}/{key}") for key, one in value.items()}
        )
        block.places = {key: (f"{path}/{key}", 0) for key in value}
        return block
    if isinstance(value, list):
        items = YamlSequence(
            (path, 0), [placed(one, f"{path}/{rank}") for rank, one in enumerate(value)]
        )
        items.places = {rank: (f"{path}/{rank}", 0) for rank in range(len(value))}
        return items
    return value


def cut(value: Any) -> Any:
    """A value with the first two items of every list that it holds."""
    if isinstance(value, dict):
        return {key: cut(inner) for key, inner in value.items()}
    return [cut(item) for item in value[:2]] if isinstance(value, list) else value


# Two entries of each kind are enough to reach every kind of rule, and quicker to walk.
SMALL = {
    **cut(CATALOGUE),
    "networks": [one for one in CATALOGUE["networks"] if one["id"] in ("aura-ee", "rapidd")],
}


def keywords(schema: Any) -> set[str]:
    """The keywords of a schema, properties' names aside."""
    found = set()
    if isinstance(schema, dict):
        for name, value in schema.items():
            found.add(name)
            named = name in ("properties", "$defs")
            inner = value.values() if named else [value]
            for one in inner:
                found |= keywords(one)
    return found


def test_every_keyword_of_the_schema_is_read() -> None:
    silent = "$schema $defs title description"
    read = (
        "$ref type enum pattern required properties additionalProperties anyOf items"
        " minItems uniqueItems maxLength examples refersTo"
    )
    assert keywords(SCHEMA) == {*silent.split(), *read.split()}


def test_the_schema_is_a_schema_whose_objects_are_closed() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    text = json.dumps(SCHEMA)
    assert text.count('"type": "object"') == text.count('"additionalProperties": false')


def test_the_real_catalogue_has_the_shape() -> None:
    assert errors(CATALOGUE) == []
    assert JUDGE.is_valid(CATALOGUE)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a value."""
    keys = ((one, one if isinstance(one, dict) else range(len(one))) for one in parts_of(value))
    return [(one, key) for one, each in keys for key in each]


STRINGS = (
    "a A a-b -a 01 2A 2A004 200054807 1 2024-11-18 2024 2024-1-1 https://a.fr https://a ftp://a.fr"
    " file:///a a@b.fr a@b é publié lu 0102030405 all france"
).split()
STRINGS += ["", "01 02 03 04 05", "+33 1 02 03 04 05"]
VALUES = st.one_of(
    st.sampled_from(STRINGS),
    st.none(),
    st.booleans(),
    st.integers(-1, 2),
    st.sampled_from([[], {}, ["a"], ["a", "a"], [1, True], ["01", "01"], {"france": True}, [None]]),
    st.text(max_size=8).map(str.strip),
)


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 2**32), st.sampled_from(["delete", "replace", "add"]), VALUES, st.data())
def test_ours_and_jsonschema_agree_on_any_change(
    seed: int, act: str, new: Any, data: st.DataObject
) -> None:
    value = copy.deepcopy(SMALL)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = random.Random(seed).choice(places(value))
        if act == "delete":
            del container[key]
        elif act == "replace":
            container[key] = copy.deepcopy(new)
        elif isinstance(container, list):
            container.append(copy.deepcopy(new))
        else:
            container[data.draw(st.sampled_from(["note", "checked_on", "aliases", "zz"]))] = new
    assert bool(errors(value)) == (not JUDGE.is_valid(value)), (act, key, new)


@every_row("catalogue/departures.tsv")
def test_a_departure_says_where_and_what_was_expected(path: str, value: str, said: str) -> None:
    changed = copy.deepcopy(SMALL)
    keys = [int(key) if key.isdigit() else key for key in path.split("/")]
    inner: Any = changed
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = json.loads(value, strict=False)
    (fault,) = errors(changed)
    assert fault.file == f"/{path}"
    assert JUDGE.is_valid(changed) == ("espace" in said), "a space at an end is no matter of shape"
    assert fault.reason.replace("«  ", "« ").replace("  »", " »") == said


def test_an_overlay_may_lack_keys_and_nothing_else() -> None:
    own = {"networks": [{"id": "a", "themes": []}]}
    found = errors(own, overlay.schema_of_overlay(SCHEMA))
    assert [(one.file, one.reason) for one in found] == [("/networks/0/themes", "liste vide")]
