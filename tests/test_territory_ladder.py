"""The ladder, rung by rung: what a text means, each case with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Malformed, Place, Places, Unknown


def short(found: object) -> str:
    """An outcome on one line: the candidates, ``~`` where approximate, then what is left aside."""
    if isinstance(found, Malformed):
        return "malformed"
    if isinstance(found, Unknown):
        return " ".join(["unknown", *(f"[{text}]" for text in found.suggestions)])
    assert isinstance(found, Places)
    texts = [f"{p.kind}:{p.code}{'~' * p.approximate}" for p in found.candidates]
    texts += [f"({p.kind}:{p.code})" for p in found.aside]
    return " ".join(texts)


ANY_PLACE = [
    # Codes of one to three characters are a département, never a region.
    ("1", "departement:01", "a lost leading zero"),
    ("01", "departement:01", "not the region Guadeloupe"),
    ("2a", "departement:2A", "case"),
    ("75", "departement:75", "not Nouvelle-Aquitaine"),
    ("971", "departement:971", "overseas"),
    ("977", "collectivite:977", "Saint-Barthélemy is in no region"),
    ("20", "groupe:corse-ancienne", "Corsica before 1976"),
    ("00", "unknown", "no such département"),
    ("99", "unknown", "abroad"),
    # Postal codes.
    ("76000", "code-postal:76000", "one commune"),
    ("76 000", "code-postal:76000", "a space inside"),
    ("76000.0", "code-postal:76000", "a spreadsheet's decimal"),
    ("67.00", "departement:67", "one with two digits, not 06700"),
    ("7.5", "malformed", "an amount, not 75"),
    ("76000.5", "malformed", "an amount, not 76000 and a 5"),
    ("02.35.03.00.00", "malformed", "a telephone number"),
    ("76.000", "code-postal:76000", "a point between thousands"),
    ("'01000", "code-postal:01000", "a spreadsheet's quote"),
    ("\ufeff76000\u00a0", "code-postal:76000", "a BOM and a no-break space"),
    ("１３００１", "code-postal:13001", "full-width digits"),
    ("1000", "code-postal:01000", "a lost leading zero"),
    ("37160", "code-postal:37160", "over two regions"),
    ("76540", "code-postal:76540", "postal before INSEE; Rouen is in the same département"),
    ("37160", "code-postal:37160", "an INSEE code too, in the same département"),
    ("97133", "code-postal:97133 (commune:97133)", "Saint-Barthélemy, not Vieux-Fort"),
    ("97150", "code-postal:97150", "Saint-Martin, not Guadeloupe"),
    ("52210", "code-postal:52210", "the INSEE code is a part of a commune: no line for it"),
    ("75116", "code-postal:75116", "Paris has a postal code of its own there"),
    # The plain prefix.
    ("75000", "code-postal:75000~", "no such code, but Paris all the same"),
    ("69401", "code-postal:69401~", "CEDEX"),
    ("20999", "code-postal:20999~", "Haute-Corse"),
    ("20199", "commune:2B199", "Noceta before Corsica was split: looked up, not decoded"),
    ("20189", "commune:2A189", "a former code too"),
    ("97717", "code-postal:97717~", "the town hall of Saint-Denis de La Réunion"),
    ("98799", "code-postal:98799", "Clipperton, in the data"),
    ("98000", "unknown", "Monaco"),
    ("99123", "unknown", "abroad"),
    ("00100", "unknown", "armies"),
    ("96000", "unknown", "no département 96"),
    # INSEE codes.
    ("2A004", "commune:2A004", "Ajaccio"),
    ("2a 004", "commune:2A004", "case and space"),
    ("insee:76540", "commune:76540", "the explicit form"),
    ("INSEE : 76540", "commune:76540", "the explicit form, as people type"),
    ("cp:76540", "code-postal:76540", "the explicit form"),
    ("code postal : 76540", "code-postal:76540", "in words"),
    ("75056", "commune:75056", "Paris"),
    ("75115", "arrondissement:75115", "an arrondissement"),
    ("01015", "commune:01015", "a commune and its déléguée share the code: the commune"),
    ("02285", "commune-associee:02285", "its commune is in Nord"),
    ("02311", "commune:02589", "Filain, merged"),
    ("75002", "code-postal:75002", "not Antony, whose former code it is"),
    ("insee:75002", "commune:92002", "Antony, asked for as INSEE"),
    # SIREN and SIRET.
    ("217605401", "commune:76540", "Rouen"),
    ("217 605 401", "commune:76540", "spaces"),
    ("217.605.401", "commune:76540", "dots"),
    ("217\u202f605\u202f401", "commune:76540", "narrow no-break spaces"),
    ("21760540100017", "commune:76540", "SIRET"),
    ("217 605 401 00017", "commune:76540", "SIRET with spaces"),
    ("213300171", "commune:47017", "Auradou: the digits say Gironde, the data Lot-et-Garonne"),
    ("200023414", "epci:200023414", "Métropole Rouen Normandie"),
    ("200057867", "ept:200057867", "Plaine Commune"),
    ("217605402", "malformed", "a wrong key"),
    ("21760540100018", "malformed", "a wrong key in the SIRET"),
    ("35600000000048", "unknown", "La Poste: a right SIRET, no place"),
    ("35600000000051", "unknown", "La Poste again: the digits sum to a multiple of five"),
    ("130005481", "unknown", "a body that is no commune"),
    ("2,17605E+13", "malformed", "rounded by a spreadsheet"),
    ("123456", "malformed", "six digits are no code"),
    ("", "malformed", "nothing"),
    ("  '\"  ", "malformed", "only signs"),
    ("?!", "malformed", "only signs"),
    # ISO, NUTS and other codes.
    ("FR-76", "departement:76", "ISO: a département, not Occitanie"),
    ("FR-NOR", "region:28", "ISO"),
    ("FRD", "region:28", "NUTS 1"),
    ("FRD22", "departement:76", "NUTS 3"),
    ("FR-20R", "region:94", "ISO of Corsica"),
    ("FR-75C", "departement:75", "ISO of Paris"),
    ("69M", "epci:200046977", "Métropole de Lyon"),
    ("6AE", "groupe:cea", "Collectivité européenne d'Alsace"),
    ("972R", "region:02", "Martinique"),
    # Regions, their nicknames, former regions, groups.
    ("Normandie", "region:28", "official name"),
    ("NORMANDIE", "region:28", "case"),
    ("PACA", "region:93", "nickname"),
    ("Région Sud", "region:93", "nickname"),
    ("région Centre", "region:24", "nickname"),
    ("AURA", "region:84", "nickname"),
    ("Alsace", "ancienne-region:42", "a set of départements: only one has a guichet"),
    ("Picardie", "ancienne-region:22", "a former region"),
    ("Bourgogne", "ancienne-region:26 (commune-deleguee:51075)", "a déléguée has the name"),
    ("Outre-mer", "groupe:outre-mer", "a group"),
    ("Drom", "groupe:outre-mer (commune:01150)", "a village of the Ain has the name"),
    ("Bretagne", "region:53 (commune:90019) (commune:36024)", "two villages have the name"),
    ("La Réunion", "region:04 (commune:47222)", "a village has the name"),
    ("Corse", "region:94", "the region before the former département"),
    ("Guadeloupe", "region:01", "the region before its one département"),
    # Départements and communes of one name.
    ("Vienne", "departement:86 commune:38544", "ambiguous upstream"),
    ("Creuse", "departement:23 commune:80225", "ambiguous upstream"),
    ("Loire", "departement:42 (commune:49178)", "Loiré only meets it without its accent"),
    ("Loiré", "commune:49178 (departement:42)", "the accent settles it, and it is said"),
    ("Paris", "commune:75056", "the département is the same ground"),
    ("Bas-Rhin", "departement:67", "a name"),
    ("Saint-Barthelemy", ("collectivite:977 commune:56207 commune:70459 commune:38363 "
     "commune:40251 commune:50450 commune:77402"), "no commune twin of the collectivité"),
    ("Nouvelle-Calédonie", "collectivite:988", "in no region"),
    ("Nouméa", "commune:98818", "in no region either"),
    ("la Marne", "departement:51 commune:44090", "a village has the name with its article"),
    ("l'Ain", "departement:01", "Lain is a village of the Yonne"),
    ("la Vienne", "departement:86", "no commune has this article"),
    ("la Loire", "departement:42", "nor does Loiré"),
    ("les Landes", "departement:40", "nor do the communes Landes"),
    ("l'Alsace", "ancienne-region:42", "a former region"),
    ("Côtes-du-Nord", "departement:22", "a former name"),
    ("Seine-et-Oise", "groupe:seine-et-oise", "a former département"),
    # Communes, their accents, ligatures, abbreviations.
    ("rouen", "commune:76540", "case"),
    ("lure", "commune:70310 commune:42125", "without accent, both"),
    ("Luré", "commune:42125 (commune:70310)", "an accent settles it; Lure is bigger"),
    ("LURÉ", "commune:42125 (commune:70310)", "in capitals too"),
    ("RIBEAUVILLE", "commune:68269 commune:02647", "capitals lose their accents"),
    ("St Etienne du Rouvray", "commune:76575", "abbreviated"),
    ("L’Haÿ‑les‑Roses", "commune:94038", "curly apostrophe, no-break hyphens"),
    ("Lhay les Roses", "commune:94038", "no apostrophe at all"),
    ("Œuilly", "commune:51410 commune:02565", "ligature"),
    ("OEUILLY", "commune:51410 commune:02565", "ligature spelt out"),
    ("E\u0301vreux", "commune:27229", "decomposed"),
    ("Bors", "commune:16052 commune:16053", "the official names have brackets"),
    ("Saint-Denis", ("commune:97411 commune:93066 commune:11339 commune:30247 (commune:79066) "
     "(commune:17323) (commune:89342) (commune:48145)"), "bigger first; four bore the name"),
    ("Bouxwiller", "commune:67061 commune:68049", "a guichet in one, none in the other"),
    ("Saint-Denis de La Réunion", "commune:97411", "what people call it"),
    ("Y", "commune:80829", "one letter"),
    # Arrondissements, parts, former communes.
    ("Paris 15", "arrondissement:75115", "bare number"),
    ("Paris 15e Arrondissement", "arrondissement:75115", "official"),
    ("Paris XVe", "arrondissement:75115", "Roman"),
    ("Lyon 3ème", "arrondissement:69383", "ordinal"),
    ("Marseille 1er", "arrondissement:13201", "ordinal"),
    ("3e arrondissement de Lyon", "arrondissement:69383", "the other way round"),
    ("Arbignieu", "commune-deleguee:01015", "déléguée of Arboys en Bugey"),
    ("Escaufourt", "commune-associee:02285", "its code lies"),
    ("Cherbourg", "commune:50129", "a former name"),
    ("Cadillac", "commune:33081", "a former name"),
    # Parts and former communes that have the name of another commune of today.
    ("Évry", "commune:91228 commune:89162", "Évry-Courcouronnes is bigger than the village"),
    ("Saint-Ouen", ("commune:93070 commune:41226 commune:80711 (commune:95572) (commune:77428) "
     "(commune:58258) (commune:17377)"), "Saint-Ouen-sur-Seine bore the name, and is the biggest"),
    ("Aix", ("commune:59004 commune:19002 (commune:13001) (commune:73008)"),
     "an exact name is taken, the towns whose name begins so are worth a line"),
    ("Filain", "commune:02589 commune:70234", "it merged into a bigger one than its namesake"),
    ("Vire", "commune:71584 commune:46336 commune-deleguee:14762 (commune:72379)",
     "Viré only meets it without its accent; Vire-sur-Lot bore it, Viré-en-Champagne bore that"),
    ("Viré", "commune:71584 (commune:72379)", "the accent settles it"),
    ("Soizé", "commune:02723 commune-deleguee:28376", "the accent of one that is smaller"),
    ("Percy", "commune:14431 commune:38301 commune-deleguee:50393", "a part, and former names"),
    ("Châlons", "commune:51108~ commune:38066", "a town by its first words, a name long gone"),
    ("Le Mée", "commune:77285~ commune:28103", "another"),
    ("Larche", "commune:19107 (commune-deleguee:04100)", "the smaller one is worth a line"),
    # EPCI.
    ("Métropole de Lyon", "epci:200046977", "official name"),
    ("Métropole Rouen Normandie", "epci:200023414", "official name"),
    ("Rouen Normandie", "epci:200023414", "without its nature"),
    ("communauté de communes de Nozay", "epci:244400537", "the nature spelt out"),
    ("CC des Quatre Rivières", "epci:247400666 epci:247000623", "two of one name"),
    ("CdC du Bazadais", "epci:200043982", "as many groupings abbreviate their nature"),
    ("CDC de l'Île d'Oléron", "epci:241700624", "the same"),
    ("CdC", "region:94", "alone, the nickname of the Collectivité de Corse"),
    ("CCPH", "epci:247800550", "acronym in brackets"),
    ("Dijon (21)", "commune:21231", "not Dijon Métropole: what we suggest must be what we read"),
    ("Bors (Canton de Charente-Sud) (16)", "commune:16053", "brackets of its own, then ours"),
    ("La Rochelle (17)", "commune:17300", "not the CA de La Rochelle"),
    ("CA du Grand Avignon (COGA)", "epci:248400251", "brackets that are part of the name"),
    ("Paris 3 eme", "arrondissement:75103", "an ordinal apart from its number"),
    ("CC du Sud", "epci:200060473", "Mayotte; the CA du Sud is in La Réunion"),
    ("CA du Sud", "epci:249740085", "La Réunion"),
    ("Lyon", "commune:69123", "a bare name is the commune"),
    # Looser: spaces, articles, beginnings.
    ("lahayelesroses", "unknown [L'Haÿ-les-Roses]", "two letters too many"),
    ("lhaylesroses", "commune:94038", "no spaces"),
    ("Hauts de Seine", "departement:92", "hyphens"),
    ("hautsdeseine", "departement:92", "no spaces"),
    ("Havre", "commune:76351", "no article"),
    ("le Loiret", "departement:45", "an article too many"),
    ("PERCHAY (LE)", "commune:95483", "trailing article"),
    ("Havre, Le", "commune:76351", "trailing article"),
    ("ABERGEMENT DE VAREY (L )", "commune:01002", "as the tax office writes it"),
    ("Chalon s/Saône", "commune:71076", "s/"),
    ("Villeneuve-sur-L", "commune:47323~", "cut at the end"),
    ("Bouches-du-Rh", "departement:13~", "cut at the end"),
    ("Rhin", "unknown [Rhinau]", "no guess for Rhinau, nor for Bas-Rhin or Haut-Rhin"),
    ("Sainte", "unknown [Saintes]", "begins too many names"),
    ("Stra", "unknown [Strasbourg] [Strazeele]", "a beginning must be most of the name"),
    ("Strasbou", "commune:67482~", "most of the name"),
    (
        "mairie de Caudebec",
        "unknown [Caudebec-lès-Elbeuf] [Caudebec-en-Caux]",
        "parts of communes begin so too",
    ),
    ("Gap", "commune:05061", "a short name is a name"),
    # Words around.
    ("ville de Rouen", "commune:76540", "the words before"),
    ("Ville du Havre", "commune:76351", "du is de le"),
    ("Mairie de Paris", "commune:75056", "the words before"),
    ("Ville-d'Avray", "commune:92077", "the word is part of the name"),
    ("département de la Loire", "departement:42", "narrows to a département"),
    ("département du Nord", "departement:59", "narrows to a département"),
    ("Département de la Vienne", "departement:86", "settles Vienne"),
    ("commune de Vienne", "commune:38544", "settles Vienne"),
    ("conseil départemental des Landes", "departement:40", "des is de les"),
    ("conseil régional de Bretagne", "region:53", "no village aside"),
    ("Saint-Denis (974)", "commune:97411", "a hint in brackets"),
    ("Saint-Denis 93", "commune:93066", "a hint behind"),
    ("93 Saint-Denis", "commune:93066", "a hint before"),
    ("Saint-Denis, Réunion", "commune:97411", "a hint after a comma"),
    ("Saint-Denis - Seine-Saint-Denis", "commune:93066", "a hint after a dash"),
    ("Vienne (Isère)", "commune:38544", "the hint settles the kind too"),
    ("Rouen (Calvados)", "unknown [Rouen]", "the hint is wrong"),
    # Address lines.
    ("76000 Rouen", "commune:76540", "letterhead"),
    ("76 000 ROUEN", "commune:76540", "a space in the code"),
    ("Rouen 76000", "commune:76540", "the other way round"),
    ("1000 Bourg-en-Bresse", "commune:01053", "a lost zero"),
    ("67070 STRASBOURG CEDEX", "commune:67482", "a CEDEX code is not in the data"),
    ("69401 LYON CEDEX 03", "commune:69123", "a numbered CEDEX"),
    ("F-67000 Strasbourg", "commune:67482", "the country before"),
    ("2 place X, CS 30120, 67070 STRASBOURG CEDEX", "commune:67482", "a whole address"),
    ("75015 Paris 15e", "arrondissement:75115", "code and arrondissement"),
    ("38200 Vienne", "commune:38544", "the code settles it"),
    ("76540 Rouen", "commune:76540", "an INSEE code beside the name"),
    ("36110 Bretagne", "commune:36024", "a village, not the region"),
    ("97434 Saint-Gilles-les-Bains", "code-postal:97434", "a locality: the code alone is read"),
    ("76000 Lyon", "unknown [Lyon] [76000]", "they disagree: neither is taken"),
    ("Mairie de Lyon 76000", "unknown [Lyon] [76000]", "nor with the words before a name"),
    ("76000 Roissy-en-France", "unknown [Roissy-en-France] [76000]", "the country is in the name"),
    ("Mairie d'Abilly 37160", "commune:37001", "the commune, not all that the code serves"),
    ("76000 CEDEX", "code-postal:76000", "no name at all"),
    ("F-76000", "code-postal:76000", "the country before"),
    ("76000 CS BP 1", "code-postal:76000", "boxes without a number"),
    ("code INSEE 97133", "commune:97133", "not the postal code of Saint-Barthélemy"),
    ("n° SIRET 217 605 401 00017", "commune:76540", "the words before a number"),
    ("Conseil départemental 76", "departement:76", "a département by its number"),
    ("DE-67059 Ludwigshafen", "unknown", "the code of another country"),
    ("B-1000 Bruxelles", "unknown", "another"),
    ("F-67000 Strasbourg", "commune:67482", "that of France"),
    ("67 68", "unknown", "two départements are no code that lost its zero"),
    ("10 01", "unknown", "nor are these 01001, a commune of Ain"),
    ("67000 à Mulhouse", "unknown [Mulhouse] [67000]", "a preposition between"),
    ("1000 Bruxelles", "unknown", "a lost zero and an unknown town: too little"),
    ("1000 Bourg-en-Bresse", "commune:01053", "a lost zero and the town"),
    # An article after its name, a hint in brackets, both.
    ("Vey, Le", "commune:14741", "no CC de la Veyle"),
    ("Vey Le", "commune:14741", "without a comma"),
    ("Mairie de Monteil (Le)", "commune:43140 commune:15131", "behind what announces a name"),
    ("Celle (La), Centre-Val de Loire", "commune:18042", "before a hint"),
    ("Fère (La) (02)", "commune:02304", "another hint"),
    ("69890 Tour-de-Salvagny (La)", "commune:69250", "a code before"),
    ("Loges (Les) 14", "commune:14374", "no CC des Loges (45)"),
    ("Nozay (village)", "unknown", "a bracket that says something unknown: no CC de Nozay"),
    ("Lyon (Canada)", "unknown", "nor the Métropole de Lyon"),
    ("Saint-Laurent (Bretagne)", "commune:22310 (commune:56224)", "no Saint-Laurent-Bretagne (64)"),
    ("Chézy s/Marne (Aisne)", "commune:02186", "s/ and a hint"),
    ("Lagor (17)", "unknown [Lagor]", "no beginning of Lagord: there is a Lagor elsewhere"),
    ("Neuilly (92)", "commune:92051~", "whole words of a name there, as --departement 92 reads it"),
    ("Aix (13)", "commune:13001~", "though Aix (19) is called so"),
    ("Le Kremlin", "unknown [Le Kremlin-Bicêtre]", "half of it, whatever the article"),
    ("Champfrom", "commune:01081~", "three quarters of Champfromier"),
    ("Champfro", "unknown [Champfromier] [Champdor]", "less of it"),
    ("Perreux (94)", "commune:94058~", "Le Perreux-sur-Marne is bigger than what has the name"),
    ("COMMUNE DE PERREUX (94)", "commune:94058~", "after the words of a commune"),
    ("94170 PERREUX", "commune:94058~", "at its postal code"),
    ("83680 La Garde", "commune:83063~", "smaller than La Garde, but the only one there"),
    ("La Perreux (94)", "unknown [Perreux (42)]", "another article"),
    ("Pont 14", "unknown [Pont]", "no sign: it may be any bridge, not Pont-l'Évêque"),
    ("Mairie de Pont 14", "commune:14514~ commune:14764~", "but it is a town"),
    ("01 - Ambérieu-en-Bugey", "commune:01004", "a hint before"),
    ("76-Rouen", "commune:76540", "without spaces"),
    ("MEL", "epci:200093201", "as it calls itself"),
    ("Rouen [76]", "commune:76540", "square brackets"),
    ("Ambérieu-en-Bugey, Ain (01)", "commune:01004", "two hints"),
    ("Rouen, Seine-Maritime, Normandie", "commune:76540", "one within the other"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), ANY_PLACE)
def test_any_place(text: str, expected: str, reason: str) -> None:
    assert short(resolve(text)) == expected, reason


WRITTEN = [
    # An article that was typed: a name that lacks it never wins alone where a longer one has it.
    ("La Seyne", "commune:83126~ commune:04205", "La Seyne-sur-Mer, or Seyne"),
    ("Mairie du Perreux", "commune:94058~ commune:42170", "across a coverage line"),
    ("La Baule", "commune:44055~ commune:45024", "La Baule-Escoublac, or Baule"),
    ("Mairie des Clayes", "commune:78165~ commune:35081", "Les Clayes-sous-Bois, or Clayes"),
    ("La Suze", "commune:72346~ commune:26346", "La Suze-sur-Sarthe, or Suze"),
    ("La Marseille", "commune:13055", "no name goes on after that article"),
    # An EPCI is known by whole words.
    ("CC de la Hague", "unknown [CA du Cotentin]", "not Haguenau, which begins with its letters"),
    ("CA du Grand Chalon", "epci:247100589", "an article inside its nature"),
    ("Grand Chalon", "epci:247100589", "no commune has that name with an article"),
    ("Eurométropole de Strasbourg", "epci:246700488", "a nature of its own"),
    ("GRAND CUBZAGUAIS COMMUNAUTE DE COMMUNES", "epci:243301223", "the nature comes last"),
    ("COMMUNAUTE COM LOIRE ET SEMENE", "epci:244301131", "as SIRENE shortens it"),
    ("CC de Campagne", ("epci:244000808~ epci:243400520~ epci:246000756~ epci:200041168~ "
     "epci:247600505~"), "that of any commune of the name"),
    ("Marsac, Pont-Aven", "unknown", "two communes: no bridge"),
    ("Quimper, Pont-Aven", "unknown", "nor where both lie in one département"),
    # Boxes and roads have numbers that are no code.
    ("BP n°68100 76000 Rouen", "commune:76540", "not Mulhouse"),
    ("BP no 68100 76000 Rouen", "commune:76540", "spelt otherwise"),
    ("BP num. 68100 76000 Rouen", "commune:76540", "abbreviated"),
    ("BP numéro 68100 76000 Rouen", "commune:76540", "in full"),
    ("CO n° 80036 76000 Rouen", "commune:76540", "not Amiens"),
    ("B.P. 68100, 76000 Rouen", "commune:76540", "with dots"),
    ("C.S. 30120 67070 STRASBOURG CEDEX", "commune:67482", "with dots"),
    ("Case postale 68100 76000 Rouen", "commune:76540", "in two words"),
    ("12 rue J.F. Kennedy, 76000 Rouen", "commune:76540", "points that are no number's"),
    ("Route départementale 01044, 02420 Bellicourt", "commune:02065", "the number of a road"),
    ("5, route Nationale 62158 Bavincourt", "commune:62086", "a road without a number"),
    ("1250 route de Colmar, 68200 Mulhouse", "commune:68224", "a number of four digits"),
    ("10 rue Principale, 8130, Chuffilly-Roche", "commune:08123", "a zero lost in the middle"),
    ("10 rue Principale, 8400, Sainte-Marie", "commune:08390", "which tells one of many"),
    ("8 rue des Tanneurs, Mulhouse", "commune:68224", "no code at all"),
    # A CEDEX of Corsica tells the island, its town which half.
    ("20704", "code-postal:20704~", "both départements"),
    ("20704 Ajaccio Cedex 9", "commune:2A004", "the town wins"),
    ("20302 Bastia Cedex", "commune:2B033", "on either side"),
    # Brackets that are no place.
    ("COMMUNE DE ROUEN (MAIRIE)", "commune:76540", "most names in SIRENE are so"),
    ("Château-Chinon (Ville)", "commune:58062", "what is in the brackets is of the name"),
    ("ROUEN (MAIRIE)", "commune:76540", "the brackets have such words alone"),
    ("COMMUNE DE VIENNE (ISERE)", "commune:38544", "these are a place"),
    ("COMMUNE DE ROUEN (CALVADOS)", "unknown [Rouen]", "these are another one"),
    ("COMMUNE DE ROUEN (SDIS DU CALVADOS)", "unknown [Calvados]", "a body of another one"),
    # Public bodies, by the name of their place.
    ("CHU de Rouen", "commune:76540", "a hospital"),
    ("Centre hospitalier du Mans", "commune:72181", "an article inside du"),
    ("CTRE HOSPITALIER DE ROUEN", "commune:76540", "as SIRENE shortens it"),
    ("Université de Rouen", "commune:76540", "a university"),
    ("SDIS de la Vienne", "departement:86", "a département's, not the town's"),
    ("SDIS 76", "departement:76", "by its code"),
    ("CD 76", "departement:76", "by its code"),
    ("CD 2A", "departement:2A", "in Corsica"),
    ("CD95 - Direction des achats", "departement:95", "without a space, and a service"),
    ("DDTM du Calvados", "departement:14", "an office of the State"),
    ("DREAL Normandie", "region:28", "a regional one"),
    ("Sous-préfecture de Dieppe", "commune:76217", "where it is"),
    ("Conseil départemental - Isère", "departement:38", "parted by a dash"),
    ("Préfecture - Bas-Rhin", "departement:67", "likewise"),
    ("Direction départementale des territoires (DDT) - Meuse", "departement:55", "two in a row"),
    ("Ville de Marseille - Direction des achats", "commune:13055", "a service after a dash"),
    ("SARTHE HABITAT", "departement:72", "the words come last"),
    ("VIENNE HABITAT", "departement:86 commune:38544", "or of the town of that name, in Isère"),
    ("VAUCLUSE LOGEMENT", "departement:84 commune:25588", "likewise of a village elsewhere"),
    ("MAYENNE HABITAT", "departement:53", "the town of that name lies in it"),
    ("SAINT-BARTHELEMY HABITAT", ("collectivite:977 commune:56207 commune:70459 commune:38363 "
     "commune:40251 commune:50450 commune:77402"), "all that the name alone may be"),
    ("Régie de l'agglomération d'Elbeuf", "commune:76231", "no EPCI of that name: the town"),
    ("Régie immobilière de la ville de Paris", "commune:75056", "the words are inside"),
    ("Mairie déléguée - Boos", "commune-deleguee:40048", "not the commune of that name (76)"),
    ("Département de l&#039;Yonne", "departement:89", "as a feed of notices writes it"),
    ("DIJON METROPOLE HABITAT", "epci:242100410", "an EPCI by its whole name before such words"),
    ("ROUEN NORMANDIE AMENAGEMENT", "epci:200023414", "or by its short one"),
    ("OPH DE LA COMMUNAUTE URBAINE LE HAVRE SEINE METROPOLE", "epci:200084952", "of an EPCI"),
    ("OPH DE L'AGGLOMERATION D'AGEN", "epci:200096956", "likewise"),
    ("OPH DE LORIENT AGGLO", "epci:200042174", "the type comes last"),
    ("CTRE HOSPITALIER AGGLOMERATION DE NEVERS", "epci:245804406", "without a link word"),
    ("SYNDICAT D'EAU DE LA REGION D'ENGHIEN-LES-BAINS", "commune:95210", "around a town"),
    ("SYNDICAT DES ENERGIES DE LA HAUTE SAVOIE", "departement:74", "by law a département's"),
    ("SYNDICAT MIXTE NUMERIQUE HAUTE-SAVOIE", "departement:74~", "a compound name, at the end"),
    ("SYNDICAT HAUTE-SAVOIE", "departement:74~", "of a single word"),
    ("SYNDICAT DEPARTEMENTAL DE TRAITEMENT DU JURA", "departement:39~", "likewise said"),
    ("Agence départementale d'information de l'Isère", "departement:38~", "elided"),
    ("Agence départementale d'information Isère", "unknown", "without a link word, a river"),
    ("Agence départementale de santé d'Alsace", "ancienne-region:42~", "wider than it says"),
    ("SYNDICAT MIXTE DU PARC ROUTIER DE LA REUNION", "region:04~", "a region, after a link word"),
    ("Centrale d'achat Dijon Métropole", "epci:242100410~", "an EPCI, at the end"),
    ("Office de tourisme de la CC des Quatre Rivières", "epci:247400666~ epci:247000623~",
     "both of that name, in Haute-Savoie and in Haute-Saône"),
    ("SDE 07 ARDECHE", "departement:07~", "a code and its own name"),
    ("Syndicat mixte du Pic du Midi (65)", "departement:65", "all that is told of where it is"),
    ("MON LOGEMENT 27", "departement:27", "likewise, at the end of a name"),
    ("Office public de l'habitat 76", "departement:76", "right after the words of a body"),
    ("Syndicat des eaux n° 12", "unknown", "any number"),
    ("agence technique BP 12", "unknown", "the number of a box"),
    ("Centre hospitalier bâtiment 12", "unknown", "of a building"),
    ("Chambre de commerce et d'industrie - Caen Normandie", "commune:14118", "and its region"),
    ("Université de Pau et des Pays de l'Adour", "commune:64445", "of two, the one known"),
    ("Lycée Condorcet - Besançon", "commune:25056", "the part beside the body's name"),
    ("COMMUNAUTE DE COMMUNES VALLEE ST AMARIN", "epci:246800205", "link words left out"),
    ("CU Grand Paris Seine & Oise", "epci:200059889", "a sign for et"),
    # What is no place, though a place is in it.
    ("SYNDICAT 76", "unknown [Le Syndicat]", "common words beside a code"),
    ("SDE 07 DROME", "unknown", "the code is that of Ardèche"),
    ("DREAL Aude et Pyrénées-Orientales", "unknown", "two départements"),
    ("OPH de Savoie et Haute-Savoie", "unknown", "likewise"),
    ("Syndicat Lot et Garonne Eau", "unknown", "no Lot in it"),
    ("CCI Eure et Loir Beauce", "unknown", "nor Eure, after words beside which a place is read"),
    ("CCI du Lot et Garonne Agenais", "unknown", "whatever the article"),
    ("Champigny Marne", "unknown", "sur-Marne, in Val-de-Marne, not Champigny (51)"),
    ("SYNDICAT DES EAUX DE ROUEN", "unknown [Rouen]", "common words: a town is suggested for"),
    ("Les Amis de la Haute-Savoie", "unknown [Haute-Savoie]", "no words of a public body"),
    ("Les Amis du syndicat Haute-Savoie", "unknown", "which do not begin it"),
    ("Les amis du ch Rouen", "unknown", "letters that may be those of anything inside a name"),
    ("SYNDICAT MIXTE DE LA LOIRE", "unknown [Loire]", "a river"),
    ("Hôpital Saint-Louis", "unknown", "in Paris, not in Saint-Louis"),
    ("Lycée de Mulhouse", "commune:68224", "but after de, a place"),
    ("AP-HP", "unknown", "letters that no table has"),
    ("GHT Santé 41", "unknown", "words of no body that is known by its département"),
    ("Hôpital Sainte-Marie", "unknown", "in several towns, none of them Sainte-Marie"),
    ("CHS Sainte-Marie", "unknown", "nor where the words may bear an article"),
    ("Archives du conseil départemental de Dieppe", ("unknown [Dieppe] [Nieppe] "
     "[Dieppe-sous-Douaumont]"), "no département: the town is not meant"),
    ("SIVOM du Val", "unknown [Le Val (83)] [Le Val (25)]", "a valley, not Le Val"),
    ("VALLOIRE HABITAT", "unknown [Val-d'Oise]", "a landlord of Loiret, not the village (73)"),
    ("PMI - Rouen - rue de la Commune-de-Lyon", "commune:76540", "a street named after a town"),
    ("Lycée Condorcet", "unknown", "a person, not Condorcet (26)"),
    ("Syndicat des eaux de la Sarthe", "unknown [Sarthe]", "a river"),
    ("Société de la Loire", "unknown [Loire]", "no words of a public body"),
    # Spreadsheets.
    ("076", "departement:76", "a zero too many"),
    ("020", "groupe:corse-ancienne", "Corsica before 1976"),
    # SIREN of départements, regions, and of public bodies that no table has.
    ("220100010", "departement:01", "the département of Ain"),
    ("22010001000002", "departement:01", "an establishment of it"),
    ("200053403", "region:28", "Normandie"),
    ("200094332", "groupe:cea", "the European collectivity of Alsace"),
    ("267600153", "departement:76~", "a hospital, by the series of its number"),
    ("262001233", "groupe:corse-ancienne~", "in Corsica"),
    ("269740015", "departement:974~", "overseas"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), WRITTEN)
def test_what_is_really_written(text: str, expected: str, reason: str) -> None:
    assert short(resolve(text)) == expected, reason


TYPOS = [
    ("Ruoen", "[Rouen]", "two letters swapped"),
    ("Marseile", "[Marseille]", "a letter less"),
    ("Nantess", "[Nantes]", "a letter more"),
    ("Bas-Rhni", "[Bas-Rhin]", "across a coverage line"),
    ("Haut-Rhim", "[Haut-Rhin]", "across a coverage line"),
    ("Hôpital Saint-Louis", "", "in Paris, not in Saint-Louis"),
    ("Rouan", "[Rouen] [Royan] [Rouans] [Roujan] [Rohan]", "a beginning or a wrong letter"),
    ("Maenne", "[département Mayenne (53)] [commune Mayenne (53)]", "each means one place"),
    ("CA du Grand Avignom", "[CA du Grand Avignon (COGA)]", "a grouping with brackets"),
    ("villeneuve sur lott", "[Villeneuve-sur-Lot]", "a long name"),
    ("Bouxviller", "[Bouxwiller (67)] [Bouxwiller (68)]", "homonyms are told apart"),
    ("Normadie", "[Normandie]", "a region"),
    ("ville de Ruoen", "[Rouen]", "the words before are no part of the name"),
    ("ville du Manss", "[Le Mans]", "but for the article that they hide"),
    ("mairie des Sables d'Olone", "[Les Sables-d'Olonne]", "likewise"),
    ("Ruoen (76)", "[Rouen]", "nor is the hint"),
    ("CC de Nozzay", "[CC de Nozay]", "a grouping"),
    ("noms", "[Oms]", "the header of a table is no name"),
    ("xqzzq", "", "nothing like it"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), TYPOS)
def test_a_typo_is_suggested_for_never_answered(text: str, expected: str, reason: str) -> None:
    found = resolve(text)
    assert short(found) == f"unknown {expected}".strip(), reason
    assert isinstance(found, Unknown)
    for suggestion in found.suggestions:
        again = resolve(suggestion)
        assert isinstance(again, Places), suggestion
        assert len(again.candidates) == 1, suggestion


OF_A_KIND = [
    ("28", "region", "region:28", "a region's code"),
    ("4", "region", "region:04", "a lost zero"),
    ("974", "region", "region:04", "the code that people know"),
    ("975", "region", "collectivite:975", "a collectivité answers, in no region"),
    ("12", "region", "unknown [Occitanie]", "a département's code only"),
    ("FR-NOR", "region", "region:28", "ISO"),
    ("Alsace", "region", "ancienne-region:42", "a former region"),
    ("Bretagne", "region", "region:53", "no village aside"),
    ("Normadie", "region", "unknown [Normandie]", "a typo"),
    ("Rouen", "region", "unknown [Normandie]", "a commune: its region is suggested"),
    ("76", "departement", "departement:76", "a code"),
    ("20", "departement", "groupe:corse-ancienne", "a former code"),
    ("Corse", "departement", "groupe:corse-ancienne", "a former département"),
    ("Alsace", "departement", "ancienne-region:42", "asked for as the one collectivité it is"),
    ("Réunion", "departement", "departement:974", "region and département are the same"),
    ("Vienne", "departement", "departement:86", "not the commune"),
    ("Rouen", "departement", "unknown [Seine-Maritime]", "its département is suggested"),
    (
        "Bretagne",
        "departement",
        "unknown [Côtes-d'Armor] [Finistère] [Ille-et-Vilaine] [Morbihan]",
        "a region: what it holds",
    ),
    ("Vienne", "commune", "commune:38544", "not the département"),
    ("76000", "commune", "code-postal:76000", "a postal code typed there"),
    ("2A004", "commune", "commune:2A004", "an INSEE code typed there"),
    ("Arbignieu", "commune", "commune-deleguee:01015", "a part of a commune"),
    ("Normandie", "commune", "unknown", "a region: the message says which option takes it"),
    ("Lyon", "epci", "epci:200046977", "the name alone"),
    ("200046977", "epci", "epci:200046977", "SIREN"),
    ("217605401", "epci", "unknown [76540]", "a commune's SIREN"),
    ("76000", "epci", "malformed", "no EPCI has such a code"),
    ("Rouen", "epci", "epci:200023414~", "the beginning of its name"),
    ("Alpes", "epci", "epci:200068625~ epci:200039931~", "of two, whatever is near in name"),
    ("7600", "code-postal", "code-postal:07600", "a lost zero"),
    ("Rouen", "code-postal", "malformed", "a name"),
    ("760", "code-postal", "malformed", "three digits"),
    ("76540", "insee", "commune:76540", "INSEE, whatever the postal code"),
    ("99999", "insee", "unknown", "no such commune"),
    ("Rouen", "insee", "malformed", "a name"),
    ("217605401", "siren", "commune:76540", "SIREN"),
    ("21760540100017", "siren", "malformed", "a SIRET"),
    ("21760540", "siren", "malformed", "a digit less"),
    ("21760540100017", "siret", "commune:76540", "SIRET"),
    ("217605401", "siret", "malformed", "a SIREN"),
]


@pytest.mark.parametrize(("text", "kind", "expected", "reason"), OF_A_KIND)
def test_of_a_kind(text: str, kind: str, expected: str, reason: str) -> None:
    assert short(resolve(text, kind)) == expected, reason


SETTLED = [
    ("Saint-Denis", {"departement": "93"}, "commune:93066", "by code"),
    ("Saint-Denis", {"departement": "Seine-Saint-Denis"}, "commune:93066", "by name"),
    ("Saint-Denis", {"region": "Réunion"}, "commune:97411", "by region"),
    ("Saint-Denis", {"code_postal": "97400"}, "commune:97411", "by postal code"),
    ("Saint-Denis", {"region": "11", "departement": "93"}, "commune:93066", "by both"),
    ("Saint-Denis", {"region": "11", "departement": "974"}, "unknown", "they contradict"),
    ("Vienne", {"departement": "38"}, "commune:38544", "the commune, for it lies there"),
    ("Filain", {"departement": "02"}, "commune:02589", "a lower rung answers there"),
    ("Évry", {"departement": "91"}, "commune:91228", "the one that is gone"),
    (
        "Éloise",
        {"departement": "01", "code_postal": "01200"},
        "unknown [Éloise]",
        "a code over two départements: in this one it is not",
    ),
    ("Ivry", {"departement": "94"}, "commune:94041~", "a town by its first words"),
    ("Perreux", {"departement": "94"}, "commune:94058~", "its article left out too"),
    ("Haÿ", {"code_postal": "94240"}, "commune:94038~", "whatever the article"),
    (
        "Saint-Denis",
        {"departement": "14"},
        "unknown [Saint-Denis (974)] [Saint-Denis (93)] [Saint-Denis (11)]",
        "not Saint-Denis-de-Méré, which nobody calls so",
    ),
    ("les", {"departement": "93"}, "unknown [Alès] [Lens] [Lée] [Lys (64)] [Ley]", "no name"),
    ("Évry", {"departement": "89"}, "commune:89162", "the one of today"),
    (
        "Braye",
        {"departement": "02"},
        "commune:02118 (commune:02116)",
        "a name and its département are one commune of today, though another there bore it",
    ),
    ("Rouen", {"departement": "14"}, "unknown [Rouen]", "it is elsewhere"),
    ("Ruoen", {"departement": "76"}, "unknown [Rouen]", "a typo"),
    ("76000", {"departement": "14"}, "unknown [76000]", "codes too must lie there"),
    ("code insee 76540", {"departement": "14"}, "unknown [Rouen]", "with their label too"),
    ("97133", {"departement": "971"}, "commune:97133", "read as INSEE, for it lies there"),
    ("Saint-Denis", {"departement": "Calvdos"}, "unknown [Calvados]", "the ground is unknown"),
    ("Saint-Denis", {"code_postal": "abc"}, "malformed", "the ground is malformed"),
    ("Porto-Vecch", {"departement": "2A"}, "commune:2A247~", "begins so there"),
    (
        "CC du Pays",
        {"departement": "35"},
        "epci:243500782~ epci:243500659~ epci:200070670~",
        "these begin so there, of too many in all of France",
    ),
]


@pytest.mark.parametrize(("text", "settled", "expected", "reason"), SETTLED)
def test_settled(text: str, settled: dict[str, Any], expected: str, reason: str) -> None:
    assert short(resolve(text, **settled)) == expected, reason


def test_a_whole_commune() -> None:
    assert resolve("Rouen") == Places(
        (Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",)),)
    )


def test_a_whole_postal_code_over_two_regions() -> None:
    found = resolve("37160")
    assert isinstance(found, Places)
    (place,) = found.candidates
    assert (place.name, place.departements, place.regions) == (
        "Descartes, Abilly et 5 autres communes",
        ("37", "86"),
        ("24", "75"),
    )
    assert len(place.communes) == 7


def test_a_whole_approximate_answer() -> None:
    note = "75000 n'est pas dans les données : d'après son début, il est à Paris (75)."
    assert resolve("75000") == Places(
        (Place("code-postal", "75000", "Paris", ("75",), ("11",), (), True, (note,)),)
    )


NOTES = [
    ("1000", "1000 est lu 01000 (zéro initial perdu)."),
    ("02311", "Filain (02311) fait aujourd'hui partie de Pargny-et-Filain (02589)."),
    (
        "Courcouronnes",
        "Courcouronnes (78182) fait aujourd'hui partie d'Évry-Courcouronnes (91228).",
    ),
    ("insee:75002", "75002 est un ancien code de la commune, aujourd'hui 92002 (Antony)."),
    ("Cherbourg", "Cherbourg s'appelle aujourd'hui Cherbourg-en-Cotentin (50129)."),
    ("Arbignieu", "Arbignieu est une commune déléguée ; sa commune est Arboys en Bugey (01015)."),
    (
        "Paris 15",
        "Paris 15e Arrondissement est un arrondissement ; sa commune est Paris (75056).",
    ),
    ("988", "Nouvelle-Calédonie est une collectivité d'outre-mer, hors des 18 régions."),
    ("Nouméa", "Nouméa relève d'une collectivité d'outre-mer, qui n'est dans aucune région."),
    (
        "Villeneuve-sur-L",
        "« Villeneuve-sur-L » est lu comme le début d'un nom : Villeneuve-sur-Lot.",
    ),
    ("Mairie du Perreux", "« le Perreux » est lu comme le début d'un nom : Le Perreux-sur-Marne."),
    (
        "97434 Saint-Gilles-les-Bains",
        "« Saint-Gilles-les-Bains » n'est pas un lieu connu : seul le code 97434 est lu.",
    ),
    ("76000 Dieppe", "76000 est le code d'un autre lieu du même département : Rouen."),
]


@pytest.mark.parametrize(("text", "note"), NOTES)
def test_the_reading_is_told(text: str, note: str) -> None:
    found = resolve(text)
    assert isinstance(found, Places)
    assert found.candidates[0].notes == (note,)


MESSAGES = [
    ("Rouan-les-Eaux", None, {}, "Aucun lieu ne s'appelle « Rouan-les-Eaux »."),
    ("", None, {}, "Le lieu est vide : donnez un nom, un code postal, un code INSEE ou un SIREN."),
    ("00", None, {}, "« 00 » n'est le code d'aucun département : 01 à 95, 2A, 2B et 971 à 976."),
    ("98000", None, {}, "98000 est un code postal de Monaco, hors de France."),
    ("123456", None, {}, ("« 123456 » a 6 chiffres : un code postal ou INSEE en a 5, un SIREN 9, "
     "un SIRET 14.")),
    ("217605402", None, {}, ("« 217605402 » n'est pas un SIREN valide : sa clé de contrôle est "
     "fausse.")),
    ("21760540", None, {}, "« 21760540 » a 8 chiffres : un SIREN en a 9."),
    ("130005481", None, {}, ("« 130005481 » n'est ni une commune ni un EPCI : indiquez la commune "
     "ou le département de cet organisme (hôpital, service de l'État…).")),
    ("76000 Lyon", None, {}, ("« 76000 Lyon » se contredit : 76000 est en Seine-Maritime "
     "(76), Lyon est dans le Rhône (69).")),
    ("I-33100 Udine", None, {}, "« I-33100 Udine » est une adresse hors de France."),
    ("Rouen", "region", {}, "Rouen est une commune, pas une région : à demander par --commune."),
    ("Normandie", "commune", {}, ("Normandie est une région, pas une commune : à demander par "
     "--region.")),
    ("abc", "siret", {}, "« abc » n'est pas un SIRET : il a 14 chiffres, comme 21760540100017."),
    ("abc\x1b[31m", "siren", {}, ("« abc�[31m » n'est pas un SIREN : il a 9 chiffres, comme "
     "217605401.")),
    ("Rouen", None, {"departement": "14"}, ("Aucune commune « Rouen » dans le Calvados (14) ; "
     "Rouen est en Seine-Maritime (76).")),
    ("Bouxwiller", None, {"region": "28"}, ("Aucune commune « Bouxwiller » en Normandie ; "
     "Bouxwiller est dans le Bas-Rhin (67), et 1 autre ailleurs.")),
    ("Rouen", None, {"code_postal": "14000"}, ("Aucune commune « Rouen » au code postal 14000 ; "
     "Rouen est en Seine-Maritime (76).")),
    ("Ruoen", None, {"departement": "76"}, "Aucun lieu « Ruoen » en Seine-Maritime (76)."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "settled", "message"), MESSAGES)
def test_a_failure_is_one_clear_sentence(
    text: str, kind: str | None, settled: dict[str, Any], message: str
) -> None:
    found = resolve(text, kind, **settled)
    assert isinstance(found, Unknown | Malformed)
    assert found.message == message


def test_a_message_quotes_little_of_a_long_text() -> None:
    found = resolve("z" * 1_000_000)
    assert found == Malformed(f"« {'z' * 59}… » est trop long pour être un lieu.")
