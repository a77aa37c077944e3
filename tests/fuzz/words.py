"""The words that the parsers know, most of them right and some nearly."""

from pipetui.domain.deal import LOSS_REASONS, ROLES
from pipetui.phrases.reports import REPORTS

AMOUNTS = (
    "12k", "1.5m", "12,500", "12.500", "€1.250,50", "1 250,50", "1'250.50", "12000 USD", "USD 12000", "12k$", "$12k",
    "12kEUR", "KWD 1.234", "12,50,000", "0", "00", "9007199254740992", "kr 5", "Rs. 5", "JPY 12", "1.250k", "-5",
    "US$5", "EUR", "€", "k", "m", "1", ".", ",", "'", "’", " ", "12 CHF", "zł", "5 元", "٣k", "0.1", ".5", "5.",
    "1,2,3",
)  # fmt: skip
DATES = (
    "today", "tomorrow", "yesterday", "mon", "fri", "next-fri", "last-fri", "this fri", "+3d", "2w", "1mo", "+3wd",
    "15", "23rd", "31", "0", "eow", "eom", "eoq", "eoy", "sow", "som", "eoww", "eonm", "eom-2d", "end of next month",
    "2026-12-01", "1.12.", "12/1", "31.2.", "29.2.2028", "0000-01-01", "9999-12-31", "12-01", "1.12.26", "in 3 days",
    "9:30", "14:00", "25:00", "2:30 pm", "14h", "noon", "at", "at 5", "now", "+2h", "-2h", "2 hours ago", "in 30 min",
    "fri 14:00", "dec 1", "1 december 2026", "sat 5 dec", "the 3rd of", "tomorrow morning", "in 2 weeks and 3 days",
    "-", "+", "/", ".", ":", ",", "in", "ago", "a", "two", "week", "days", "later", "someday", "999999d", "-999999y",
    "1 jan 0001", "in 9999 years", "9999 months ago", "2.5 hours", "an hour ago", "tonight", "by", "on", "T14:00",
)  # fmt: skip
QUICK = (
    "Acme", "rollout", "12k", "900", "€1.250,50", "8400 USD", "@demo", "@", "+saas", "#tag", "+a,b", "/", "--", "-",
    "next:fri", 'next:"+3d call Ann"', "next:", "next:14:00", "close:eoq", "close:", "p:40%", "p:400", "p:", "value:9k",
    "org:Acme", 'org:"Acme GmbH"', "who:'Ann Lee'", "who:", "src:web", "source:x", "tag:x,y", "tag:,",
    "ann@acme.example", "<ann@acme.example>,", "mailto:a@b.cd", "+49 30 1234567", "+4930123456", "+49(0)30 12345",
    "http://acme.example", "a:b",
)  # fmt: skip
TOUCHES = (
    "call", "cal", "email", "e-mail", "mail", "meeting", "me", "msg", "visit", "demo", "in", "out", "reached",
    "no-answer", "no answer", "na", "vm", "left", "left-message", "booked", "replied", "bounced", "at:yesterday",
    "at:10:00", "@demo", "at:2026-11-20", 'at:"yesterday 17:00"', "at:", "next:+3d", "next:", "--", "budget is ok", "@",
    "theirs:", "-",
)  # fmt: skip
FILTER = (
    "overdue", "today", "nonext", "rotting", "parked", "hot", "open", "won", "lost", "mine", "stale", "or", "and",
    "not", "-", "(", ")", "((", "-(", "#42", "#saas", "+saas", '"two words"', "stage:demo", "stage=Demo", "org:none",
    "who:ann", "value>10k", "value.over:10k", "value<=$5", "value:none", "p.over:50", "close.before:eow", "close:none",
    "next:fri", "next:none", "idle.over:14d", "idle:", "age>2w", "rotting.min:3", "created.after:2026-01-01",
    "closed<today", "budget:yes", "need:stale", "fit.over:50", "intent<0", "status:w", "currency:EUR", "reason:price",
    "role:champion", "created<0001-01-01", "closed>9999-12-31", "foo:bar", "value.x:1", ">", "=", ":", "age>999999y",
    "tag:'a b'",
)  # fmt: skip
ROLE_WORDS = (*ROLES, "champion@42", "@42", "-@42", "c", "@ # 7", "#42 champion, #51", ",", "-")
ADDRESSES = (
    "ann@acme.example", "+ann@acme.example", "-ann@acme.example", "a@b@c", "+49 30 1234567", "++49", "-12",
    "acme.example", "https://acme.example/x?y", ",", "Ann Lee <ann@acme.example +49 30 1234> (decision maker), Bob",
    "(champion)", "<>", "()", "Ann Lee", "<ann@acme.example>", ";", "Ann Lee <ann@acme.example>", "@", "1",
)  # fmt: skip
WORDS = (
    "acme", "rollout", "42", "#42", "3,7-9", "9-3", "1-99999", "1-999999999999999999", "0", "nosuch", "two", "--",
    "call", "cal", "email", "demo", "value:15k", "title=x", "+tag", "-tag", "close:", "budget:yes", "need:?", "yes",
    "because", "name:Ann", "http://x", "email:+a@b", "/", "", " ", "stage:demo", "'", '"', "drop", "fri",
)  # fmt: skip
CADENCE = (
    "name: Nudge", "+0 call ask for news", "+3 email [follow-up]", "+3wd mail x [last chance]", "-1 call", "+261 visit",
    "# note", "", "+1 nosuch", "then repeat", "+2 call repeat Nudge", "[x]", "+0", "+1 call [nosuch]", "name:",
)  # fmt: skip
PLAYBOOK = (
    "objection 1: too expensive", "objection 2: no time", "objection: too slow", "objection #9: x", "OBJECTION :y",
    "    Compared with what?", "\tTabs", "# note", "", "  ", "objection", "objection 1:", "x",
    "objection: too expensive",
)  # fmt: skip
MAIL = (
    "Subject: {deal}", "Purpose: follow-up", "Fields: {name}", "", "Hello {first_name},", "{{ and }}", "{", "}",
    "{nosuch}", "Subject:", "subject : x", "Subjct: x", "{ Value }", "{value", "{my_name}", "{}", "{{{name}}}", "{{{{",
    "To: x",
)  # fmt: skip
SCORES = (
    "fit:", "intent:", "FIT", "+20 value.over:10k", "-15 src:cold", "20 stage:demo", "+20 replied within 30d", "# note",
    "-10 3 unanswered", "0 won", "+1001 won", "+5 fit.over:3", "+5 (", "", "+20", "+1 no answer within 99999y", "x",
)  # fmt: skip
ATTENDEES = (
    *ADDRESSES, "Ann Lee <ann@acme.example +49 30 1234> (decision maker), Bob", "(champion)", "<>", "()", "Ann Lee (c)",
    "Ann Lee <+49 30 1234>", "Lee, Ann", "Bob (user)", "Bob <bob@acme.example>", ">", ")",
)  # fmt: skip
DECISIONS = ("drop", "keep", "park", "revive", "last-chance", "30d", "done", "0d", "3651", "000000001" + "9" * 12)
PERIODS = (
    "this-month",
    "last-month",
    "this-year",
    "last-quarter",
    "2026-q3",
    "2026-10",
    "2026",
    "all",
    "0001",
    "9999",
    "this-week",
    "2026-w47",
    "2026-w53",
    "2026-10-01..2026-11-15",
    "1 oct to yesterday",
    "..",
    "9999-12-31..9999-12-31",
)
INTENT = (
    "replied within 30d", "3 unanswered", "no answer within 2w", "touch within", "within", "99999 years",
    "0 unanswered",
)  # fmt: skip
NUMBERS = ("42", "#42", "3,7-9", "9-3", "1-10001", "1-999999999999999999", "0", "-")
ANSWERS = (
    "budget:yes", "b:n", "need:?", "need:? they look", "timing=no", "authority:", "20k approved", "x:yes", "-", "1",
)  # fmt: skip

# --- for the command line ------------------------------------------------------------------------------------

FLAGS = (
    "--json", "-q", "--quiet", "--yes", "-y", "--dry-run", "--ids", "--help", "--deleted", "--edit", "--delete",
    "--open", "--copy", "--log", "--show", "--add", "--customers", "--no-open", "--force",
    "--version", "--nosuch", "-x", "--",
)  # fmt: skip
OPTIONS: dict[str, tuple[str, ...]] = {
    "--db": ("book.db", "other.db", "nosuch/x.db", ".", "deals.csv", ""),
    "--config": ("nosuch.toml", "deals.csv", "", "."),
    "--format": ("{overdue} {today}", "{", "{0}", "{x}", "\x1b[31m", "%s"),
    "--reason": (*LOSS_REASONS, "no", ""),
    "--note": ("because", "\x1b[31mred", "a\nb", ""),
    "--revisit": DATES,
    "--renewal": (*DATES, "12mo 30d", "-"),
    "--check-in": (*DATES, "+2w call Ann", "-"),
    "--to": (*ADDRESSES, "ann", "nosuch", "json", "csv", "hub", "ical", "vcard", "markdown"),
    "--kind": ("deals", "people", "o", "x", ""),
    "--output": ("out.csv", "out", "out.zip", "book.db", "nosuch/x.json", "deals.csv", "-", "", "."),
    "--set": ("day=Friday", "value=\x1b[31m", "nosuch=x", "day", "={"),
    "--merge": ("Ann", "2", "#1", "nosuch", "9" * 5000),
    "--label": ("the offer", "\x1b[31m", ""),
    "--remove": ("1", "x", "99", "9" * 30),
    "--backups": ("keep", "erase", "delete", "x", ""),
    "--keep": ("title=2", "t=1", "=2", "title=", "x=2", "\x1b=2", "Region=2"),
    "--least": ("1", "0", "101", "x", "9" * 30),
    "--steps": CADENCE,
    "--limit": ("1", "0", "-1", "x", "9" * 30, "٣"),
    "--template": ("classic", "short", "x", ""),
    "--currency": ("EUR", "usd", "x", ""),
    "--map": ("title=Deal name", "title=", "x=y", "=", "value=Amount"),
    "--stage": ("Demo=Proposal", "Demo=won", "x=y", "Demo="),
    "--where": ("Stage=Demo", "x=y", "Stage=\x1b"),
    "--delimiter": (",", "tab", "xx", '"', "\n", ""),
    "--encoding": ("utf-8", "utf-16", "base64", "idna", "punycode", "unicode_escape", "x", "undefined", "cp037", ""),
    "--date-order": ("dmy", "mdy", "ymd", "excel", "x"),
    "--system": ("csv", "\x1b", ""),
    "--seed": ("1", "x", "9" * 30),
}
"""The options that take a value."""

NAMED: dict[str, tuple[str, ...]] = {
    "add": QUICK,
    "dupes": ("people", "orgs", "deals", "apart", "p", *NUMBERS),
    "merge": NUMBERS,
    "attach": ("https://acme.example", "javascript:x", "file:///x", "~/x", "deals.csv", "\x1b[31m", *NUMBERS),
    "open": ("mail", "phone", "site", "file", "link", *NUMBERS),
    "log": TOUCHES,
    "next": (*DATES, "theirs: x"),
    "list": FILTER,
    "edit": (*QUICK, *AMOUNTS, "people:Ann (c)", "tags:"),
    "when": DATES,
    "sweep": (*DECISIONS, *LOSS_REASONS, *DATES),
    "drop": LOSS_REASONS,
    "snooze": DATES,
    "park": DATES,
    "move": ("proposal", "@demo", "Demo", "won"),
    "tag": ("hot", "+saas", "a b", "\x1b[31m"),
    "link": ("renewal", "upsell", "cross-sell", "referral", *QUICK),
    "qualify": ANSWERS,
    "cadence": ("show", "new", "edit", "delete", "start", "stop", "stage", "Five touches", "Nudge", "Proposal", "none"),
    "objection": ("too expensive", "overcome", "open", "/", "price", "new one"),
    "playbook": ("add", "delete", "too", "expensive", "/"),
    "mail": ("follow-up", "proposal", "last-chance"),
    "template": ("follow-up", "proposal", "x"),
    "person": (
        "--add",
        "delete",
        "erase",
        "reopen",
        "merge",
        "name:Ann",
        "email:+a@b",
        "on:1",
        "call",
        *ROLE_WORDS,
        *ADDRESSES,
    ),
    "people": ("ann", "--show"),
    "org": ("--add", "delete", "reopen", "merge", "sector:x", "website:acme.example", "phone:-1", "note:x"),
    "orgs": ("acme", "--show"),
    "report": (*REPORTS, *PERIODS),
    "import": ("deals.csv", "nosuch.csv", "."),
    "export": (*FILTER, *NUMBERS),
    "demo": ("x.db", "book.db", "--no-open"),
    "history": ("--limit",),
}
"""The words that the verbs know."""
