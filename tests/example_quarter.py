"""The files of one quarter of Robin Vale, a made-up consultant: an archive of LinkedIn, a calendar and a card.

They tell of one quarter as real ones do: the coffee on the card is the one in the calendar, with somebody who is on
LinkedIn, and most of what is in them is no networking. Days are found by week and weekday, so that any quarter will do.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from netroi_core.quarters import Quarter
from tests.importers.calendar.calendars import ics
from tests.importers.import_files import lines, zipped

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

OWN: Final = "robin@harboranalytics.example"
ROBIN: Final = "https://www.linkedin.com/in/robin-vale"
DANA: Final = ("Dana", "Reyes", "dana-reyes", "Northwind Freight", "Head of Operations")
PRIYA: Final = ("Priya", "Nair", "priya-nair-84", "Civic Data Lab", "Director")
TOM: Final = ("Tom", "Okafor", "tokafor", "Okafor & Sons", "Owner")
NEWCOMERS: Final = (
    DANA,
    ("Lena", "Brandt", "lena-brandt", "Kestrel Bank", "Risk Analyst"),
    ("Marcus", "Webb", "marcuswebb", "Webb Consulting", "Consultant"),
    ("Aiko", "Tanaka", "aiko-tanaka", "Lumen Energy", "Data Engineer"),
    ("Sofia", "Marino", "sofia-marino-pm", "Tideline", "Product Manager"),
    ("Ben", "Hart", "benhart", "Northwind Freight", "Buyer"),
)
"""The people who became connections within the quarter."""
MEETUP: Final = "Analytics meetup"

# What the quarter took for each approach, worked out by hand from the lines below.
HOURS: Final = {
    # two breakfasts 1.5 + 2 (the third was called off), the meetup 2.5, the summit 8 + 6.5, a webinar taken for 1
    "group_events": 21.5,
    # coffees 1 + 0.75, a lunch 1.25, a call 0.5
    "one_on_one": 3.5,
    # invitations at 2 minutes: 3 are 0.1 h, 2 are 0.07 h; messages at 5 minutes sent and 1 received: 4 and 3 are
    # 0.38 h, 2 and 2 are 0.2 h, 3 and 1 are 0.27 h
    "social_media": 1.02,
}
MONEY: Final = {
    # the summit 390, two breakfasts at 25, the meetup 15 and its parking 12, parking at the summit 2 × 18
    "group_events": 503.00,
    # coffee 11.40 + 9.80, lunch 48.60
    "one_on_one": 69.80,
    # Premium 3 × 29.99, which the card and LinkedIn's receipts both tell of
    "social_media": 89.97,
}

_CONNECTIONS: Final = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
_PREAMBLE: Final = (
    "Notes:",
    '"When exporting your connection data, you may notice that some of the email addresses are missing. You will only '
    'see email addresses for connections who have allowed their connections to see or download their email address."',
    "",
)
_INVITATIONS: Final = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl"
_MESSAGES: Final = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)
_RECEIPTS: Final = (
    "First Name,Last Name,Billing Country,Postal Code,Transaction Made At,Payment Method Type,Invoice Number,"
    "Description,Tax Amount,Sub Total,Total Amount,Currency Code"
)
_RECOMMENDATIONS: Final = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
_ENDORSEMENTS: Final = (
    "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status"
)
_CARD: Final = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo"

Person = tuple[str, str, str, str, str]


def import_files(quarter: Quarter) -> dict[str, bytes]:
    """The three files, by name."""
    return {
        "Basic_LinkedInDataExport.zip": linkedin(quarter),
        "robin.ics": calendar(quarter),
        "Chase4821_Activity.CSV": card(quarter),
    }


def weekday(quarter: Quarter, week: int, day: int) -> date:
    """A weekday of one of the quarter's whole weeks, 0 to 10."""
    first = quarter.first_day()
    return first + timedelta(days=-first.weekday() % 7 + 7 * week + day)


def in_month(quarter: Quarter, month: int, day: int) -> date:
    """A day of the quarter's month 0, 1 or 2; of earlier months, if negative."""
    months = quarter.first_day().year * 12 + quarter.first_day().month - 1 + month
    return date(months // 12, months % 12 + 1, day)


def breakfast(quarter: Quarter, month: int) -> date:
    """The second Thursday of a month."""
    first = in_month(quarter, month, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 7)


def linkedin(quarter: Quarter) -> bytes:
    """The archive: six new connections among older ones, effort by message, what Premium cost, favors."""
    long_ago = quarter.first_day() - timedelta(days=800)
    known = [(PRIYA, long_ago), (TOM, long_ago + timedelta(days=90))]
    met = [(person, weekday(quarter, place, MONDAY)) for place, person in enumerate(NEWCOMERS)]
    hidden = f",,,,,,{long_ago:%d %b %Y}"
    return zipped({
        "Connections.csv": lines(*_PREAMBLE, _CONNECTIONS, *(_connection(*each) for each in met + known), hidden),
        "Invitations.csv": lines(_INVITATIONS, *_invitations(quarter)),
        "messages.csv": lines(_MESSAGES, *_messages(quarter)),
        "Events.csv": lines(
            "Event Name,Event Time,Status,External Url",
            f"{MEETUP},{weekday(quarter, 2, MONDAY)} 18:00:00 UTC,Attending,",
            f"Pricing webinar,{weekday(quarter, 9, MONDAY)} 15:00:00 UTC,Attending,",
            f"Retail summit,{weekday(quarter, 10, MONDAY)} 09:00:00 UTC,Invited,",
        ),
        "Receipts_v2.csv": lines(
            _RECEIPTS,
            *(f"Robin,Vale,us,02110,{in_month(quarter, month, 5):%Y/%m/%d} 12:55:56 UTC,Card,77{month},"
              "Premium Business,0,29.99,29.99,USD" for month in range(3)),
        ),
        "Recommendations_Given.csv": lines(
            _RECOMMENDATIONS,
            f'Tom,Okafor,Okafor & Sons,Owner,"Tom keeps his word, always.","{weekday(quarter, 8, FRIDAY):%m/%d/%y}, '
            '09:00 AM",VISIBLE',
        ),
        "Endorsement_Received_Info.csv": lines(
            _ENDORSEMENTS,
            *(f"{weekday(quarter, 5, MONDAY):%Y/%m/%d} 12:55:5{n} UTC,{skill},Priya,Nair,"
              "www.linkedin.com/in/priya-nair-84,ACCEPTED" for n, skill in enumerate(("Forecasting", "Polars"))),
        ),
        "Ad_Targeting.csv": lines("Member Age,Member Interests", "35-54,analytics"),
    })  # fmt: skip


def calendar(quarter: Quarter) -> bytes:
    """The calendar: meetings with others, and around them work, family, and what did not take place."""
    team = [_guest(f"{name} Doe", f"{name.lower()}@harboranalytics.example") for name in ("Kim", "Alex", "Jo")]
    dana = _guest("Dana Reyes", "dana.reyes@northwind.example")
    room = "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@harboranalytics.example"
    regular = breakfast(quarter, -6)
    moved = breakfast(quarter, 1)
    far = weekday(quarter, 8, WEDNESDAY)
    summit = [weekday(quarter, 5, day) for day in (TUESDAY, WEDNESDAY)]
    return ics(
        _event("Chamber breakfast", regular, "07:30", 90, "UID:breakfast", "RRULE:FREQ=MONTHLY;BYDAY=2TH",
               f"EXDATE;TZID=America/New_York:{breakfast(quarter, 2):%Y%m%d}T073000"),
        _event("Chamber breakfast", moved + timedelta(days=1), "08:00", 120, "UID:breakfast",
               f"RECURRENCE-ID;TZID=America/New_York:{moved:%Y%m%d}T073000"),
        _event("Coffee with Dana Reyes", weekday(quarter, 1, TUESDAY), "09:00", 60, _guest("Robin Vale", OWN), dana),
        _event(MEETUP, weekday(quarter, 2, MONDAY), "18:00", 150, "LOCATION:The Foundry"),
        _event("Coffee\\, Priya Nair", weekday(quarter, 3, WEDNESDAY), "16:00", 45, _guest("Robin Vale", OWN),
               _guest("Priya Nair", "priya@civicdata.example")),
        *(_event(f"Northeast Data Summit\\, day {n}", day, "09:00", minutes)
          for n, day, minutes in ((1, summit[0], 480), (2, summit[1], 390))),
        _whole_day("Northeast Data Summit", summit[0], 2),
        _event("Lunch with Tom Okafor", weekday(quarter, 7, TUESDAY), "12:00", 75, _guest("Robin Vale", OWN),
               _guest("Tom Okafor", "tom@okafor.example"), room),
        "\n".join(("SUMMARY:Dana Reyes / Robin Vale", f"DTSTART:{datetime.combine(far, time(15)):%Y%m%dT%H%M%SZ}",
                   "DURATION:PT30M", _guest("Robin Vale", OWN), dana)),
        _event("Team sync", weekday(quarter, -8, MONDAY), "10:00", 45, "RRULE:FREQ=WEEKLY", _guest("Robin Vale", OWN),
               *team),
        _event("Kim / Robin", weekday(quarter, 4, FRIDAY), "11:00", 30, _guest("Robin Vale", OWN), team[0]),
        _event("Vendor roundtable", weekday(quarter, 6, WEDNESDAY), "14:00", 120,
               f"ATTENDEE;CN=Robin Vale;PARTSTAT=DECLINED:mailto:{OWN}", dana),
        _event("Coffee with Lee Park", weekday(quarter, 6, FRIDAY), "09:00", 60, "STATUS:CANCELLED",
               _guest("Robin Vale", OWN), _guest("Lee Park", "lee@park.example")),
        _event("Dentist", weekday(quarter, 4, TUESDAY), "08:30", 45),
        _event("Parents' evening", weekday(quarter, 8, TUESDAY), "18:30", 90, "LOCATION:School"),
        _event("Focus time", weekday(quarter, 0, FRIDAY), "13:00", 180, "RRULE:FREQ=WEEKLY;COUNT=30"),
        _whole_day("Company holiday", weekday(quarter, 9, FRIDAY), 1),
        head="X-WR-TIMEZONE:America/New_York",
    )  # fmt: skip


def card(quarter: Quarter) -> bytes:
    """The card: a few charges of networking among those of a household."""
    charges = [
        (weekday(quarter, 0, MONDAY), "NORTHEAST DATA SUMMIT REG", "Professional Services", "390.00"),
        (weekday(quarter, 1, TUESDAY), "BLUE BOTTLE COFFEE", "Food & Drink", "11.40"),
        (weekday(quarter, 1, SATURDAY), "CORNER CAFE", "Food & Drink", "7.25"),
        (weekday(quarter, 2, THURSDAY), "PRET A MANGER 0412", "Food & Drink", "8.90"),
        (weekday(quarter, 6, TUESDAY), "SWEETGREEN STATE ST", "Food & Drink", "15.35"),
        (weekday(quarter, 2, MONDAY), "EB *ANALYTICS MEETUP", "Entertainment", "15.00"),
        (weekday(quarter, 2, MONDAY), "SPOTHERO 844-324-7768", "Travel", "12.00"),
        (weekday(quarter, 3, WEDNESDAY), "STARBUCKS STORE 00123", "Food & Drink", "9.80"),
        (weekday(quarter, 5, TUESDAY), "PARKMOBILE", "Travel", "18.00"),
        (weekday(quarter, 5, WEDNESDAY), "PARKMOBILE", "Travel", "18.00"),
        (weekday(quarter, 7, TUESDAY), "SQ *LUCIA TRATTORIA", "Food & Drink", "48.60"),
        (weekday(quarter, 4, SATURDAY), "SHELL OIL 5741", "Gas", "41.00"),
        (breakfast(quarter, 0), "EB *CHAMBER BREAKFAST", "Entertainment", "25.00"),
        (breakfast(quarter, 1) + timedelta(days=1), "EB *CHAMBER BREAKFAST", "Entertainment", "25.00"),
        *((in_month(quarter, month, 5), "LinkedIn*Premium 855-6535653", "Shopping", "29.99") for month in range(3)),
        *((in_month(quarter, month, 1), "HARBOR VIEW APTS RENT", "Home", "2150.00") for month in range(3)),
        *((weekday(quarter, week, SUNDAY), "WHOLEFDS MKT 10273", "Groceries", f"{84 + week}.12") for week in range(11)),
    ]
    rows = [f"{day:%m/%d/%Y},{day + timedelta(days=1):%m/%d/%Y},{what},{kind},Sale,-{paid},"
            for day, what, kind, paid in sorted(charges, reverse=True)]  # fmt: skip
    day = in_month(quarter, 1, 20)
    return lines(_CARD, f"{day:%m/%d/%Y},{day:%m/%d/%Y},Payment Thank You-Mobile,,Payment,3120.55,", *rows)


def _connection(person: Person, day: date) -> str:
    first, last, slug, company, position = person
    return f"{first},{last},https://www.linkedin.com/in/{slug},,{company},{position},{day:%d %b %Y}"


def _invitations(quarter: Quarter) -> list[str]:
    """Three sent and one that came in the first month, two sent in the second."""
    sent = [(DANA, 0, 2), (NEWCOMERS[1], 0, 9), (NEWCOMERS[2], 0, 15), (NEWCOMERS[3], 1, 3), (NEWCOMERS[4], 1, 8)]
    rows = [
        f'Robin Vale,{first} {last},"{_at(in_month(quarter, month, day))}",,OUTGOING,{ROBIN},'
        f"https://www.linkedin.com/in/{slug}"
        for (first, last, slug, *_), month, day in sent
    ]
    came = _at(in_month(quarter, 0, 20))
    return [*rows, f'Ben Hart,Robin Vale,"{came}",Hello,INCOMING,https://www.linkedin.com/in/benhart,{ROBIN}']


def _messages(quarter: Quarter) -> list[str]:
    """By month 4, 2 and 3 sent, and 3, 2 and 1 that came; a draft, spam and an advertisement, which do not count."""
    robin, dana, day = ("Robin Vale", ROBIN), _profile(DANA), in_month(quarter, 2, 15)
    months = list(enumerate(((4, 3), (2, 2), (3, 1))))
    return [
        *(_message(robin, dana, in_month(quarter, month, 4 + n)) for month, (sent, _) in months for n in range(sent)),
        *(_message(dana, robin, in_month(quarter, month, 8 + n)) for month, (_, came) in months for n in range(came)),
        _message(robin, _profile(PRIYA), day, draft="Yes"),
        _message(("A Prince", "https://www.linkedin.com/in/prince"), robin, day, "SPAM"),
        _message(("LinkedIn Offers", ""), robin, day),
    ]


def _message(sender: tuple[str, str], recipient: tuple[str, str], day: date, folder: str = "INBOX",
             draft: str = "No") -> str:  # fmt: skip
    people = f"{sender[0]},{sender[1]},{recipient[0]},{recipient[1]}"
    return f'2-{day},,{people},{day} 14:03:22 UTC,,"Between us, as ever",{folder},,{draft},No'


def _profile(person: Person) -> tuple[str, str]:
    first, last, slug, *_ = person
    return f"{first} {last}", f"https://www.linkedin.com/in/{slug}"


def _at(day: date) -> str:
    return f"{day.month}/{day.day}/{day:%y}, 2:37 PM"


def _guest(name: str, address: str) -> str:
    return f"ATTENDEE;CN={name};PARTSTAT=ACCEPTED:mailto:{address}"


def _event(summary: str, day: date, at: str, minutes: int, *more: str) -> str:
    start = f"DTSTART;TZID=America/New_York:{day:%Y%m%d}T{at.replace(':', '')}00"
    return "\n".join((f"SUMMARY:{summary}", start, f"DURATION:PT{minutes}M", *more))


def _whole_day(summary: str, day: date, days: int) -> str:
    end = day + timedelta(days=days)
    return f"SUMMARY:{summary}\nDTSTART;VALUE=DATE:{day:%Y%m%d}\nDTEND;VALUE=DATE:{end:%Y%m%d}"
