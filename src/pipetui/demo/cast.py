"""Who and what the demo book is about. Everybody is invented: `.example` addresses, numbers that nobody is given.

Numbers are of the ranges that the authorities keep free for films and books: Bundesnetzagentur (Berlin, mobile), Ofcom
(London, mobile), NANPA (555-01xx) and PTS (Malmö, mobile). Japan has none: a local number there never begins with 1.
"""

from typing import NamedTuple


class Company(NamedTuple):
    """An invented organization: its name, the word its deals are called by, its domain before `.example`."""

    name: str
    short: str
    domain: str
    sector: str
    people: str


class FreeNumbers(NamedTuple):
    """Numbers that are kept free: what they begin with, from which ending to which; the same of mobiles, if any."""

    prefix: str
    first: int
    last: int
    mobile: str = ""
    mobile_first: int = 0
    mobile_last: int = 0

    def phone(self, place: int) -> str:
        """The one at that place; from the last on they come again."""
        return _numbered(self.prefix, self.first, self.last, place)

    def mobile_phone(self, place: int) -> str:
        """The same of mobiles; "" where none are kept free."""
        return self.mobile and _numbered(self.mobile, self.mobile_first, self.mobile_last, place)


def _numbered(prefix: str, first: int, last: int, place: int) -> str:
    # By steps of a prime, so that neighbours do not look like it.
    return f"{prefix}{first + place * 37 % (last - first + 1):0{len(str(last))}}"


GERMAN = "german"
AMERICAN = "american"
BRITISH = "british"
JAPANESE = "japanese"
DANISH = "danish"

NUMBERS = {
    GERMAN: FreeNumbers("+49 30 23125 ", 0, 999, "+49 171 39200", 0, 99),
    AMERICAN: FreeNumbers("+1 202 555 0", 100, 199),
    BRITISH: FreeNumbers("+44 20 7946 0", 0, 999, "+44 7700 900", 0, 999),
    JAPANESE: FreeNumbers("+81 3 1234 5", 0, 999),
    DANISH: FreeNumbers("+46 40 628 04 ", 0, 99, "+46 70 174 06 ", 5, 99),
}
"""Where their people can be called; the Danes' office is across the bridge."""

COMPANIES = (
    Company("Acme GmbH", "Acme", "acme", "manufacturing", GERMAN),
    Company("Globex", "Globex", "globex", "energy", AMERICAN),
    Company("Initech", "Initech", "initech", "software", AMERICAN),
    Company("Umbrella Coffee", "Umbrella", "umbrella", "food", BRITISH),
    Company("Hooli", "Hooli", "hooli", "software", AMERICAN),
    Company("株式会社ミライ", "ミライ", "mirai", "electronics", JAPANESE),
    Company("Ærø Shipping", "Ærø", "aeroe", "logistics", DANISH),
    Company("Nordlicht Solar", "Nordlicht", "nordlicht", "energy", GERMAN),
    Company("Vandelay Import", "Vandelay", "vandelay", "trade", AMERICAN),
    Company("Café Zürich AG", "Café Zürich", "cafe-zuerich", "food", GERMAN),
    Company("Łódź Logistics", "Łódź", "lodz", "logistics", GERMAN),
    Company("Sirius Cybernetics", "Sirius", "sirius", "robotics", BRITISH),
    Company("Tyrell Optics", "Tyrell", "tyrell", "manufacturing", AMERICAN),
    Company("Wonka Confectionery", "Wonka", "wonka", "food", BRITISH),
    Company("Bluth Homes", "Bluth", "bluth", "construction", AMERICAN),
    Company("Pied Piper Audio", "Pied Piper", "piedpiper", "media", AMERICAN),
    Company("Moin Fahrräder", "Moin", "moin", "retail", GERMAN),
    Company("Cyberdyne Tooling", "Cyberdyne", "cyberdyne", "manufacturing", AMERICAN),
    Company("Klinik am Park", "Klinik am Park", "klinik-am-park", "health", GERMAN),
    Company("Gringotts Leasing", "Gringotts", "gringotts", "finance", BRITISH),
    Company("Monarch Painting", "Monarch", "monarch", "services", BRITISH),
    Company("Smørrebrød & Søn", "Smørrebrød", "smoerrebroed", "food", DANISH),
    Company("Stadtwerke Neustadt", "Stadtwerke", "stadtwerke-neustadt", "energy", GERMAN),
    Company("Soylent Foods", "Soylent", "soylent", "food", AMERICAN),
)
FOREIGN = 5
"""Which of them pays in yen."""

PEOPLE = {
    GERMAN: (
        "Anna Schmidt", "Jörg Müller", "Katrin Weiß", "Paul Okafor", "Leyla Yıldız", "Max Brandt", "Ines Vogel",
        "Heike Baumann", "Tomasz Nowak", "Sabine Krüger", "Emre Aydın", "Lena Hofmann", "Uwe Petersen", "Mia Sommer",
        "Jan Wójcik", "Silke Neumann", "Ralf Engel", "Carla Rossi", "Dirk Lehmann", "Nora Seidel", "Timo Koch",
    ),
    AMERICAN: (
        "Ann Lee", "Bob Alvarez", "Dana Whitfield", "Marcus Hill", "Priya Raman", "Tom O'Neill", "Grace Park",
        "Luis Ortega", "Kim Nguyen", "Rachel Stein", "Derek Boone", "Joy Adeyemi", "Chris Walsh", "Elena Petrova",
        "Sara Cohen", "Hank Miller", "Mei Chen", "Victor Reyes", "Paula Gray", "Omar Haddad", "Beth Sawyer",
        "Ivan Kowal", "Tina Brooks", "Noah Fields", "Carmen Diaz", "Pete Larson", "Ruth Abrams",
    ),
    BRITISH: (
        "Nadia Hughes", "Oliver Finch", "Zoë Carter", "Ravi Desai", "Fiona Burke", "Sam Akintola", "Hugh Pembroke",
        "Aisha Khan", "Callum Reid", "Megan Price", "George Whitlock", "Imogen Shaw", "Tariq Aziz", "Bronwen Davies",
        "Niall Quinn",
    ),
    JAPANESE: ("佐藤 花子", "田中 健", "鈴木 恵"),
    DANISH: ("Søren Kjær", "Freja Holm", "Mads Lund", "Signe Østergaard", "Jens Bech", "Karen Dahl"),
}  # fmt: skip
"""By people; those of one of them are called by one alphabet."""
ADDRESSES = {"佐藤 花子": "hanako.sato", "田中 健": "ken.tanaka", "鈴木 恵": "megumi.suzuki"}
"""The part before the @ where the name does not tell it."""
JOBS = ("head of operations", "managing director", "IT lead", "buyer", "controller", "team lead", "plant manager")

TOPICS = (
    "rollout", "pilot", "licence renewal", "40 seats", "support contract", "migration", "second site", "training",
    "integration", "dashboard", "onboarding package", "upgrade", "audit", "warehouse module", "mobile app",
)  # fmt: skip
SOURCES = ("referral", "website", "trade fair", "cold call", "partner", "newsletter", "")
TAGS = ("hot", "saas", "onprem", "q4", "public-sector", "expansion", "security-review")

STEPS = (
    "call {first}", "call {first} about the numbers", "email the offer", "send the revised quote", "demo for the team",
    "email {first} the case study", "call: decision?", "check with legal", "meeting on site", "book the workshop",
)  # fmt: skip
DESK_STEPS = ("email the offer", "send the revised quote", "email {first} the case study")
"""What can be done where nobody answers the phone."""
WAITING = ("{first} sends the requirements", "signature from {first}", "feedback from their IT", "budget approval")

# Kind, direction, outcome, what was written down.
TOUCHES = (
    ("call", "out", "reached", "{first} likes the pilot; wants figures for 40 seats."),
    ("call", "out", "reached", "Talked through the offer. Two open points: start date and training."),
    ("call", "out", "reached", "Budget is there, but {first} has to convince the board."),
    ("call", "out", "no answer", ""),
    ("call", "out", "no answer", "Office says: back on Thursday."),
    ("call", "out", "left message", "Asked to be called back about the quote."),
    ("email", "out", "", "Sent the offer and the reference from their own trade."),
    ("email", "out", "", "Short summary of our call, with the three options."),
    ("email", "in", "replied", "“Looks good, I am discussing it with my team this week.”"),
    ("email", "in", "replied", "Wants to know how long the changeover takes."),
    ("email", "out", "bounced", "Address is no longer valid, asked the office for the new one."),
    ("meeting", "out", "", "Met {first} and two users on site. The old system costs them an hour a day."),
    ("meeting", "out", "booked", "Workshop with IT and purchasing agreed."),
    ("demo", "out", "", "Demo for five people. The import impressed, the price less."),
    ("demo", "out", "booked", "Demo went well; {first} asked for a test account."),
    ("message", "out", "", "Sent the link to the recording."),
    ("message", "in", "replied", "👍 “Let's talk on Monday.”"),
    ("visit", "out", "", "Dropped in at their stand; the competitor was there as well."),
)
NOTES = (
    "Decides in a committee of three; purchasing only joins at the end.",
    "Present contract runs out at the end of the quarter, three months' notice.",
    "Competitor is in with a cheaper offer, but without local support.",
    "{first} knows us from the last company.",
    "Wants monthly invoices. No travel in August.",
    "Needs: single sign-on, export to Excel, training in two languages.",
)
REASONS = {
    "price": "a third above the other offer",
    "competitor": "stays with the present supplier",
    "no decision": "project put off without a date",
    "went silent": "five attempts, no reply",
    "budget": "cut for this year",
    "timing": "reorganization first",
    "bad fit": "needs an on-site team we have not",
}
