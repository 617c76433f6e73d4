"""A bare code of two readings: the usual one is answered, the other told where it differs."""

import json

from helpers.run import run


def document(*arguments: str) -> dict[str, object]:
    return dict(json.loads(run("find", *arguments, "--json").out))


def other(*arguments: str) -> str:
    """The text that asks for the other reading, or ``""``."""
    reading = document(*arguments)["other_reading"]
    return str(reading["ask"]) if isinstance(reading, dict) else ""


def test_a_postal_code_tells_the_commune_whose_insee_code_it_is() -> None:
    # Valmont and others; Rouen has desks of its own.
    asked = other("76540")
    back = document(asked)["query"]
    assert isinstance(back, dict)
    assert back["place"]["code"] == "76540"
    assert back["place"]["kind"] == "commune"
    assert f"comme code INSEE : Rouen (76), {asked}" in run("find", "76540", width=80).out.replace(
        "\n", " "
    )


def test_a_departement_tells_the_region_of_its_code_in_json_alone() -> None:
    back = document(other("94"))["query"]
    assert isinstance(back, dict)
    assert (back["place"]["kind"], back["place"]["code"]) == ("region", "94")
    assert "Corse" not in run("find", "94", width=80).out


def test_nothing_is_told_where_there_is_no_other_or_it_was_asked_for() -> None:
    for arguments in (("76000",), ("insee:76540",), ("cp:76540",), ("--commune", "76540")):
        assert other(*arguments) == "", arguments
