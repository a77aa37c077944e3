"""After the sale: what is asked after a win, dates with a lead, and the quick line of a deal that follows."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import aftersale
from pipetui.domain.aftersale import Customer, Renewal
from pipetui.domain.dates.when import DateRules, Due
from pipetui.domain.errors import InputError
from pipetui.domain.line import quick_line
from pipetui.domain.money import Money
from pipetui.phrases.links import link_lines
from pipetui.views import Link

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
RULES = DateRules()
ACME = Customer("Acme rollout", "Acme GmbH", ("Ann Lee", "Bob"), Money(1_200_000, "EUR"), date(2027, 11, 1))


def test_b26_a_win_suggests_a_renewal_in_a_year_and_a_check_in_after_ten_working_days() -> None:
    asked = aftersale.asked(7, "Acme rollout", None, NOW, RULES)
    assert asked.renewal == Renewal(date(2027, 11, 21), 30)
    assert asked.check_in == quick_line.NextLine(Due(date(2026, 12, 4)), "check in")


def test_b26_a_renewal_that_is_known_and_ahead_is_suggested_again() -> None:
    assert aftersale.asked(7, "Acme", date(2027, 3, 1), NOW, RULES).renewal.day == date(2027, 3, 1)
    assert aftersale.asked(7, "Acme", date(2026, 3, 1), NOW, RULES).renewal.day == date(2027, 11, 21)


@pytest.mark.parametrize(
    ("text", "renewal"),
    [
        ("2027-11-01 30d", Renewal(date(2027, 11, 1), 30)),
        ("2027-11-01", Renewal(date(2027, 11, 1), 30)),
        ("1 nov 2027 60D", Renewal(date(2027, 11, 1), 60)),
        ("2027-11-01 0d", Renewal(date(2027, 11, 1), 0)),
        ("12mo", Renewal(date(2027, 11, 21), 30)),
        ("30d", Renewal(date(2026, 12, 21), 30)),
        ("+10d", Renewal(date(2026, 12, 1), 10)),
        ("2026-11-01", Renewal(date(2026, 11, 1), 0)),
    ],
)
def test_b26_a_renewal_is_a_date_and_a_lead_that_never_makes_it_late(text: str, renewal: Renewal) -> None:
    assert aftersale.parse_renewal(text, NOW, RULES) == renewal


@pytest.mark.parametrize("text", ["soonish", "30d 2027-11-01", "2027-11-01 often"])
def test_b15_a_renewal_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        aftersale.parse_renewal(text, NOW, RULES)


@given(st.dates(date(2026, 11, 21), date(2040, 1, 1)), st.integers(0, 999))
def test_b26_a_renewal_as_shown_is_understood_as_the_same(day: date, lead: int) -> None:
    lead = min(lead, (day - NOW.date()).days)
    assert aftersale.parse_renewal(aftersale.renewal_text(day, lead), NOW, RULES) == Renewal(day, lead)


def test_b26_a_renewal_lies_ahead() -> None:
    aftersale.require_ahead(Renewal(date(2026, 11, 22)), NOW.date())
    with pytest.raises(InputError):
        aftersale.require_ahead(Renewal(NOW.date()), NOW.date())


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("ren", "renewal"),
        ("Upsell", "upsell"),
        ("cross", "cross-sell"),
        ("cross sell", "cross-sell"),
        ("ref", "referral"),
    ],
)
def test_a_kind_is_named_by_its_beginning(word: str, kind: str) -> None:
    assert aftersale.find_kind(word) == kind


@pytest.mark.parametrize("word", ["", "re", "gift", "-"])
def test_a_kind_that_is_none_or_several_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="how the deal follows"):
        aftersale.find_kind(word)


def line(kind: str, customer: Customer = ACME) -> str:
    return aftersale.line(aftersale.known(kind, customer), NOW, RULES, "EUR")


def test_b26_a_renewal_begins_with_all_that_is_known() -> None:
    assert line("renewal") == (
        'Acme rollout renewal value:12000 close:2027-11-01 org:"Acme GmbH" who:"Ann Lee" who:Bob'
    )


def test_b26_upsell_and_cross_sell_begin_without_a_value() -> None:
    assert line("upsell") == 'Acme rollout upsell org:"Acme GmbH" who:"Ann Lee" who:Bob'
    assert line("cross-sell").startswith("Acme rollout cross-sell org:")


def test_b26_a_referral_has_the_customer_for_its_source_and_no_title_yet() -> None:
    assert line("referral") == 'src:"Acme GmbH"'
    assert line("referral", ACME._replace(organization="")) == 'src:"Acme rollout"'


def test_a_title_that_looks_like_attributes_stays_a_title() -> None:
    assert line("upsell", ACME._replace(title="12k @demo", organization="", people=())) == "-- 12k @demo upsell"


names = st.text(st.sampled_from("aB ü@+:/'12k#-."), min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
customers = st.builds(
    Customer,
    names.filter(bool),
    names,
    st.lists(names.filter(bool), max_size=2, unique_by=str.casefold).map(tuple),
    st.none() | st.builds(Money, st.integers(0, 10**9), st.sampled_from(("EUR", "USD", "JPY"))),
    st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)


@given(st.sampled_from(("renewal", "upsell", "cross-sell")), customers)
def test_a_line_that_was_begun_means_just_what_is_known(kind: str, customer: Customer) -> None:
    begun = aftersale.known(kind, customer)
    assert quick_line.parse(aftersale.line(begun, NOW, RULES, "EUR"), NOW, RULES, "EUR") == begun


def test_a_typed_line_goes_before_what_is_known() -> None:
    begun = aftersale.known("renewal", ACME)
    new = aftersale.read("15k p:0", begun, NOW, RULES, "EUR")
    assert (new.title, new.value, new.probability) == ("Acme rollout renewal", Money(1_500_000, "EUR"), 0)
    assert (new.organization, new.people) == ("Acme GmbH", ("Ann Lee", "Bob"))


def test_who_is_named_by_an_address_stands_for_all_people() -> None:
    new = aftersale.read("Acme support kim@acme.example", aftersale.known("upsell", ACME), NOW, RULES, "EUR")
    assert (new.title, new.people, new.emails) == ("Acme support", (), ("kim@acme.example",))


def test_a_referral_needs_a_title() -> None:
    with pytest.raises(InputError, match="title"):
        aftersale.read("8k", aftersale.known("referral", ACME), NOW, RULES, "EUR")


def test_b26_a_chain_is_shown_from_both_ends() -> None:
    links = (
        Link(12, "Acme rollout", "won", "referral", True),
        Link(7, "Initech seats", "won", "referral", True, 2),
        Link(31, "Globex pilot", "open", "referral", False),
        Link(40, "Hooli", "lost", "renewal", False, 2),
        Link(41, "Umbrella", "open", "upsell", False),
    )
    assert list(link_lines(links)) == [
        ("from", "#12 Acme rollout (referral, won)"),
        ("", "  ← #7 Initech seats (referral, won)"),
        ("led to", "#31 Globex pilot (referral, open)"),
        ("", "  → #40 Hooli (renewal, lost)"),
        ("", "#41 Umbrella (upsell, open)"),
    ]
