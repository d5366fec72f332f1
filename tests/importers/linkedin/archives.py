"""Made-up files of a LinkedIn export, as LinkedIn writes them."""

from netroi_core.importers.proposal import Proposal
from netroi_core.workspace.workspace import Workspace
from tests.importers.import_files import lines, read_as, workspace, zipped

PREAMBLE = ("Notes:", '"When exporting your connection data, you may notice that some addresses are missing."', "")
OLD = "First Name,Last Name,Email Address,Company,Position,Connected On"
NEW = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
ANN = "Ann,Lee,https://www.linkedin.com/in/Ann-Lee/?x=1,,Acme,CEO,08 Feb 2026"
BOB = "Bob,Ng,https://www.linkedin.com/in/bob,bob@example.org,Initech,Analyst,09 Feb 2026"
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)
RECEIPTS = (
    "First Name,Last Name,Billing Country,Postal Code,Transaction Made At,Payment Method Type,Invoice Number,"
    "Description,Tax Amount,Sub Total,Total Amount,Currency Code"
)
ME, HER, HIM = (f"https://www.linkedin.com/in/{slug}" for slug in ("me", "ann-lee", "bob"))


def message(sender: str, recipient: str, day: str = "2026-02-10", folder: str = "INBOX", draft: str = "No") -> str:
    people = f"Somebody,{sender},Another,{recipient}"
    return f'{sender}{recipient},,{people},{day} 14:03:22 UTC,,"Secret, dear",{folder},,{draft},No'


def receipt(invoice: str, total: str, currency: str = "USD") -> str:
    return f"Me,Myself,us,1,2026/03/04 12:55:56 UTC,Card,{invoice},Premium Career,0,{total},{total},{currency}"


def from_one(*rows: str, name: str = "Connections.csv", before: Workspace | None = None) -> Proposal:
    return read_as("linkedin", lines(*rows), name, before or workspace())


def whole() -> bytes:
    """Return an archive with every file that is read and one that isn't."""
    return zipped(
        {
            "Profile.csv": lines("First Name,Last Name,Headline,Summary", "Me,Myself,x,y"),
            "Connections.csv": lines(*PREAMBLE, NEW, ANN, BOB, ",,,,,,10 Feb 2026"),
            "Invitations.csv": lines(INVITATIONS, f'Me Myself,Ann Lee,"1/29/26, 2:37 PM",Hi,OUTGOING,{ME},{HER}'),
            "messages.csv": lines(MESSAGES, message(ME, HER), message(HER, ME), message(ME, HIM, "2026-03-01")),
            "Events.csv": lines("Event Name,Event Time,Status,External Url", "Fair,2026-02-11 10:00:00 UTC,Attending,"),
            "Receipts_v2.csv": lines(RECEIPTS, receipt("7", "29.99")),
            "Recommendations_Given.csv": lines(
                "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
                'Ann,Lee,Acme,CEO,"Secret, dear","02/12/26, 09:00 AM",VISIBLE',
            ),
            "Endorsement_Received_Info.csv": lines(
                "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,"
                "Endorsement Status",
                "2026/02/13 12:55:56 UTC,Python,Bob,Ng,www.linkedin.com/in/bob,ACCEPTED",
                "2026/02/13 12:55:57 UTC,Polars,Bob,Ng,www.linkedin.com/in/bob,ACCEPTED",
            ),
            "Ad_Targeting.csv": lines("Interests,Age", "x,y"),
        }
    )
