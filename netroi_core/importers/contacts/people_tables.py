"""Tables of people, from any address book or CRM: recognized by their columns, in eleven languages.

To support another name of a column, add its key to the vocabulary below.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.linkedin.columns import COLUMN_NAMES
from netroi_core.importers.matching.contact_matching import ImportedPerson, email_key, first_name_first, linkedin_key
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.tables import (
    LONGEST_NAME,
    Columns,
    RecordTable,
    TableRow,
    Vocabulary,
    column_key,
    find_columns,
    find_record_table,
    has_any,
    words,
)
from netroi_core.importers.reading.values import is_yes, one_line
from netroi_core.workspace.fields import normalize_text

WITHOUT_NAME: Final = "There is no name, only a company or an address."

PEOPLE: Final[Vocabulary] = {
    "given": words(
        "firstname givenname forename vorname prenom primeironome nomeproprio nombredepila nombre nome voornaam "
        "roepnaam fornavn fornamn imie first"
    ),
    "middle": words(
        "middlename additionalname zweitervorname weiterevornamen deuxiemeprenom secondprenom autreprenom "
        "autresprenoms segundonombre nomedomeio segundonome secondonome altronome tweedenaam tweedevoornaam "
        "middelstenaam mellomnavn mellemnavn mellannamn drugieimie"
    ),
    "infix": words("tussenvoegsel tussenvoegsels infix"),
    "family": words(
        "lastname familyname surname nachname familienname nomdefamille apellidos apellido sobrenome apelido "
        "ultimonome cognome achternaam familienaam etternavn efternavn efternamn nazwisko nom name last"
    ),
    "full": words(
        "fullname displayname contactname personname leadname contactfullname vollstandigername anzeigename "
        "kontaktname nomcomplet nomaffiche nomducontact nombrecompleto nombreparamostrar nombredelcontacto "
        "nomecompleto nomedeexibicao nomedocontato nomevisualizzato nomecontatto volledigenaam weergavenaam "
        "contactnaam fulltnavn fuldenavn visningsnavn visningsnamn imieinazwisko name naam nombre nome nom navn namn "
        "contact person kontakt contacto contato contatto contactperson"
    ),
    "organization": words(
        "organizationname organisationname organization1name companyname businessname business companyaccount "
        "accountname associatedcompany associatedcompanyprimary primaryassociatedcompany company companies "
        "currentcompany employer organization organisation organizations account firma firmenname unternehmen "
        "unternehmensname namederorganisation arbeitgeber entreprise societe nomdelentreprise nomdelorganisation "
        "organisme employeur empresa compania nombredelaempresa nombredelaorganizacion organizacion nomedaempresa "
        "nomedaorganizacao organizacao companhia azienda societa ditta nomeazienda nomeorganizzazione "
        "nomedellorganizzazione organizzazione bedrijf bedrijfsnaam naamorganisatie organisatienaam "
        "naamvandeorganisatie organisatie werkgever accounts virksomhed virksomhedsnavn selskap bedrift firmanavn "
        "organisasjon organisasjonsnavn arbeidsgiver arbejdsgiver foretag foretagsnamn organisationsnamn arbetsgivare "
        "organizacja organizacjanazwa nazwaorganizacji nazwafirmy pracodawca"
    ),
    # A title may be one of courtesy, so it comes last.
    "role": words(
        "jobtitle organizationtitle organization1title currenttitle currentposition position occupation role job "
        "designation title1 titre1 titel1 titulo1 titolo1 titelderorganisation berufsbezeichnung stellenbezeichnung "
        "positionsbezeichnung funktion beruf fonction poste intituledeposte titredelorganisation titreduposte "
        "profession cargo puesto puestodetrabajo profesion titulodelaorganizacion puestoenlaorganizacion "
        "titulodaorganizacao cargonaorganizacao funcao profissao qualifica mansione posizione ruolo "
        "titoloorganizzazione titolodellorganizzazione functie functietitel functieomschrijving titelorganisatie "
        "titelvandeorganisatie beroep stilling stillingsbetegnelse jobbtitel jobtitel befattning yrke rolle roll "
        "stanowisko organizacjastanowisko rola title titel titre titulo titolo"
    ),
    "deleted": words("isdeleted"),
}
# Parts of names of columns, for fields that no known name fits; a position in an organization before its name.
_LIKELY_PARTS: Final = (
    ("role", ("jobtitle", "titel", "titulo", "titre", "titolo", "cargo", "puesto", "qualifica", "functie", "funcao")),
    ("role", ("stilling", "stanowisko", "befattning")),
    ("given", ("firstname", "vorname", "prenom", "voornaam", "fornavn", "fornamn")),
    ("family", ("lastname", "surname", "nachname", "apellido", "cognome", "sobrenome", "achternaam", "nazwisko")),
    ("organization", ("company", "organi", "firma", "unternehmen", "entreprise", "empresa", "azienda", "bedrijf")),
    ("organization", ("virksomhed", "selskap", "foretag")),
)
_OTHER_PARTS: Final = words(
    "phonet fonet id owner phone tel fax mail address adres strasse street city domain url web site size industry "
    "country zip state type label etiquet etichet note department abteil service departamento reparto afdeling amount "
    "revenue number count date time group"
)
_PLACES: Final = words(
    "ort land stadt bundesland ville pays region ciudad pais provincia cidade estado citta paese plaats provincie by "
    "sted poststed stad lan miasto kraj wojewodztwo language sprache langue idioma lingua taal sprog sprak jezyk"
)
_EMAIL_WORDS: Final = (
    *("email", "courriel", "messagerie", "correo", "correio", "elettronica", "electronique", "epost", "mailadres"),
)
_PHONE_WORDS: Final = ("phone", "telefon", "mobile", "handy", "movil", "celular", "cellulare", "telemovel", "mobiel")
_PROFILE_WORDS: Final = ("linkedin", "web", "url", "profile", "site", "social")
# The columns of somebody else: the CRM's user.
_USER_WORDS: Final = words("owner useremail hostemail besitzer assigned createdby modifiedby proprietaire propietario")
# A table of money isn't one of people, even if it names them.
MONEY: Final = words(
    "amount betrag umsatz montant importe monto importo bedrag debit credit soll haben balance saldo solde gross "
    "brutto bruto brut lordo net netto neto price totalpaid paidin paidout moneyin moneyout"
)
_CRM_COLUMNS: Final = words(
    "recordid accountid accountname accountowner contactowner leadowner ownerid owner leadsource leadstatus "
    "isdeleted lifecyclestage associatedcompany lastactivity lastactivitydate lastinteraction lastinteractiondate "
    "lastcontacted lastcontactdate lastcontactedat lastseen lastseenat keepintouch keepintouchfrequency nextreminder "
    "createdtime modifiedtime createddate opendeals wondeals closeddeals personid visibleto personlabels"
)
_COURTESY: Final = frozenset(words("mr mrs ms miss mx dr prof herr frau m mme mlle sr sra srta sig sigra dhr mevr mw"))
_SEPARATORS: Final = re.compile(r"[\s,;|<>()\[\]\"]+|:::")


def find_people(text: str) -> RecordTable | None:
    """Return the table of people in a text, None if there is none."""
    return find_record_table(text, _people_columns)


def is_from_crm(table: RecordTable) -> bool:
    """Return True if a table of people has columns that only a CRM writes."""
    return has_any(table.header, _CRM_COLUMNS)


def people_in(table: RecordTable, draft: Draft, file: str) -> Iterator[ImportedPerson]:
    """Yield the people in a table; skip companies, bare addresses and deleted contacts."""
    # LinkedIn's connections have the columns of an address book, too; read as one, they would lose their days.
    if any(COLUMN_NAMES.get(normalize_text(name), name) == "Connected On" for name in table.header):
        raise NotImportable(
            "These are LinkedIn connections. Import the file as a LinkedIn export to keep the dates you connected."
        )
    profiles = _columns_named(table, _PROFILE_WORDS)
    addresses = [*_columns_named(table, _EMAIL_WORDS), table.columns.get("address", "")]
    for row in draft.records(table, file):
        source_line = SourceLine(row.line, file)
        organization = _first_value(table.cell(row, "organization"))
        name = _name(table, row)
        if is_yes(table.cell(row, "deleted")):
            draft.skip(source_line, "It was deleted in your CRM.")
        elif not name or "@" in name or normalize_text(name) == normalize_text(organization):
            draft.skip(source_line, WITHOUT_NAME)
        else:
            keys = keys_of(_values(row, profiles), _values(row, addresses))
            yield ImportedPerson(source_line, name, organization, _role(table, row), keys)


def keys_of(urls: Iterable[str], addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the keys that profiles and e-mail addresses give to a person, each once."""
    keys = (*map(linkedin_key, urls), *map(email_key, addresses))
    return tuple(dict.fromkeys(key for key in keys if key))


def _people_columns(header: Sequence[str]) -> Columns | None:
    columns = likely_columns(header)
    if not columns.keys() & {"given", "family", "full"} or has_any(header, MONEY):
        return None
    has_address = any(_is_address(column_key(name)) for name in header)
    has_position = {"organization", "role"} <= columns.keys()
    return columns if has_address or has_position or has_both_names(columns) else None


def likely_columns(header: Sequence[str]) -> Columns:
    """Return the columns of a header that are in the vocabulary, or that are named like a field in other words."""
    columns = find_columns(header, PEOPLE)
    likely = dict(columns)
    for name in header:
        key = column_key(name)
        if len(name) > LONGEST_NAME or name in columns.values() or is_of_other_field(name):
            continue
        for field, parts in _LIKELY_PARTS:
            if field not in likely and any(part in key for part in parts):
                likely[field] = name
                break
    return likely


def is_of_other_field(name: str) -> bool:
    """Return True if a column is named for a field that says nothing about who somebody is, such as a city."""
    key = column_key(name)
    return key in _PLACES or any(part in key for part in _OTHER_PARTS)


def has_both_names(columns: Columns) -> bool:
    """Return True if a table has first and last names in columns of their own."""
    return bool(columns.get("given") and columns.get("family") and columns["given"] != columns["family"])


def _is_address(key: str) -> bool:
    is_user = any(word in key for word in _USER_WORDS)
    return not is_user and any(word in key for word in (*_EMAIL_WORDS, *_PHONE_WORDS, "linkedin"))


def _name(table: RecordTable, row: TableRow) -> str:
    # "Nombre" is the first name beside "Apellidos", and the whole name elsewhere.
    parts = ("given", "middle", "infix", "family") if has_both_names(table.columns) else ()
    name = one_line(" ".join(table.cell(row, part) for part in parts))
    return name or first_name_first(one_line(table.cell(row, "full", "given", "family")))


def _role(table: RecordTable, row: TableRow) -> str:
    role = _first_value(table.cell(row, "role"))
    return "" if column_key(role) in _COURTESY else role


def _first_value(cell: str) -> str:
    # Google's separator of several values in one cell.
    return one_line(cell.split(" ::: ")[0])


def _columns_named(table: RecordTable, parts: Sequence[str]) -> list[str]:
    """Return the columns of a table that are named with one of these parts, but for those of the CRM's user."""
    keys = {name: column_key(name) for name in table.header}
    own = [name for name, key in keys.items() if not any(part in key for part in _USER_WORDS)]
    return [name for name in own if any(part in keys[name] for part in parts)]


def _values(row: TableRow, columns: Iterable[str]) -> list[str]:
    return [part for column in columns if (cell := row[column]) for part in _SEPARATORS.split(cell) if part]
