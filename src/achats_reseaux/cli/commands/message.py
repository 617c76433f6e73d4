"""``reseaux message``: a message ready to send to the first to contact."""

import sys
from contextlib import suppress
from typing import Annotated

from achats_reseaux.answering.answers import Answer
from achats_reseaux.cli import options as opt
from achats_reseaux.cli.lookups import LOOKUPS, PLACES
from achats_reseaux.cli.streams import write_messages
from achats_reseaux.output.terminal import is_interactive

EXAMPLES = ("reseaux message Caen --theme social", "reseaux message ran-coper Rouen --open")


@opt.answering
def message(
    asked: opt.Asked,
    lieu: Annotated[
        opt.Texts, opt.argument("[ID] [LIEU]…", "Un lieu, ou un réseau et un lieu.")
    ] = None,
    region: opt.Region = None,
    departement: opt.Departement = None,
    epci: Annotated[str | None, opt.place_option("NOM", "Intercommunalité, nom ou SIREN.")] = None,
    commune: Annotated[
        str | None, opt.place_option("NOM", "Commune, présente ou ancienne.")
    ] = None,
    code_postal: Annotated[
        str | None, opt.place_option("CODE", "Code postal ; précise une commune.")
    ] = None,
    insee: Annotated[str | None, opt.place_option("CODE", "Code INSEE, ancien compris.")] = None,
    siren: Annotated[str | None, opt.place_option("N", "SIREN d'une commune ou d'un EPCI.")] = None,
    siret: Annotated[str | None, opt.place_option("N", "SIRET de même.")] = None,
    theme: opt.Themes = None,
    type_: opt.Kinds = None,
    public: opt.Audiences = None,
    opened: Annotated[
        bool, opt.panel_option(None, "Le confie à votre logiciel de courriel.", "--open")
    ] = False,
) -> Answer:
    """Un message prêt à envoyer au premier à contacter."""
    given = (region, departement, epci, commune, code_postal, insee, siren, siret)
    values = {name: [text] for name, text in zip(PLACES, given, strict=True) if text is not None}
    for name, texts in (("", lieu), ("theme", theme), ("type", type_), ("public", public)):
        if texts:
            values[name] = texts
    found = LOOKUPS["message"].answer(values, asked.catalogue, asked.today)
    if opened and found.letter is not None:
        from achats_reseaux.output.letter_formats import mailto

        address = mailto(found.letter)
        if address is None:
            write_messages(["Aucun courriel n'est documenté : le message est à coller."])
        elif is_interactive(sys.stdout):
            import webbrowser

            with suppress(webbrowser.Error, ValueError, IndexError):
                webbrowser.open(address)
    return found
