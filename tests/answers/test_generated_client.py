"""A client generated from the schemas reads every document, and a value that comes later."""

import copy
import importlib.util
import random
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import achats_reseaux
from achats_reseaux.catalogue import loader
from helpers.cases import cases
from helpers.checkout import ROOT
from helpers.run import run
from helpers.territories import every_place

pytest.importorskip("datamodel_code_generator", reason="the extra test-extras")
pytestmark = pytest.mark.slow

CLASSES = {"answer": "Answer", "coverage": "Coverage", "info": "Info", "diff": "Diff"}


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ModuleType]:
    """A module of pydantic models for each schema."""
    folder = tmp_path_factory.mktemp("clients")
    modules = {}
    for name in CLASSES:
        file = folder / f"{name}_client.py"
        command = [
            sys.executable,
            "-m",
            "datamodel_code_generator",
            "--input-file-type",
            "jsonschema",
        ]
        command += ["--input", loader.schema_path(name), "--output", str(file)]
        command += ["--output-model-type", "pydantic_v2.BaseModel", "--use-title-as-name"]
        subprocess.run(command, check=True, capture_output=True)
        modules[name] = _imported(file)
    return modules


def _imported(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


def read(clients: dict[str, ModuleType], document: dict[str, Any]) -> Any:
    name = document["document"]
    return getattr(clients[name], CLASSES[name]).model_validate(document)


def test_it_reads_the_documents_of_every_command_and_status(clients: dict[str, ModuleType]) -> None:
    for line, *_ in cases("answers/documents.tsv"):
        words = shlex.split(line.replace("DATA", shlex.quote(str(ROOT / "data"))))
        document = run(*words, "--json").document
        assert read(clients, document).status is not None, line


def test_it_reads_300_answers_and_the_first_contact_of_each(clients: dict[str, ModuleType]) -> None:
    for place in random.Random(78).sample(every_place(), 300):
        document = achats_reseaux.find(f"{place.kind}:{place.code}", themes=["social"]).to_dict()
        answer = read(clients, document)
        if document["first"] is not None:
            assert answer.first.contact.phone == document["first"]["contact"]["phone"]
            assert answer.first.contact.email == document["first"]["contact"]["email"]


def test_it_reads_a_value_that_comes_later(clients: dict[str, ModuleType]) -> None:
    document = copy.deepcopy(achats_reseaux.find("76000").to_dict())
    document["first"]["reason"] = "new-reason"
    document["results"][0]["doubt"] = {"text": "x", "reason": "new", "year": None, "question": None}
    document["results"][0]["contact"]["best"] = "fax"
    document["a_new_key"] = 1
    read(clients, document)
