"""Made-up exports of CRMs: in each a coffee with Robin Sample, a deal, or Robin as a contact."""

from tests.importers.import_files import lines

# In each: one hour on 5 March 2026 at 10:00 with Robin Sample of Sample Ltd.
MEETINGS = {
    "HubSpot": lines(
        "Record ID,Meeting name,Meeting start time,Meeting end time,Meeting outcome,Activity assigned to,Attendees,"
        "Associated Contact,Associated Contact IDs,Associated Company",
        "1,Coffee with Robin,2026-03-05 10:00,2026-03-05 11:00,Completed,Kim Example,,Robin Sample,101,Sample Ltd",
    ),
    "HubSpot, milliseconds": lines(
        "Record ID,Meeting name,Meeting start time,Meeting end time,Meeting outcome,Activity assigned to,"
        "Associated Contact",
        "1,Coffee with Robin,1772704800000,1772708400000,COMPLETED,Kim Example,Robin Sample (robin@example.org)",
    ),
    "Salesforce report": lines(
        '"Subject","Assigned","Start","End","Type","Contact","Company / Account","Location"',
        '"Coffee with Robin","Kim Example","3/5/2026 10:00 AM","3/5/2026 11:00 AM","Meeting","Robin Sample",'
        '"Sample Ltd",""',
    ),
    "Salesforce Data Loader": lines(
        "ID,SUBJECT,STARTDATETIME,ENDDATETIME,DURATIONINMINUTES,WHOID,WHATID,OWNERID,ISALLDAYEVENT",
        "00U,Coffee with Robin,2026-03-05T10:00:00.000Z,2026-03-05T11:00:00.000Z,60,003,001,005,false",
    ),
    "Zoho": lines(
        "Record Id,Title,From,To,Host,Contact Name,Related To,Participants",
        "zcrm_1,Coffee with Robin,2026-03-05 10:00:00,2026-03-05 11:00:00,Kim Example,Robin Sample,Sample Ltd,",
    ),
    "Pipedrive": lines(
        "Done,Type,Subject,Deal,Contact person,Organization,Due date,Due time,Duration,Assigned to user",
        "Done,Meeting,Coffee with Robin,,Robin Sample,Sample Ltd,2026-03-05,10:00,01:00,Kim Example",
    ),
    "Pipedrive, with the kind of record": lines(
        "Activity - Done;Activity - Type;Activity - Subject;Activity - Contact person;Activity - Due date;"
        "Activity - Due time;Activity - Duration;Activity - Assigned to user",
        "Done;Lunch;Coffee with Robin;Robin Sample;2026-03-05;10:00;60;Kim Example",
    ),
    "Pipedrive, short": lines(
        "ID,Subject,Type,Due date,Due time,Duration,Done,Person,Organization",
        "1,Coffee with Robin,meeting,2026-03-05,10:00,1:00,1,Robin Sample,Sample Ltd",
    ),
    "Calendly": lines(
        "Invitee Name,Invitee First Name,Invitee Last Name,Invitee Email,Event Type Name,Start Date & Time,"
        "End Date & Time,Location,Canceled,User Name,User Email",
        "Robin Sample,Robin,Sample,robin@example.org,Coffee with Robin,2026-03-05 10:00,2026-03-05 11:00,Zoom,false,"
        "Kim,kim@example.org",
    ),
    "German": lines(
        "Betreff;Startdatum;Ende;Kontakt;Firma;Typ;Status;Besitzer",
        "Coffee with Robin;05.03.2026 10:00;05.03.2026 11:00;Robin Sample;Sample Ltd;Besprechung;Erledigt;Kim Example",
    ),
}
# In each: a call of six minutes with Robin on 5 March 2026.
CALLS = {
    "HubSpot": lines(
        "Record ID,Call Title,Activity date,Call outcome,Call duration,Activity assigned to,Associated Contact",
        "9,Call with Robin,2026-03-05 10:00,Connected,00:06:00,Kim Example,Robin Sample",
    ),
    "HubSpot, milliseconds": lines(
        "Record ID,Call Title,Activity date,Call outcome,Call duration (ms),Activity assigned to,Associated Contact",
        "9,Call with Robin,2026-03-05 10:00,Connected,360000,Kim Example,Robin Sample",
    ),
    "Salesforce": lines(
        "Subject,Date,Call Type,Call Duration in Seconds,Status,Contact,Assigned",
        "Call with Robin,3/5/2026,Outbound,360,Completed,Robin Sample,Kim Example",
    ),
    "Zoho": lines(
        "Record Id,Subject,Call Type,Call Start Time,Call Duration,Contact Name,Call Owner",
        "zcrm_2,Call with Robin,Outbound,2026-03-05 10:00:00,06:00,Robin Sample,Kim Example",
    ),
    "Pipedrive": lines(
        "Done,Type,Subject,Contact person,Organization,Due date,Due time,Duration",
        "Yes,Call,Talk with Robin,Robin Sample,Sample Ltd,2026-03-05,10:00,00:06",
    ),
}
# In each: one deal won on 18 March 2026 for 1,250.00, one open since 5 March at 40% for 5,000, and one lost.
DEALS = {
    "HubSpot": lines(
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date,Deal probability,Associated Company",
        "1,Website,Closed Won,2026-03-18 10:00,Kim,1250.00,2026-02-01 09:00,1,Sample Ltd",
        "2,Shop,Contract Sent,2026-06-30 10:00,Kim,5000,2026-03-05 09:00,0.4,Probe Inc",
        "3,Logo,Closed Lost,2026-03-10 10:00,Kim,700,2026-02-02 09:00,0,Third Inc",
    ),
    "Salesforce report": lines(
        '"Opportunity Name","Stage","Amount","Probability (%)","Close Date","Created Date","Account Name",'
        '"Opportunity Owner","Lead Source"',
        '"Website","Closed Won","USD 1,250.00","100%","3/18/2026","2/1/2026","Sample Ltd","Kim","Partner"',
        '"Shop","Negotiation","USD 5,000.00","40%","6/30/2026","3/5/2026","Probe Inc","Kim",""',
        '"Logo","Closed Lost","USD 700.00","0%","3/10/2026","2/2/2026","Third Inc","Kim",""',
    ),
    "Salesforce Data Loader": lines(
        "ID,NAME,STAGENAME,AMOUNT,PROBABILITY,CLOSEDATE,ISCLOSED,ISWON,CREATEDDATE,OWNERID",
        "006,Website (Sample Ltd),Signed,1250.0,100.0,2026-03-18,true,true,2026-02-01T09:00:00.000Z,005",
        "007,Shop (Probe Inc),Proposal,5000.0,40.0,2026-06-30,false,false,2026-03-05T09:00:00.000Z,005",
        "008,Logo (Third Inc),Gone,700.0,0.0,2026-03-10,true,false,2026-02-02T09:00:00.000Z,005",
    ),
    "Zoho": lines(
        "Record Id,Deal Owner,Amount,Deal Name,Closing Date,Account Name,Stage,Probability (%),Created Time,Currency",
        "zcrm_1,Kim,1250.00,Website,2026-03-18,Sample Ltd,Closed Won,100,2026-02-01 09:00:00,USD",
        "zcrm_2,Kim,5000.00,Shop,2026-06-30,Probe Inc,Qualification,40,2026-03-05 09:00:00,USD",
        "zcrm_3,Kim,700.00,Logo,2026-03-10,Third Inc,Closed-Lost to Competition,0,2026-02-02 09:00:00,USD",
    ),
    "Pipedrive": lines(
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Stage,Deal - Status,"
        "Deal - Probability,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Expected close date",
        "1,Website,1250,USD,Sample Ltd,Offer,Won,,2026-02-01 09:00:00,2026-03-18 10:00:00,,",
        "2,Shop,5000,USD,Probe Inc,Offer,Open,40,2026-03-05 09:00:00,,,2026-06-30",
        "3,Logo,700,USD,Third Inc,Offer,Lost,,2026-02-02 09:00:00,,2026-03-10 10:00:00,",
    ),
    "German": lines(
        "Deal-Name;Phase;Betrag;Wahrscheinlichkeit;Abschlussdatum;Erstellungsdatum;Firma",
        "Website;Gewonnen;1.250,00;100 %;18.03.2026;01.02.2026;Sample Ltd",
        "Shop;Angebot;5.000,00;40 %;30.06.2026;05.03.2026;Probe Inc",
        "Logo;Verloren;700,00;0 %;10.03.2026;02.02.2026;Third Inc",
    ),
}
CONTACTS = lines(
    "Record ID,First Name,Last Name,Email,Contact owner,Associated Company,Job Title",
    "101,Robin,Sample,robin@example.org,Kim Example,Sample Ltd,Buyer",
)
MONICA = (
    b'{"version":"1.0","app_version":"4.0.0","account":{"uuid":"x","data":[{"count":3,"type":"contact","values":['
    b'{"uuid":"1","properties":{"first_name":"Robin","last_name":"Sample","job":"Buyer","company":"Sample Ltd"},'
    b'"data":[{"type":"contact_field","values":[{"properties":{"data":"robin@example.org"}}]},'
    b'{"type":"call","values":[{"properties":{"called_at":"2026-03-06T10:00:00Z","content":"Secret"}}]},'
    b'{"type":"activity","values":["a1"]}]},'
    b'{"uuid":"2","properties":{"first_name":"Child","is_partial":true},"data":[]},'
    b'{"uuid":"3","properties":{"first_name":"Gone","is_dead":true},"data":[]}]},'
    b'{"type":"activity","values":[{"uuid":"a1","properties":{"summary":"Coffee with Robin","description":"Secret",'
    b'"happened_at":"2026-03-05T00:00:00Z"}}]}]}}'
)
EXAMPLES = {
    **{f"meetings of {name}": raw for name, raw in MEETINGS.items()},
    **{f"calls of {name}": raw for name, raw in CALLS.items()},
    **{f"deals of {name}": raw for name, raw in DEALS.items()},
    "contacts": CONTACTS,
    "Monica": MONICA,
}
