"""Files as programs write them, header for header: the kind of each, and what it says."""

from typing import Any

import pytest

from netroi_core.importers.batch import ImportFile, ImportSettings, read_file
from netroi_core.importers.kinds import recognize_kind
from netroi_core.workspace.edits import as_row
from tests.importers.import_files import lines, workspace

# By name: the kind, what is read of it, and its lines.
FILES: dict[str, tuple[str, list[tuple[str, dict[str, Any]]], bytes]] = {
    "connections, German": (
        "linkedin",
        [
            (
                "contacts",
                {
                    "name": "Robin Muster",
                    "organisation": "Muster AG",
                    "role": "Entwickler",
                    "met": {"date": "2022-04-03", "approach": "social_media"},
                },
            ),
        ],
        lines(
            "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
            "Robin,Muster,https://www.linkedin.com/in/robin-muster,,Muster AG,Entwickler,03 Apr 2022",
        ),
    ),
    "months in French": (
        "linkedin",
        [
            ("contacts", {"name": "Robin Exemple", "met": {"date": "2023-03-12", "approach": "social_media"}}),
            ("contacts", {"name": "Kim Exemple", "met": {"date": "2023-07-12", "approach": "social_media"}}),
            ("contacts", {"name": "Lu Exemple", "met": {"date": "2023-05-12", "approach": "social_media"}}),
            ("contacts", {"name": "Mo Exemple", "met": {"date": "2023-09-12", "approach": "social_media"}}),
        ],
        lines(
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
            "Robin,Exemple,https://www.linkedin.com/in/robin-exemple,,Société X,Ingénieur,12 mars 2023",
            "Kim,Exemple,https://www.linkedin.com/in/kim-exemple,,Société X,Ingénieur,12 juil. 2023",
            "Lu,Exemple,https://www.linkedin.com/in/lu-exemple,,Société X,Ingénieur,12 mai 2023",
            "Mo,Exemple,https://www.linkedin.com/in/mo-exemple,,Société X,Ingénieur,12 sept. 2023",
        ),
    ),
    "events with their end": (
        "linkedin",
        [
            ("activities", {"title": "Example Summit", "date": "2026-04-08", "hours": {"attending": 10.0}}),
            ("activities", {"title": "Product day two", "date": "2026-05-10", "hours": {"attending": 2.0}}),
        ],
        lines(
            "Event Name,Event Time,Status,External Url",
            'Example Summit,"Apr 08, 2026 07:00 AM - Apr 08, 2026 05:00 PM",ATTENDING,',
            'Webinar on pricing,"Apr 09, 2026 07:00 AM - Apr 09, 2026 08:30 AM",RELINQUISHED,',
            'Product night,"May 09, 2026 07:00 PM - May 09, 2026 09:00 PM",REGISTERED,',
            'Product day two,"May 10, 2026 07:00 PM - May 12, 2026 09:00 PM",ATTENDED,',
        ),
    ),
    "ImportedContacts": (
        "contacts",
        [
            ("contacts", {"name": "Robin Sample", "organisation": "Sample Ltd"}),
        ],
        lines(
            "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,InstantMessa"
            "geHandles,FullName,Birthday,Location,BookmarkedAt,Profiles",
            'MOBILE,Robin,Sample,Sample Ltd,,robin@example.org,+15550100,"1/2/21, 3:04 AM",,,,Robin Sample,,,,',
        ),
    ),
    "Google, German": (
        "contacts",
        [
            ("contacts", {"name": "Robin Muster", "organisation": "Muster AG", "role": "Einkauf"}),
        ],
        lines(
            "Vorname,Zweiter Vorname,Nachname,Name der Organisation,Titel der Organisation,Geburtstag,Notizen,Lab"
            "els,E-Mail 1 – Label,E-Mail 1 – Wert",
            "Robin,,Muster,Muster AG,Einkauf,1990-01-01,,* myContacts,,robin@example.org",
        ),
    ),
    "Outlook, German": (
        "contacts",
        [
            ("contacts", {"name": "Jörg Müller", "organisation": "Muster AG", "role": "Einkauf"}),
        ],
        lines(
            '"Anrede","Vorname","Weitere Vornamen","Nachname","Suffix","Firma","Abteilung","Position","Straße ges'
            'chäftlich","E-Mail-Adresse","E-Mail-Typ","E-Mail: Angezeigter Name","Webseite"',
            '"","Jörg","","Müller","","Muster AG","","Einkauf","","j@example.org","SMTP","",""',
        )
        .decode()
        .encode("cp1252"),
    ),
    "plain people": (
        "contacts",
        [
            ("contacts", {"name": "Robin Sample", "organisation": "Sample Ltd"}),
        ],
        lines(
            "Name,Email,Company",
            "Robin Sample,robin@example.org,Sample Ltd",
        ),
    ),
    "Salesforce report": (
        "crm",
        [
            ("contacts", {"name": "Robin Sample", "organisation": "Sample Ltd", "role": "Buyer"}),
        ],
        lines(
            '"Salutation","First Name","Last Name","Title","Account Name","Mailing Street","Mailing City","Phone"'
            ',"Mobile","Fax","Email","Account Owner"',
            '"Ms.","Robin","Sample","Buyer","Sample Ltd","","","+15550100","","","robin@example.org","Kim Example"',
        ),
    ),
    "Thunderbird": (
        "contacts",
        [
            ("contacts", {"name": "Robin Sample", "organisation": "Sample Ltd", "role": "Buyer"}),
        ],
        lines(
            "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home"
            " Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,Home Z"
            "ipCode,Home Country,Work Address,Work Address 2,Work City,Work State,Work ZipCode,Work Country,Job T"
            "itle,Department,Organization,Web Page 1,Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Custom "
            "2,Custom 3,Custom 4,Notes",
            "Robin,Sample,Robin Sample,,robin@example.org,,,,,,,,,,,,,,,,,,,,Buyer,,Sample Ltd,,,,,,,,,,",
        ),
    ),
    "Clay": (
        "crm",
        [
            ("contacts", {"name": "Robin Sample", "organisation": "Sample Ltd", "role": "Buyer"}),
        ],
        lines(
            "Name,First Name,Last Name,Emails,Phone Numbers,Title,Organization,LinkedIn,Twitter,Location,Last Int"
            "eraction,Notes",
            "Robin Sample,Robin,Sample,robin@example.org,+15550100,Buyer,Sample Ltd,https://www.linkedin.com/in/r"
            "obin-sample,,,2026-03-05,",
        ),
    ),
    "Harvest": (
        "time",
        [
            ("activities", {"title": "Chamber mixer", "date": "2026-03-05", "hours": {"attending": 2.0}}),
        ],
        lines(
            "Date,Client,Project,Project Code,Task,Notes,Hours,Hours Rounded,Billable?,Invoiced?,Approved?,First "
            "Name,Last Name,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External"
            " Reference URL",
            "2026-03-05,Own,Networking,,Events,Chamber mixer,2.0,2.0,No,No,No,Kim,Example,,Yes,0.0,0.0,0.0,0.0,US"
            " Dollar - USD,",
        ),
    ),
    "HubSpot contacts": (
        "crm",
        [
            ("contacts", {"name": "Robin Sample", "organisation": "Sample Ltd", "role": "Buyer"}),
        ],
        lines(
            '"Record ID","First Name","Last Name","Email","Phone Number","Contact owner","Lead Status","Marketing'
            ' contact status","Create Date","Associated Company","Associated Company IDs","Last Activity Date","J'
            'ob Title"',
            '"101","Robin","Sample","robin@example.org","+1 555-0100","Kim Example","Open","Marketing contact","2'
            '026-03-05 10:11","Sample Ltd","55","2026-03-18 10:00","Buyer"',
        ),
    ),
    "HubSpot meetings": (
        "crm",
        [
            (
                "activities",
                {
                    "title": "Coffee with Robin",
                    "date": "2026-03-05",
                    "approach": "one_on_one",
                    "hours": {"attending": 1.0},
                },
            ),
        ],
        lines(
            '"Record ID","Meeting name","Meeting start time","Meeting end time","Meeting outcome","Activity assig'
            'ned to","Attendees","Associated Contact","Associated Contact IDs","Associated Company"',
            '"1","Coffee with Robin","2026-03-05 10:00","2026-03-05 11:00","Completed","Kim Example","","Robin Sa'
            'mple","101","Sample Ltd"',
        ),
    ),
    "Kimai": (
        "time",
        [
            ("activities", {"title": "Chamber mixer", "date": "2026-03-05", "hours": {"attending": 2.0}}),
        ],
        lines(
            "Date,From,To,Duration,Currency,Rate,Internal rate,User,Account,Name,Customer,Project,Activity,Descri"
            "ption,Exported,Billable,Tags,Hourly rate,Fixed rate,Type,Category,Number,VAT-ID,Order number",
            "2026-03-05,18:00,20:00,2:00,EUR,0,0,Kim,,,Own,Networking,Events,Chamber mixer,no,no,,0,0,timesheet,w"
            "ork,,,",
        ),
    ),
    "Monica": (
        "crm",
        [
            ("contacts", {"name": "Robin Sample", "organisation": "Sample Ltd", "role": "Buyer"}),
        ],
        lines(
            '{"version":"1.0-preview.1","app_version":"4.0.0","export_date":"2026-03-05T10:11:12Z","account":{"uu'
            'id":"x","data":[{"count":1,"type":"contact","values":[{"uuid":"1","properties":{"first_name":"Robin"'
            ',"last_name":"Sample","job":"Buyer","company":"Sample Ltd"},"data":[]}]}]}}',
        ),
    ),
    "RescueTime": (
        "time",
        [
            (
                "activities",
                {
                    "title": "linkedin.com",
                    "date": "2026-03-05",
                    "approach": "social_media",
                    "hours": {"attending": 1.0},
                },
            ),
        ],
        lines(
            "Date,Time Spent (seconds),Number of People,Activity,Category,Productivity",
            "2026-03-05T00:00:00,3600,1,linkedin.com,Social Networking,-1",
        ),
    ),
    "Salesforce Data Loader": (
        "crm",
        [
            ("contacts", {"name": "Robin Sample", "role": "Buyer"}),
        ],
        lines(
            '"ID","ISDELETED","MASTERRECORDID","ACCOUNTID","LASTNAME","FIRSTNAME","SALUTATION","NAME","TITLE","EM'
            'AIL","CREATEDDATE"',
            '"003","false","","001","Sample","Robin","Ms.","Robin Sample","Buyer","robin@example.org","2026-03-05'
            'T10:11:12.000Z"',
        ),
    ),
    "Zoho contacts": (
        "crm",
        [
            ("contacts", {"name": "Robin Sample", "organisation": "Sample Ltd", "role": "Buyer"}),
        ],
        lines(
            "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name.id,Account Na"
            "me,Email,Title,Department,Phone,Created Time,Modified Time",
            "zcrm_1,zcrm_2,Kim Example,Trade Show,Robin,Sample,zcrm_3,Sample Ltd,robin@example.org,Buyer,,+1 555 "
            "0100,2026-03-05 10:11:12,2026-03-18 10:00:00",
        ),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_recognized_and_read_as_its_program_means_it(name: str) -> None:
    kind, expected, raw = FILES[name]
    recognized = recognize_kind(raw)
    assert recognized == kind
    items = read_file(ImportFile(name, raw, recognized), workspace(), ImportSettings()).added
    assert [
        (item.name, {key: as_row(item.record)[key] for key in row})
        for item, (_, row) in zip(items, expected, strict=True)
    ] == expected
