"""``reseaux ask``: a question in French or English."""

from typing import Annotated

from achats_reseaux.cli import options as opt

EXAMPLES = (
    "reseaux ask Quel guichet vert couvre la Normandie",
    'reseaux ask "clause sociale à Mulhouse"',
)


@opt.lookup
def ask(
    question: Annotated[list[str], opt.argument("QUESTION…", "Avec ou sans guillemets.")],
) -> None:
    """Répond à une question en français ou en anglais.

    La commande comprise est montrée, et donne la même réponse. Ce qui n'est pas compris
    est dit.
    """
