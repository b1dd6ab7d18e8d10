"""All tables, one file per subject, importable from here."""

from desktop.store.models.audit import Audit
from desktop.store.models.exchange import Message, OwnKey, Parcel, Passage, Peer, Waiting
from desktop.store.models.issues import Issue, IssueStep, Promise, Recommendation
from desktop.store.models.meetings import Event, Meeting, News
from desktop.store.models.people import Dog, Membership, Person
from desktop.store.models.places import Opening, Place, PlacePeriod, Scheme, Slot, Target
from desktop.store.models.records import Identifier, Record, RecordDate, RecordText, Revision
from desktop.store.models.returns import EnteredTotal, Paragraph, QuarterReturn, Rating, Sent
from desktop.store.models.schema import Row, UtcMoment
from desktop.store.models.settings import ListEdit, Secret, Setting

# Now, which is behind the page that asks for the passphrase: otherwise the first query does it, and
# the first page of an open desk waits for it, 25 ms.
Row.registry.configure()

__all__ = [
    "Audit",
    "Dog",
    "EnteredTotal",
    "Event",
    "Identifier",
    "Issue",
    "IssueStep",
    "ListEdit",
    "Meeting",
    "Membership",
    "Message",
    "News",
    "Opening",
    "OwnKey",
    "Paragraph",
    "Parcel",
    "Passage",
    "Peer",
    "Person",
    "Place",
    "PlacePeriod",
    "Promise",
    "QuarterReturn",
    "Rating",
    "Recommendation",
    "Record",
    "RecordDate",
    "RecordText",
    "Revision",
    "Row",
    "Scheme",
    "Secret",
    "Sent",
    "Setting",
    "Slot",
    "Target",
    "UtcMoment",
    "Waiting",
]
