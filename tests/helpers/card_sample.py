"""The small catalogue of ``tests/answers/sample.yaml``, for the tests of what a person reads."""

from achats_reseaux.catalogue import loader
from helpers.cases import TESTS

_READ = loader.load(str(TESTS / "answers" / "sample.yaml"))
NETWORKS = tuple(
    one.replace(origin="local") if one.id == "clauses-76" else one for one in _READ.networks
)
SAMPLE = _READ.replace(networks=NETWORKS)
LIST = SAMPLE.reference
