"""One line of typing becomes a deal (behaviour 14) or a touch (behaviour 5)."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.domain.dates.when import DateRules, Due
from pipetui.domain.errors import InputError
from pipetui.domain.line.quick_line import NewDeal, NextLine, TouchLine, parse, parse_touch
from pipetui.domain.money import Money
from pipetui.domain.text import clean

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)  # a Saturday
FRIDAY = date(2026, 11, 27)
RULES = DateRules()


def _plainly(line: str | list[str], currency: str = "EUR") -> NewDeal:
    """What is understood, but for what is said about it."""
    return _read(line, currency)._replace(doubts=())


def _read(line: str | list[str], currency: str = "EUR") -> NewDeal:
    return parse(line, NOW, RULES, currency)


def _touch(line: str | list[str]) -> TouchLine:
    return parse_touch(line, NOW, RULES)


def _eur(whole: int) -> Money:
    return Money(whole * 100, "EUR")


# --- the whole line ------------------------------------------------------------------------------------------


def test_b14_a_title_alone_is_enough() -> None:
    assert _read("Acme rollout") == NewDeal("Acme rollout")


def test_b14_everything_in_one_line() -> None:
    line = (
        'Acme rollout 12k @demo next:"+3d call Ann" ann@acme.example #saas +eu +49-30-1234567 p:40% close:eoq '
        'org:"Acme GmbH" who:"Ann Lee" who:Bob src:web / met at the fair "x"'
    )
    assert _read(line) == NewDeal(
        title="Acme rollout",
        value=_eur(12_000),
        stage="demo",
        tags=("saas", "eu"),
        emails=("ann@acme.example",),
        phones=("+49301234567",),
        organization="Acme GmbH",
        people=("Ann Lee", "Bob"),
        source="web",
        probability=40,
        close=date(2026, 12, 31),
        next=NextLine(Due(date(2026, 11, 24)), "call Ann"),
        note='met at the fair "x"',
    )


def test_b14_words_from_a_shell_are_tokens_though_they_hold_spaces() -> None:
    words = ["Acme", "12k", "next:+3d call Ann", "org:Acme GmbH", "Kim's", "+49 (0)30 123-4567", "#big deal"]
    assert _read(words) == NewDeal(
        "Acme Kim's",
        value=_eur(12_000),
        tags=("big deal",),
        phones=("+49301234567",),
        organization="Acme GmbH",
        next=NextLine(Due(date(2026, 11, 24)), "call Ann"),
    )


def test_b14_one_argument_may_hold_the_whole_line() -> None:
    assert _read(["Acme pilot 12k next:fri"]) == _read("Acme pilot 12k next:fri")
    assert _read(["Acme pilot 12k next:fri"]).value == _eur(12_000)


def test_b14_the_same_words_mean_the_same_in_shell_and_app() -> None:
    line = "O'Brien seats 9k @prop +saas close:eom p:30 value.x / note's end"
    assert _read(line) == _read(line.split())


@pytest.mark.parametrize(
    "line", ["", "   ", [], ["", " "], "12k", "next:fri", "@demo +saas", "/ only a note", "--", '""']
)
def test_b14_a_line_without_a_title_is_refused_with_an_example(line: str | list[str]) -> None:
    with pytest.raises(InputError) as refused:
        _read(line)
    assert "Acme rollout 12k" in refused.value.hint


# --- money ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "title", "value"),
    [
        ("Acme 12k", "Acme", _eur(12_000)),
        ("12k Acme", "Acme", _eur(12_000)),
        ("Acme €1.250,50 now", "Acme now", Money(125_050, "EUR")),
        ("Acme 12000 USD", "Acme", Money(1_200_000, "USD")),
        ("Acme 12000 usd x", "Acme x", Money(1_200_000, "USD")),
        ("USD 12000 Acme", "Acme", Money(1_200_000, "USD")),
        ("Acme 12k$", "Acme", Money(1_200_000, "USD")),
        ("Acme 12kEUR", "Acme", _eur(12_000)),
        ("Acme 12k EUR x", "Acme x", _eur(12_000)),
        ("Acme 900MXN", "Acme", Money(90_000, "MXN")),
        ("Acme 1.5m phase", "Acme phase", _eur(1_500_000)),
        ("Acme 12 000 € x", "Acme x", _eur(12_000)),
        ("Acme EUR 1 250 000 x", "Acme x", _eur(1_250_000)),
        ("Acme 5€", "Acme", _eur(5)),
        ("Acme value:15k", "Acme", _eur(15_000)),
        ("Acme value:99", "Acme", _eur(99)),
        ('Acme value:"1 200 USD"', "Acme", Money(120_000, "USD")),
    ],
)
def test_b14_money_forms_count_anywhere(line: str, title: str, value: Money) -> None:
    assert (_read(line).title, _read(line).value) == (title, value)


def test_b14_a_bare_number_is_money_only_as_the_last_plain_word_and_if_it_is_round() -> None:
    assert _read("Building 1000") == NewDeal("Building", value=_eur(1_000))
    assert _read("Building 1,200 +saas next:fri").value == _eur(1_200)
    assert _read("Building 12 000").value == _eur(12_000)
    assert _read("Building 2 500 000").value == _eur(2_500_000)
    for title in ("Building 900", "Building 1250", "Building 99.99", "Building 10115", "Building 2027", "Building 747"):
        assert _plainly(title) == NewDeal(title)
    assert _plainly("Building 1200 west") == NewDeal("Building 1200 west")
    assert _plainly("1200") == NewDeal("1200")
    assert _read("Building 0300") == NewDeal("Building 0300")
    assert _plainly("Building 1200 -- west") == NewDeal("Building 1200 west")
    assert _read("Building 1200 / west") == NewDeal("Building", value=_eur(1_200), note="west")


def test_b14_a_bare_number_counts_in_whole_units_of_the_book() -> None:
    assert _read("Mirai 5000", "JPY").value == Money(5_000, "JPY")
    assert _read("Mirai 5000", "KWD").value == Money(5_000_000, "KWD")
    assert _read("Mirai 900", "JPY").value is None


def test_b14_numbers_that_stay_in_the_title_are_said() -> None:
    assert _read("Acme renewal 2027").doubts == ("2027 stays in the title · value:2027 makes it the value",)
    assert _read("Boeing 747 seats").doubts == ("747 stays in the title · value:747 makes it the value",)
    assert _read("Acme 12k or 15k").doubts == ("15k stays in the title · there is one value",)
    assert _read("Phase 2 of 3").doubts == ()


def test_b14_the_first_amount_counts_and_a_second_stays_in_the_title() -> None:
    assert _plainly("Acme 12k or 15k") == NewDeal("Acme or 15k", value=_eur(12_000))
    assert _plainly("Acme 12k 1500") == NewDeal("Acme 1500", value=_eur(12_000))
    assert _plainly("Acme 12k value:15k") == NewDeal("Acme 12k", value=_eur(15_000))
    assert _plainly("Grid 30m trench 5k") == NewDeal("Grid 30m trench", value=_eur(5_000))


@pytest.mark.parametrize(
    ("line", "title", "value"),
    [
        ("Nordic 7 k€", "Nordic", _eur(7_000)),
        ("Nordic 7 k", "Nordic", _eur(7_000)),
        ("Nordic 14.000,- €", "Nordic", _eur(14_000)),
        ("Nordic 14.000,-", "Nordic", _eur(14_000)),
        ("Nordic CHF 3'500.-", "Nordic", Money(350_000, "CHF")),
        ("Nordic 1.5 Mio", "Nordic", _eur(1_500_000)),
        ("Nordic 2,5 Mio. €", "Nordic", _eur(2_500_000)),
        ("Nordic 2.5 million dollars", "Nordic", Money(250_000_000, "USD")),
        ("Nordic 3 mrd eur", "Nordic", _eur(3_000_000_000)),
        ("Nordic 50 TEUR", "Nordic", _eur(50_000)),
        ("Nordic 6000 euros", "Nordic", _eur(6_000)),
        ("Nordic 6000 pounds", "Nordic", Money(600_000, "GBP")),
        ("Nordic yen 6000", "Nordic", Money(6_000, "JPY")),
        ("Nordic Fr. 6000", "Nordic", Money(600_000, "CHF")),
        ("Nordic 6000 zł", "Nordic", Money(600_000, "PLN")),
        ("Nordic Rp 6000", "Nordic", Money(600_000, "IDR")),
        ("Nordic １５００円", "Nordic", Money(1_500, "JPY")),
        ("Nordic 80万円", "Nordic", Money(800_000, "JPY")),
        ("Nordic 14k.", "Nordic", _eur(14_000)),
        ("Nordic (14k)", "Nordic", _eur(14_000)),
        ("Nordic: 14k", "Nordic", _eur(14_000)),
        ("Nordic - 14k", "Nordic", _eur(14_000)),
        ("Nordic, 14k", "Nordic", _eur(14_000)),
        ("Nordic 5 lakh INR", "Nordic", Money(50_000_000, "INR")),
    ],
)
def test_b14_money_as_people_write_it(line: str, title: str, value: Money) -> None:
    assert (_read(line).title, _read(line).value) == (title, value)


def test_b14_a_name_that_is_also_a_currency_is_a_title() -> None:
    assert _read("Rand 12k") == NewDeal("Rand", value=_eur(12_000))
    assert _read("Yen 500000JPY") == NewDeal("Yen", value=Money(500_000, "JPY"))
    with pytest.raises(InputError, match="needs a title"):
        _read("USD 12000")


@pytest.mark.parametrize("amount", ["5000 kr", "kr 5000", "Rs 5000", "BTC 500", "700 pesos", "9000 rupees"])
def test_b14_money_of_a_currency_that_could_be_several_is_refused(amount: str) -> None:
    with pytest.raises(InputError, match="which currency") as refused:
        _read(f"Nordic {amount}")
    assert "--" in refused.value.hint
    assert _read(["Nordic", "--", *amount.split()]).title == f"Nordic {amount}"


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("Nordic +49 89 7654321", "+49897654321"),
        ("Nordic +49 (0)89 7654321", "+49897654321"),
        ("Nordic 0172 8765432", "01728765432"),
        ("Nordic 0172/8765432", "01728765432"),
        ("Nordic (089) 7654321", "0897654321"),
        ("Nordic +1 212 555 0143", "+12125550143"),
        ("Nordic 0049 89 7654321", "+49897654321"),
        ("Nordic 01 23 45 67 89", "0123456789"),
        ("Nordic +44 20 7946 0958 next:fri", "+442079460958"),
        ("Nordic phone:+49897654321", "+49897654321"),
        ("Nordic tel:'089 7654321'", "0897654321"),
        ("Nordic +49 89 76 54 32-78", "+498976543278"),
        ("Nordic 089 76 54 32-18", "08976543218"),
        ("Nordic +49 89 / 7654321", "+49897654321"),
        ("Nordic 0172 / 8765432", "01728765432"),
    ],
)
def test_b14_a_phone_takes_the_groups_behind_it_and_is_no_money(line: str, phone: str) -> None:
    new = _read(line)
    assert (new.title, new.phones, new.value, new.doubts) == ("Nordic", (phone,), None, ())


@pytest.mark.parametrize("title", ["Nordic +49 30", "Nordic 0815", "Nordic 01.12.2026", "Nordic 0.5", "Nordic 0 5000"])
def test_b14_what_is_no_phone_is_no_money_either(title: str) -> None:
    assert _plainly(title) == NewDeal(title)


def test_b14_fields_are_taken_by_the_names_that_edit_knows() -> None:
    line = (
        "Nordic stage:demo probability:40 organisation:Nord people:Ann source:fair budget:yes need:no note:hello"
        " email:ann@web.de phone:+49897654321"
    )
    assert _read(line) == NewDeal(
        "Nordic", stage="demo", probability=40, organization="Nord", people=("Ann",), source="fair", note="hello",
        emails=("ann@web.de",), phones=("+49897654321",), answers=(("budget", "yes"), ("need", "no")),
    )  # fmt: skip
    assert _read("Nordic (ann@web.de).") == NewDeal("Nordic", emails=("ann@web.de",))


def test_b14_of_several_lines_the_first_is_the_line_and_the_rest_its_note() -> None:
    note = "next:fri call Cy\n  cy@nord.example"
    assert _read(f"Nordic 22k\n{note}") == NewDeal("Nordic", value=_eur(22_000), note=note)
    assert _read([f"Nordic 22k\n{note}"]) == _read(f"Nordic 22k\n{note}")
    assert _read("Nordic / so\nit / goes").note == "so\nit / goes"
    assert _read("\n\nNordic\n").title == "Nordic"


def test_b14_words_left_of_an_attribute_are_said() -> None:
    assert _read("Nordic org:Nord Bau").doubts == ('“Bau” stays in the title · org:"Nord Bau" takes it in',)
    assert _read("Nordic next:fri 14:00 call").doubts == (
        '“14:00 call” stays in the title · next:"fri 14:00 call" takes it in',
    )
    assert _read("Nordic next:fri call Cy").doubts == ('“call Cy” stays in the title · next:"fri call Cy" takes it in',)
    assert _read("Nordic next:fri rollout").doubts == ()


@pytest.mark.parametrize(
    "title",
    [
        "Pole 10ft x",
        "Q4 plan",
        "24h support",
        "B2B 2x",
        "4D",
        "50% off",
        "100 top accounts",
        "try 50 seats",
        "-12k",
        "5mm",
    ],
)
def test_b14_what_only_resembles_money_stays_in_the_title(title: str) -> None:
    assert _plainly(title) == NewDeal(title)


def test_b14_a_shortened_currency_counts_in_its_own_book() -> None:
    assert _read("Volvo 500 kr x", "SEK").value == Money(50_000, "SEK")
    with pytest.raises(InputError, match="which currency"):
        _read("Volvo 500 kr x")


# --- words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Re: offer",
        "Meeting 14:00 sharp",
        "https://acme.example/a?b=c see",
        "foo:bar",
        "#42 follow",
        "+3d C++ +1",
        "O'Brien's 27\" screens",
        "a @ b + c # d",
        "and/or w/o",
        "'tis \"unfinished",
        'Re:"quoted value"',
        "[red]Acme[/red]",
        "株式会社ミライ 導入",
    ],
)
def test_b14_anything_else_stays_in_the_title(title: str) -> None:
    assert _read(title) == NewDeal(title)


def test_b14_quotes_group_and_vanish() -> None:
    assert _read('"Acme GmbH" org:\'O\'Brien & Co\' @"Proposal sent"') == NewDeal(
        "Acme GmbH", organization="O'Brien & Co", stage="Proposal sent"
    )


def test_b14_addresses_and_phones() -> None:
    new = _read("Ann <ann@acme.example>, mailto:bob@x.example +493012345 ann@acme.example +12")
    assert new.title == "Ann +12"
    assert new.emails == ("ann@acme.example", "bob@x.example")
    assert new.phones == ("+493012345",)


def test_b14_tags_come_once_each_whatever_their_case() -> None:
    assert _read("Acme +saas #SaaS tag:eu,hot +EU #été").tags == ("saas", "eu", "hot", "été")


def test_b14_a_note_is_kept_as_it_was_written() -> None:
    note = 'said "12k @demo"  next:fri -- it\'s / fine\n\tsecond line'
    assert _read(f"Acme / {note}") == NewDeal("Acme", note=note)
    assert _read(["Acme", "/", "two", "words  here"]).note == "two words  here"


def test_b14_a_double_dash_ends_the_attributes() -> None:
    assert _read("Acme +saas -- 12k @demo next:fri / x") == NewDeal("Acme 12k @demo next:fri / x", tags=("saas",))


def test_b14_a_next_step_takes_the_longest_date_and_says_whose_turn_it_is() -> None:
    assert _read("Acme next:fri").next == NextLine(Due(FRIDAY), "")
    assert _read('Acme next:"fri 14:00 send deck"').next == NextLine(Due(FRIDAY, "14:00"), "send deck")
    assert _read('Acme next:"fri theirs: reply"').next == NextLine(Due(FRIDAY), "reply", "theirs")
    assert _read('Acme next:"fri theirs"').next == NextLine(Due(FRIDAY), "", "theirs")


def test_b16_zero_percent_is_set() -> None:
    assert _read("Acme p:0").probability == 0
    assert _read("Acme p:100%").probability == 100


@pytest.mark.parametrize(
    "line",
    [
        "Acme next:blurg",
        "Acme close:30feb",
        "Acme p:101",
        "Acme p:-1",
        "Acme p:half",
        "Acme p:²",
        "Acme value:lots",
        "Acme next:",
        "Acme org:",
        'Acme who:""',
        "Acme @demo @prop",
        "Acme next:fri next:mon",
        "Acme p:0 p:0",
        "Acme value:5k value:6k",
    ],
)
def test_b15_what_is_not_understood_is_refused_with_a_hint(line: str) -> None:
    with pytest.raises(InputError) as refused:
        _read(line)
    assert refused.value.title
    assert refused.value.hint


def test_hostile_text_is_cleaned_in_every_field() -> None:
    new = _read('\x1b[31mAcme\x1b[0m org:"A\u202ecme\tGmbH" who:\x07Ann +sa\u200bas / note\x1b]0;x\x07')
    assert new == NewDeal("Acme", organization="Acme GmbH", people=("Ann",), tags=("saas",), note="note")


# --- properties ----------------------------------------------------------------------------------------------

SHARDS = st.one_of(
    st.sampled_from(
        ["Acme", "12k", "€", "USD", "500", "1.250,50", "-12k", "0", "1e9", "999999999999999", "+49-30-1234567"]
    ),
    st.sampled_from(
        ["@demo", "@", "+saas", "+", "#42", "#", "+3d", "a@b.cc", "14:00", ":", "::", "株式会社", "\x1b[31m"]
    ),
    st.sampled_from(
        ["next:fri", "next:", 'next:"+3d', "p:40", "p:", "close:eoq", 'org:"', "who:'", "value:5", "tag:,"]
    ),
    st.sampled_from(["--", "/", '"', "'", "''", '""', "call"]),
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(SHARDS).map(" ".join), st.lists(SHARDS), st.lists(st.text())))
def test_any_line_is_read_or_refused(line: str | list[str]) -> None:
    try:
        new = _read(line)
    except InputError as refused:
        assert refused.title
    else:
        assert new.title == clean(new.title) != ""


def test_a_line_full_of_what_may_be_amounts_is_read_at_once() -> None:
    for words in ("Rs. 5 ", "+4 ", "12 000 ", "0171 "):
        start = time.perf_counter()
        assert _read("Acme " + words * 5_000).title
        assert time.perf_counter() - start < 2


def test_a_line_full_of_lone_quotes_is_read_at_once() -> None:
    start = time.perf_counter()
    assert len(_read("\"a 'b " * 2_000).title) > 10_000
    assert time.perf_counter() - start < 2


PLAIN_WORDS = st.text(st.characters(categories=["L", "M", "Sc"], include_characters="[]().,!?&*%;_"), min_size=1)


@given(st.lists(PLAIN_WORDS, min_size=1).map(" ".join).filter(clean))
def test_b14_a_title_without_special_words_comes_back_unchanged(title: str) -> None:
    assert _read(title) == NewDeal(clean(title))


PARTS: dict[str, dict[str, object]] = {
    "12k": {"value": _eur(12_000)},
    "@demo": {"stage": "demo"},
    "+saas": {"tags": ("saas",)},
    "ann@gmail.com": {"emails": ("ann@gmail.com",)},
    "+49-30-1234567": {"phones": ("+49301234567",)},
    'org:"Acme GmbH"': {"organization": "Acme GmbH"},
    "who:Ann": {"people": ("Ann",)},
    "src:web": {"source": "web"},
    "p:40%": {"probability": 40},
    "close:2026-12-01": {"close": date(2026, 12, 1)},
    'next:"fri 9:30 call Ann"': {"next": NextLine(Due(FRIDAY, "09:30"), "call Ann")},
}


@given(st.lists(st.sampled_from(sorted(PARTS)), unique=True), st.data())
def test_b14_attributes_may_stand_anywhere(parts: list[str], data: st.DataObject) -> None:
    words = ["Acme", "rollout", "west"]
    for part in parts:
        words.insert(data.draw(st.integers(0, len(words))), part)
    order = [word for word in words if word not in PARTS]
    fields = {field: value for part in parts for field, value in PARTS[part].items()}
    assert _plainly(" ".join(words))._asdict() == {**NewDeal(" ".join(order))._asdict(), **fields}


# --- touches -------------------------------------------------------------------------------------------------


def test_b5_a_kind_alone_is_a_touch() -> None:
    assert _touch("call") == TouchLine("call")


def test_b5_everything_in_one_line() -> None:
    assert _touch('c reached budget is ok next:"+3d send quote" @prop at:"yesterday 17:00"') == TouchLine(
        "call",
        "reached",
        text="budget is ok",
        next=NextLine(Due(date(2026, 11, 24)), "send quote"),
        stage="prop",
        at=datetime(2026, 11, 20, 17, 0, tzinfo=UTC),
    )


def test_b5_attributes_may_come_first() -> None:
    assert _touch(["next:fri send it", "email", "sent", "@demo"]) == TouchLine(
        "email", text="sent", next=NextLine(Due(FRIDAY), "send it"), stage="demo"
    )


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("c", "call"),
        ("e-mail", "email"),
        ("mail", "email"),
        ("Mee", "meeting"),
        ("mes", "message"),
        ("v", "visit"),
        ("d", "demo"),
    ],
)
def test_b5_a_prefix_names_the_kind(word: str, kind: str) -> None:
    assert _touch(word).kind == kind


@pytest.mark.parametrize("line", ["me", "m", "fax", "", "next:fri", "12"])
def test_b5_a_kind_that_is_none_or_several_is_refused_with_the_list(line: str) -> None:
    with pytest.raises(InputError) as refused:
        _touch(line)
    assert "call, email, meeting, demo, message, visit" in refused.value.hint


@pytest.mark.parametrize(
    ("line", "outcome", "text"),
    [
        ("call reached", "reached", ""),
        ("call rea budget", "reached", "budget"),
        ("email REPLIED asks for price", "replied", "asks for price"),
        ("call no answer", "no answer", ""),
        ("call no-answer again", "no answer", "again"),
        ("call na", "no answer", ""),
        ("call vm for Ann", "left message", "for Ann"),
        ("call voicemail", "left message", ""),
        ("call left message with Bob", "left message", "with Bob"),
        ("call left", "left message", ""),
        ("call tried Bob no-ans", "no answer", "tried Bob"),
        ("email boun", "bounced", ""),
        ("call left him a note", "", "left him a note"),
        ("call no budget", "", "no budget"),
        ("call no a chance", "", "no a chance"),
        ("call re price", "", "re price"),
        ("call he said reached", "", "he said reached"),
        ("call the left-handed one", "", "the left-handed one"),
        ("call reached booked a demo", "reached", "booked a demo"),
    ],
)
def test_b5_an_outcome_stands_right_after_the_kind_or_has_a_hyphen(line: str, outcome: str, text: str) -> None:
    assert (_touch(line).outcome, _touch(line).text) == (outcome, text)


@pytest.mark.parametrize(
    ("line", "direction", "text"),
    [
        ("call in", "in", ""),
        ("email in replied thanks", "in", "thanks"),
        ("email replied in", "in", ""),
        ("call out reached", "out", ""),
        ("call reached in Berlin", "out", "in Berlin"),
        ("meeting in Berlin", "out", "in Berlin"),
        ("call he is in", "out", "he is in"),
    ],
)
def test_b5_in_and_out_say_the_direction(line: str, direction: str, text: str) -> None:
    assert (_touch(line).direction, _touch(line).text) == (direction, text)


def test_b5_the_text_keeps_what_a_quick_line_would_take() -> None:
    assert _touch("call reached 12k +saas ann@acme.example p:40 / so").text == "12k +saas ann@acme.example p:40 / so"
    assert _touch("call -- next:fri @demo").text == "next:fri @demo"


def test_b5_a_time_behind_the_date_of_a_step_is_in_the_text_and_that_is_said() -> None:
    touch = _touch("call reached next:fri 14:00 send deck")
    assert (touch.text, touch.next) == ("14:00 send deck", _touch("call next:fri").next)
    assert touch.doubts == ('“14:00” stays in the text · next:"fri 14:00" takes it in',)
    assert _touch('call next:"fri 14:00" 15:00 is too late').doubts == ()
    for text in ("budget is ok, 14:00 is not", "may sign", "10 seats", "now wants a quote"):
        assert _touch(f"call next:fri {text}").doubts == ()
    assert _touch("call reached at:yesterday 17:00").doubts == (
        '“17:00” stays in the text · at:"yesterday 17:00" takes it in',
    )


def test_b31_a_touch_is_never_ahead_of_now() -> None:
    with pytest.raises(InputError):
        _touch("call at:tomorrow")


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(SHARDS).map(lambda words: " ".join(["call", *words])), st.lists(st.text())))
def test_any_touch_is_read_or_refused(line: str | list[str]) -> None:
    try:
        touch = _touch(line)
    except InputError as refused:
        assert refused.title
    else:
        assert touch.kind in ("call", "email", "meeting", "demo", "message", "visit")


# --- the company of an address


@pytest.mark.parametrize(
    ("address", "company"),
    [
        ("bo@wayne.example", "Wayne"),
        ("bo@mail.stark-industries.com", "Stark Industries"),
        ("bo@ibm.com", "IBM"),
        ("bo@tyrell.co.uk", "Tyrell"),
        ("bo@GMAIL.com", ""),
        ("bo@yahoo.co.jp", ""),
        ("bo@t-online.de", ""),
        ("bo@xn--mller-kva.de", ""),
        ("bo@163.com", ""),
    ],
)
def test_b14_an_address_says_which_company_unless_anybody_can_have_it(address: str, company: str) -> None:
    new = _read(f"Lamps {address}")
    assert (new.organization, new.by_mail) == (company, bool(company))
    assert _read(f"Lamps {address} org:Other") == NewDeal("Lamps", emails=new.emails, organization="Other")


@pytest.mark.parametrize(
    ("line", "phone", "value", "title"),
    [
        ("Tower +49 40 765432 12 000 EUR", "+4940765432", 12_000, "Tower"),
        ("Tower 0151 7654321 500 €", "01517654321", 500, "Tower"),
        ("Tower 040 7654321 3 Mio", "0407654321", 3_000_000, "Tower"),
        ("Tower 06 22 33 44 55 12 000 €", "0622334455", 12_000, "Tower"),
        ("Tower +49 171 7654321 24 licences 5k", "+491717654321", 5_000, "Tower 24 licences"),
        ("Tower 0151 7654321 5000", "01517654321", 5_000, "Tower"),
        ("Tower +33 6 22 33 44 55", "+33622334455", None, "Tower"),
    ],
)
def test_b14_a_phone_ends_where_it_is_whole(line: str, phone: str, value: int | None, title: str) -> None:
    new = _read(line)
    assert (new.phones, new.title) == ((phone,), title)
    assert new.value == (None if value is None else _eur(value))


def test_b14_what_is_said_of_a_word_steers_no_terminal() -> None:
    said = _plainly(["Acme", "org:Acme", "0\r0"]).doubts
    assert all(text.isprintable() for text in said)


@pytest.mark.parametrize("line", ["x " * 5_000_000, ["word"] * 2_000_000], ids=["a text", "words"])
def test_b14_what_nobody_typed_is_refused_unread(line: str | list[str]) -> None:
    began = time.process_time()
    with pytest.raises(InputError, match=r"the line is too long: [\d,]+ characters, 200,000 are possible"):
        _read(line)
    assert time.process_time() - began < 1  # read word by word it was 20 seconds
