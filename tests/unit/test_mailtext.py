"""E-mail templates: fields, what is wrong with one, the mail that comes of it, its address for mail programs."""

from datetime import date
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import mailing
from pipetui.domain.errors import InputError, LineError
from pipetui.domain.mailing import Mail
from pipetui.domain.text import clean
from pipetui.domain.texts import letter_words, mail_text
from pipetui.domain.texts.mail_text import FIELDS, Template
from pipetui.store.schema import starters

VALUES = {name: f"<{name}>" for name in FIELDS}
SAID = st.text(st.characters(exclude_characters="{}", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")))
ANY = st.characters(exclude_categories=["Cs"])
LINES = st.text(ANY)
PIECES = st.lists(st.one_of(SAID, st.sampled_from([f"{{{name}}}" for name in FIELDS]), st.sampled_from(["{{", "}}"])))


# --- fields --------------------------------------------------------------------------------------------------


def test_fields_come_in_order_each_once() -> None:
    assert mail_text.fields_in("{deal}, {first_name}: {deal} {{value}} { Stage }") == ("deal", "first_name", "stage")


@given(PIECES)
def test_when_rendered_no_field_is_left(pieces: list[str]) -> None:
    rendered = mail_text.render("".join(pieces), dict.fromkeys(FIELDS, "x"))
    left = {"{{": "{", "}}": "}", **{f"{{{name}}}": "x" for name in FIELDS}}
    assert rendered == "".join(left.get(piece, piece) for piece in pieces)


@given(LINES)
def test_doubled_braces_are_braces(text: str) -> None:
    assert mail_text.render(text.replace("{", "{{").replace("}", "}}"), {}) == text


@given(st.text(ANY, min_size=1).filter(clean))
def test_a_value_adds_neither_lines_nor_fields(value: str) -> None:
    template = Template("one", "", "About {deal}", "Hello {first_name},\n")
    mail = mailing.fill(template, 1, ["ann@acme.example"], {"deal": value, "first_name": value})
    assert mail.subject == clean(f"About {clean(value)}")
    assert len(mail.text.splitlines()) == 4


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Hello\n{fist_name}", 2, "there is no field “{fist_name}”\ndid you mean {first_name}?"),
        ("{first name}", 1, "there is no field “{first name}”\ndid you mean {first_name}?"),
        ("a\n\nb {name\n}", 3, "“{name” is not closed\nend a field with }; a { of its own is {{"),
    ],
)
def test_a_field_that_is_none_is_named_with_the_nearest_and_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(LineError) as raised:
        mail_text.fields_in(text)
    assert (str(raised.value), raised.value.line) == (said, line)


def test_a_field_like_no_other_is_answered_with_all_there_are() -> None:
    with pytest.raises(LineError, match=r"the fields are \{first_name\}, .*\{my_name\}"):
        mail_text.fields_in("{xyzzy}")


def test_a_missing_value_is_named_and_a_blank_one_is_missing() -> None:
    template = Template("one", "", "{deal}", "{first_name} {value}")
    assert mail_text.missing(template, {"deal": "Acme", "first_name": " \n"}) == ("first_name", "value")
    with pytest.raises(InputError, match=r"\{first_name\} has no value"):
        mail_text.render("{first_name}", {})


# --- templates as texts --------------------------------------------------------------------------------------


TEXT = "Subject: About {deal}\nPurpose: follow-up\n\nHello {first_name},\n\nbye\n"


def test_a_template_is_read_as_it_is_written() -> None:
    template = mail_text.parse(TEXT, " thanks ")
    assert template == Template("thanks", "follow-up", "About {deal}", "Hello {first_name},\n\nbye\n")
    assert template.text == TEXT
    assert mail_text.parse(mail_text.editable(template.text), "thanks") == template


@given(SAID.filter(clean), SAID, LINES.filter(lambda text: clean(text, multiline=True).strip()))
def test_whatever_is_kept_reads_back_the_same(subject: str, purpose: str, body: str) -> None:
    body = body.replace("{", "{{").replace("}", "}}")
    once = mail_text.parse(f"Subject: {subject}\nPurpose: {purpose}\n\n{body}", "one")
    assert mail_text.parse(once.text, "one") == once


@pytest.mark.parametrize(
    ("text", "line", "title"),
    [
        ("Subjet: x\n\nHello", 1, "“Subjet: x” is not a line of the head"),
        ("Subject: x\nHello Ann,\n\nmore", 2, "“Hello Ann,” is not a line of the head"),
        ("Subject: x\nSubject: y\n\nHello", 2, "Subject is given twice"),
        ("Subject: {dael}\n\nHello", 1, "there is no field “{dael}”"),
        ("Purpose: x\n\nHello", 1, "an e-mail needs a subject"),
        ("Subject: x\n\n\n", 2, "an e-mail needs a text"),
        ("\n\nSubject: x\n\n\nHello\n{nmae}\n", 7, "there is no field “{nmae}”"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_with_its_line(text: str, line: int, title: str) -> None:
    with pytest.raises(LineError) as raised:
        mail_text.parse(text, "one")
    assert (raised.value.title, raised.value.line) == (title, line)


def test_the_templates_of_a_new_book_are_proper_and_need_no_last_touch() -> None:
    for name, purpose, subject, body in starters.TEMPLATES:
        template = mail_text.parse(Template(name, purpose, subject, body).text, name)
        assert mail_text.missing(template, VALUES) == ()
        assert "last_touch" not in template.fields
    assert len(starters.TEMPLATES) == 5


@pytest.mark.parametrize(
    ("status", "stage", "touched", "over", "purpose"),
    [
        ("open", "Prospecting", False, False, "first contact"),
        ("open", "Prospecting", True, False, "follow-up"),
        ("open", "Proposal", True, False, "proposal"),
        ("open", "Proposal", True, True, "last chance"),
        ("lost", "Proposal", True, True, "re-engage"),
    ],
)
def test_what_a_mail_is_for(status: str, stage: str, touched: bool, over: bool, purpose: str) -> None:
    assert mail_text.purpose_for(status, stage, touched=touched, over=over) == purpose


# --- words of a letter ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "first", "last"),
    [
        ("Ann Lee", "Ann", "Lee"),
        ("Dr. Ann Maria Lee", "Ann", "Lee"),
        ("Lee, Ann", "Ann", "Lee"),
        ("van der Berg, Jan", "Jan", "van der Berg"),
        ("Ann Lee, CTO", "Ann", "Lee"),
        ("Ann", "Ann", ""),
        ("Ms. Lee", "", "Lee"),
        ("+49 30 1234", "", ""),
        ("info@acme.example", "", ""),
        ("", "", ""),
    ],
)
def test_first_and_last_names(whole: str, first: str, last: str) -> None:
    assert letter_words.names(whole) == (first, last)


def test_days_are_written_out_and_the_past_is_rounded() -> None:
    assert letter_words.written_day(date(2026, 11, 26)) == "Thursday, 26 November"
    assert [letter_words.long_ago(days) for days in (0, 1, 6, 21, 80, 500)] == [
        "today", "yesterday", "6 days ago", "3 weeks ago", "2 months ago", "more than a year ago",
    ]  # fmt: skip


# --- addresses -----------------------------------------------------------------------------------------------


def test_an_address_is_taken_out_of_what_stands_around_it_or_is_none() -> None:
    assert mailing.address(" Ann Lee <ann@acme.example> ") == "ann@acme.example"
    assert mailing.address("ann@acme.example\r\nBcc: all@acme.example") == ""
    assert mailing.address("ann@acme.example <ann@acme.example>") == "ann@acme.example"
    assert mailing.address("ann at acme") == ""
    assert mailing.recipients("ann@acme.example; Bob <bob@acme.example>, ann@acme.example") == (
        "ann@acme.example",
        "bob@acme.example",
    )
    with pytest.raises(InputError, match="“bob” is not an e-mail address"):
        mailing.recipients("ann@acme.example, bob")


def test_a_mailto_address_has_its_lines_and_signs_encoded() -> None:
    mail = Mail(1, ("ann+x@acme.example", "bob?&@acme.example"), "Q&A: 50 % = ½", "Hi\n\nbye\n", "one")
    assert mailing.mailto(mail) == (
        "mailto:ann%2Bx@acme.example,bob%3F%26@acme.example?subject=Q%26A%3A%2050%20%25%20%3D%20%C2%BD"
        "&body=Hi%0D%0A%0D%0Abye%0D%0A"
    )


@given(LINES, st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_a_mailto_address_reads_back(body: str, subject: str) -> None:
    body = clean(body, multiline=True)
    address = mailing.mailto(Mail(1, ("ann@acme.example",), subject, body, "one"))
    assert address.isascii()
    assert address.isprintable()
    parts = urlsplit(address)
    read = dict(pair.split("=") for pair in parts.query.split("&"))
    assert parts.path == "ann@acme.example"
    assert unquote(read["subject"]) == subject
    assert unquote(read["body"]).replace("\r\n", "\n") == body
