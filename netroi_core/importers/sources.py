"""Where files come from: how to export one from each source, and whose layout its reader was tested with.

The import page and docs/files.md show this table.
"""

from dataclasses import dataclass
from typing import Final, Literal

from netroi_core.workspace.fields import ImportKind

# Where the layout of a reader's made-up test files comes from: published by the program's maker or by programs that
# read it, or the usual one of such programs, since nothing published was at hand.
Trial = Literal["published", "usual"]


@dataclass(frozen=True)
class ImportSource:
    """A program or service that exports a file: its name, the kind of the file, and the steps to get it."""

    name: str
    kind: ImportKind
    steps: tuple[str, ...]
    trial: Trial


SOURCES: Final = (
    ImportSource(
        "LinkedIn", "linkedin",
        ("On a computer, choose Me › Settings & Privacy › Data privacy › Get a copy of your data.",
         "Choose the larger archive, and request it.",
         "LinkedIn e-mails you a link, some minutes to a day later. Drop the ZIP here as it is."),
        "published",
    ),
    ImportSource(
        "Google Calendar", "calendar",
        ("On a computer, open Google Calendar, and choose Settings › Import & export.",
         "Choose Export.",
         "Drop the ZIP here as it is, or only the calendar that you want from it."),
        "published",
    ),
    ImportSource(
        "Outlook calendar", "calendar",
        ("In classic Outlook for Windows, open the calendar, and choose File › Save Calendar.",
         "In new Outlook or on the web, choose Settings › Calendar › Shared calendars, publish the calendar with all "
         "details, and open the ICS link.",
         "Drop the .ics file here. If you published it, unpublish it again."),
        "published",
    ),
    ImportSource(
        "Apple Calendar", "calendar",
        ("On a Mac, open Calendar, and select the calendar on the left.",
         "Choose File › Export › Export.",
         "Drop the .ics file here."),
        "published",
    ),
    ImportSource(
        "Bank account", "expenses",
        ("Sign in to your bank on a computer, and open the account’s transactions.",
         "Choose Download or Export, and the dates.",
         "Choose OFX, QFX, QIF, CAMT or MT940 if it is offered; otherwise CSV or Excel."),
        "published",
    ),
    ImportSource(
        "Credit card", "expenses",
        ("Sign in to the card’s website on a computer, and open its activity or statements.",
         "Choose Download or Export, and the dates.",
         "Choose CSV, Excel, QFX or OFX. A PDF can’t be read."),
        "published",
    ),
    ImportSource(
        "Expensify", "expenses",
        ("Open your expenses, and select those that you want.",
         "Choose Export, and the default CSV or the basic export.",
         "The file is downloaded, or comes in a message from Concierge."),
        "published",
    ),
    ImportSource(
        "Google Contacts", "contacts",
        ("On a computer, open contacts.google.com.",
         "Choose Export, and Google CSV.",
         "Drop the file here. Only names, organizations and roles are kept."),
        "published",
    ),
    ImportSource(
        "Outlook contacts", "contacts",
        ("On the web or in new Outlook, open People, and choose Manage contacts › Export contacts.",
         "In classic Outlook, choose File › Open & Export › Import/Export › Export to a file › CSV.",
         "Drop the CSV file here."),
        "published",
    ),
    ImportSource(
        "Apple Contacts", "contacts",
        ("On a Mac, open Contacts, and choose Edit › Select All.",
         "Choose File › Export › Export vCard.",
         "On iCloud.com, open Contacts, select all, and export the vCard."),
        "published",
    ),
    ImportSource(
        "Thunderbird", "contacts",
        ("Open the address book.",
         "Choose Export from the menu of the address book that you want.",
         "Choose Comma Separated or vCard."),
        "published",
    ),
    ImportSource(
        "HubSpot", "crm",
        ("Open Contacts, Meetings, Calls or Deals.",
         "Choose Export, and CSV.",
         "HubSpot e-mails you a link. Import contacts first, or all files together."),
        "published",
    ),
    ImportSource(
        "Salesforce", "crm",
        ("Open a report on contacts, activities or opportunities.",
         "Choose Export › Details Only, and CSV.",
         "A file from the Data Loader works, too."),
        "published",
    ),
    ImportSource(
        "Pipedrive", "crm",
        ("Open the list of people, activities or deals.",
         "Choose Export from the menu of the list, and CSV or Excel.",
         "Import people first, or all files together."),
        "published",
    ),
    ImportSource(
        "Zoho CRM", "crm",
        ("Choose Setup › Data Administration › Export.",
         "Choose Contacts, Meetings, Calls or Deals.",
         "Download the file when it is ready, and drop it here as it is."),
        "published",
    ),
    ImportSource(
        "Monica", "crm",
        ("Choose Settings › Export data.",
         "Export as JSON. A contact’s vCard works, too.",
         "Drop the file here."),
        "published",
    ),
    ImportSource(
        "Dex", "contacts",
        ("Open Settings on a computer.",
         "Look for the export of your contacts, as CSV.",
         "Drop the file here."),
        "usual",
    ),
    ImportSource(
        "Clay", "contacts",
        ("Open Settings on a computer.",
         "Look for the export of your contacts, as CSV.",
         "Drop the file here."),
        "published",
    ),
    ImportSource(
        "Folk", "contacts",
        ("Open the group with the people.",
         "Choose Export from its menu, and CSV.",
         "Drop the file here; one for each group."),
        "usual",
    ),
    ImportSource(
        "Covve", "contacts",
        ("Open Settings in the app.",
         "Look for the export of your contacts, as CSV or vCard.",
         "Send the file to yourself, and drop it here."),
        "usual",
    ),
    ImportSource(
        "Toggl Track", "time",
        ("Open Reports › Detailed, and choose the dates.",
         "Choose Export, and CSV.",
         "Drop the file here. Entries with a networking project, tag or word count."),
        "published",
    ),
    ImportSource(
        "Clockify", "time",
        ("Open Reports › Detailed, and choose the dates.",
         "Choose Export › Save as CSV.",
         "Drop the file here. Entries with a networking project, tag or word count."),
        "published",
    ),
    ImportSource(
        "Harvest", "time",
        ("Open Reports › Detailed time, and choose the dates.",
         "Run the report, and choose Export › CSV or Excel.",
         "Drop the file here. Entries with a networking project, task or word count."),
        "published",
    ),
    ImportSource(
        "Kimai", "time",
        ("Open My times, and choose the dates.",
         "Choose Export, and CSV or Excel.",
         "Drop the file here. Entries with a networking project, tag or word count."),
        "published",
    ),
    ImportSource(
        "Timely", "time",
        ("Open Reports, and choose the dates.",
         "Choose the export of all entries, as CSV or Excel.",
         "Drop the file here."),
        "usual",
    ),
    ImportSource(
        "RescueTime", "time",
        ("Open the settings of your account in a browser.",
         "Look for the download of your data, as CSV.",
         "Drop the file here. Only the times whose words say networking count."),
        "published",
    ),
    ImportSource(
        "BNI PALMS report", "palms",
        ("In BNI Connect, open the reports of your chapter, or ask its vice president.",
         "Open the Summary PALMS Report for the quarter.",
         "Export it to Excel (.xls), and drop that file here as it is."),
        "published",
    ),
)  # fmt: skip
