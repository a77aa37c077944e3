"""Mail that logs itself: which messages become touches, what they stop, and that each does it once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import paths, service
from pipetui.config import Settings
from pipetui.domain.deal import Due
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.exchange.mailbox import sync
from pipetui.exchange.mailbox.touches import LoggedMail
from pipetui.service import Workspace, erasing
from pipetui.service import cadences as cadence_gestures
from pipetui.service.maintenance import backups
from pipetui.store import cadences
from tests.conftest import Clock
from tests.exchange.mails import ANN, ME, NOW, Maildir, mbox, message

Sync = Callable[..., LoggedMail]


@pytest.fixture
def inbox(tmp_path: Path) -> Maildir:
    return Maildir(tmp_path / "Mail" / "INBOX")


@pytest.fixture
def sent(tmp_path: Path) -> Maildir:
    return Maildir(tmp_path / "Mail" / "Sent")


@pytest.fixture
def acme(workspace: Workspace) -> int:
    """A deal with Ann."""
    new = NewDeal("Acme rollout", emails=(ANN,), people=("Ann Lee",), organization="Acme")
    return service.add(workspace, new).deals[0]


@pytest.fixture
def run(workspace: Workspace, tmp_path: Path) -> Sync:
    """A run over all the mail there is."""
    mine = Settings(my_addresses=(ME,))

    def run(*paths: Path, since: date | None = None, again: bool = False) -> LoggedMail:
        wanted = sync.asked(mine, [str(path) for path in paths or (tmp_path / "Mail",)], since, again=again)
        return sync.log(workspace, sync.look(workspace, wanted), wanted)

    return run


def touches(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Deal, person, direction, outcome and text of each."""
    return workspace.store.connection.execute(
        "SELECT deal_id, person_id, direction, outcome, text FROM touch ORDER BY at, id"
    ).fetchall()


def test_what_comes_from_somebody_of_the_book_is_logged_on_them_and_their_deal(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    inbox.put(message(), message("stranger@else.example"), message(subject="Re: Pump", text="Yes", In_Reply_To="<x@y>"))
    done = run()
    assert done.result.message == "imported 2 messages from Mail"
    assert touches(workspace) == [
        (acme, 1, "in", "", "Pump\nWe take it."),
        (acme, 1, "in", "replied", "Re: Pump\nYes"),
    ]
    assert service.undo(workspace).message == "undone: imported 2 messages from Mail"
    assert touches(workspace) == []


def test_what_the_rep_sends_goes_out_to_each_deal_once(
    workspace: Workspace, run: Sync, sent: Maildir, acme: int
) -> None:
    service.add(workspace, NewDeal("Globex", emails=("kim@globex.example",), people=("Kim",)))
    service.edit(workspace, acme, {"people": "Ann Lee, Bo <bo@acme.example>"})
    sent.put(message(ME, f"Ann <Ann+Sales@ACME.example>, bo@acme.example, {ME}", Cc="kim@globex.example"))
    run()
    assert [row[:4] for row in touches(workspace)] == [(1, 1, "out", ""), (2, 2, "out", "")]
    run()
    assert len(touches(workspace)) == 2


def test_nothing_is_logged_with_who_was_taken_out_meanwhile_and_the_next_run_knows_better(
    workspace: Workspace, run: Sync, inbox: Maildir, tmp_path: Path, acme: int
) -> None:
    other = service.add(workspace, NewDeal("Globex", people=("Bo",))).deals[0]
    inbox.put(message())
    wanted = sync.asked(Settings(my_addresses=(ME,)), [str(tmp_path / "Mail")])
    looked = sync.prepared(workspace, wanted)()
    service.merge_people(workspace, 2, 1)  # beside it, in another shell
    with pytest.raises(ConflictError, match="Ann Lee was taken out of the book"):
        sync.log(workspace, looked, wanted)
    assert touches(workspace) == []
    run()
    assert [row[:2] for row in touches(workspace)] in ([(acme, 2)], [(other, 2)])


def test_a_second_run_changes_nothing(workspace: Workspace, run: Sync, inbox: Maildir, acme: int) -> None:
    inbox.put(message(), message(subject="Other"))
    run()
    before = workspace.store.data_version(), touches(workspace)
    done = run()
    assert (done.result.message, done.result.undoable) == ("nothing new in Mail", False)
    assert (workspace.store.data_version(), touches(workspace)) == before


def test_what_was_undone_comes_back_only_when_asked_for(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    inbox.put(message(ident="one"))
    run()
    service.undo(workspace)
    inbox.put(message(ident="two"))
    run()
    assert len(touches(workspace)) == 1
    run(again=True)
    assert len(touches(workspace)) == 2
    run(again=True)
    assert len(touches(workspace)) == 2


@pytest.mark.parametrize("meanwhile", [False, True], ids=["before the run", "while mail is looked for"])
def test_what_came_in_after_a_backup_comes_in_again_when_that_is_brought_back(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, book: Path, tmp_path: Path, meanwhile: bool
) -> None:
    inbox.put(message(ident="one"))
    run()
    folder = paths.backups(book)
    kept = backups.back_up(workspace.store, None, folder, workspace.now()).path
    inbox.put(message(ident="two"))
    wanted = sync.asked(Settings(my_addresses=(ME,)), [str(tmp_path / "Mail")])
    looked = sync.look(workspace, wanted)
    if not meanwhile:
        sync.log(workspace, looked, wanted)
    with backups.restoring(kept, book, folder, lambda: None) as restoring:
        restoring.carry_out(folder, workspace.now())
    if meanwhile:
        sync.log(workspace, looked, wanted)
    else:
        assert len(touches(workspace)) == 1
        assert run().result.message == "imported 1 message from Mail"
    assert len(touches(workspace)) == 2
    for _ in range(2):
        assert run().result.message == "nothing new in Mail"
    looked = sync.look(workspace, wanted)
    assert (looked.looked_at, looked.told) == (0, ())


def test_without_what_was_seen_all_is_read_again_and_nothing_logged_twice(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, book: Path
) -> None:
    inbox.put(message(), message(ident="", Message_ID=""))
    run()
    kept = Path(f"{book}.backups", "mail-seen.json")
    for content in (b"", b"[]", b'{"form": 1, "maildirs": {"x": 1}, "boxes": {"y": [1]}, "logged": 7}', b"\xff" * 99):
        kept.write_bytes(content)
        assert run().result.message == "nothing new in Mail"
    kept.unlink()
    os.mkfifo(kept)  # which would never end
    assert run().result.message == "nothing new in Mail"
    assert len(touches(workspace)) == 2


def test_mail_that_was_read_or_moved_meanwhile_is_the_same_mail(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, tmp_path: Path
) -> None:
    (path,) = inbox.put(message(), flags="")
    run()
    path.rename(path.with_name(f"{path.name}RS"))
    assert run().letters == ()
    archive = Maildir(tmp_path / "Mail" / ".Archive")
    archive.put(message())
    assert run().letters == ()


def test_a_reply_stops_the_cadence_and_finishes_what_was_waited_for(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    cadence_gestures.attach(workspace, [acme], 1)
    inbox.put(message(subject="Re: Pump", at=NOW))
    done = run()
    assert cadences.standing(workspace.store.connection, acme) is None
    assert done.result.warnings[0] == "the cadence of #1 Acme rollout is stopped: Ann Lee wrote"
    assert done.result.warnings[-1] == "no next step: #1"


def test_an_automatic_reply_is_told_as_one_and_stops_nothing(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    cadence_gestures.attach(workspace, [acme], 1)
    before = cadences.standing(workspace.store.connection, acme)
    inbox.put(
        message(subject="Away", text="Back on Monday", at=NOW, Auto_Submitted="auto-replied"),
        message(subject="Automatic reply: Pump", text="Away", at=NOW),
        message(subject="Our news", text="Buy", at=NOW, List_Unsubscribe="<https://acme.example>"),
    )
    run()
    assert cadences.standing(workspace.store.connection, acme) == before
    assert not cadences.heard(workspace.store.connection, acme)
    assert {row[2:4] for row in touches(workspace)} == {("in", "no answer")}
    assert touches(workspace)[0][4] == "automatic reply: Away\nBack on Monday"


def test_what_came_before_a_cadence_began_does_not_stop_it(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, clock: Clock
) -> None:
    service.plan(workspace, [acme], Due(clock.now.date()), "email them the offer")
    cadence_gestures.attach(workspace, [acme], 1)
    before = cadences.standing(workspace.store.connection, acme)
    inbox.put(message(at=NOW - timedelta(days=30)), message(ME, ANN, at=NOW - timedelta(days=29)))
    run()
    assert cadences.standing(workspace.store.connection, acme) == before
    open_steps = "SELECT count(*) FROM follow_up WHERE done_at IS NULL"
    assert workspace.store.connection.execute(open_steps).fetchone() == (1,)


def test_a_server_that_could_not_deliver_is_a_bounce(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    report = (
        "--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mail.example\n\nFinal-Recipient: rfc822; {ANN}\nAction: {{}}\nStatus: 5.1.1\n\n--b--\n"
    )
    kind = 'multipart/report; report-type=delivery-status; boundary="b"'
    for action in ("failed", "delayed"):
        inbox.put(message("MAILER-DAEMON@mail.example", subject=action, text=report.format(action), Content_Type=kind))
    run()
    assert [row[2:] for row in touches(workspace)] == [("out", "bounced", "failed\nSorry.")]


def test_of_several_open_deals_the_last_touched_is_taken_and_said(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, clock: Clock
) -> None:
    other = service.add(workspace, NewDeal("Acme service", emails=(ANN,), people=("Ann Lee",))).deals[0]
    clock.tick(minutes=1)
    from pipetui.domain.line.touch_line import TouchLine

    service.log(workspace, [acme], TouchLine("call"))
    inbox.put(message())
    done = run()
    assert [letter.deal for letter in done.letters] == [acme]
    assert "with Ann Lee: logged on #1 Acme rollout, the last touched of 2 open ones" in done.result.warnings
    service.drop(workspace, [acme, other], "price")
    inbox.put(message(subject="Later"))
    assert [letter.deal for letter in run().letters] == [None]
    assert (None, 1) in [row[:2] for row in touches(workspace)]


def test_an_answer_belongs_to_the_deal_of_what_it_answers(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, clock: Clock
) -> None:
    inbox.put(message(ME, ANN, ident="offer"))
    run()
    clock.tick(hours=1)
    service.add(workspace, NewDeal("Acme service", emails=(ANN,), people=("Ann Lee",)))
    inbox.put(
        message(subject="Re: offer", at=NOW, References="<first@x> <offer@mail.example>", In_Reply_To="<nobody@x>"),
        message(subject="Else", at=NOW + timedelta(minutes=1)),
    )
    done = run()
    assert [(letter.subject, letter.deal) for letter in done.letters] == [("Re: offer", acme), ("Else", 2)]


def test_what_was_waited_for_is_done_when_they_write(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, clock: Clock
) -> None:
    service.plan(workspace, [acme], Due(NOW.date()), "their answer", "theirs")
    clock.tick(hours=2)
    inbox.put(message(at=NOW - timedelta(hours=1)))
    run()
    undone = "SELECT count(*) FROM follow_up WHERE done_at IS NULL"
    assert workspace.store.connection.execute(undone).fetchone() == (1,)
    inbox.put(message(at=NOW + timedelta(hours=1)))
    run()
    assert workspace.store.connection.execute(undone).fetchone() == (0,)


def test_who_writes_about_a_deal_on_no_list_of_the_day_is_named(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    service.park(workspace, [acme], Due(date(2026, 12, 7)))
    inbox.put(message())
    assert "Ann Lee wrote: #1 Acme rollout is parked until Mon 7 Dec" in run().result.warnings
    service.unpark(workspace, [acme])
    service.drop(workspace, [acme], "price")
    inbox.put(message(subject="Again"), message(ME, ANN, subject="Out"))
    assert run().result.warnings == ("Ann Lee wrote, and has no open deal",)


def test_folders_are_known_by_their_whole_names(workspace: Workspace, run: Sync, acme: int, tmp_path: Path) -> None:
    for name in ("Junker AG", "Sentinel", "Draftsmen", ".Junk E-Mail", "[Gmail].Spam", ".INBOX.Gelöschte Elemente"):
        Maildir(tmp_path / "Mail" / name).put(message("cfo@acme.example", f"{ANN}, {ME}", subject=name))
    assert {(letter.subject, letter.what) for letter in run().letters} == {
        (name, "received") for name in ("Junker AG", "Sentinel", "Draftsmen")
    }


def test_an_mbox_that_is_empty_may_get_mail_again(workspace: Workspace, run: Sync, acme: int, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.touch()
    assert run(box).result.message == "nothing new in box"
    mbox(box, [message()])
    assert len(run(box).letters) == 1


def test_an_organizations_address_is_known_too(workspace: Workspace, run: Sync, inbox: Maildir, acme: int) -> None:
    service.edit_organization(workspace, 1, [("email", "+info@acme.example")])
    inbox.put(message("Acme Info <INFO@acme.example>"))
    assert [(letter.who, letter.deal) for letter in run().letters] == [("Acme", acme)]


def test_a_colleague_of_the_customer_comes_in_one_of_the_rep_goes_out(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    inbox.put(
        message("cfo@acme.example", f"{ME}, {ANN}", subject="From their side"),
        message("boss@pipes.example", f"{ME}, {ANN}", subject="From ours"),
        message("x@else.example", f"{ME}, {ANN}", subject="A stranger"),
    )
    run()
    assert [(row[2], row[4].partition("\n")[0]) for row in touches(workspace)] == [
        ("in", "From their side"),
        ("out", "From ours"),
    ]


def test_who_the_rep_is_is_guessed_from_what_was_sent(
    workspace: Workspace, inbox: Maildir, sent: Maildir, acme: int, tmp_path: Path
) -> None:
    sent.put(message("Jo <Jo@pipes.example>", ANN), message("jo@pipes.example", "x@else.example"))
    inbox.put(message())
    wanted = sync.asked(Settings(), [str(tmp_path / "Mail")])
    looked = sync.look(workspace, wanted)
    assert "you are jo@pipes.example, by what was sent" in looked.told
    assert sorted(one.what for one in looked.letters) == ["received", "sent"]


def test_the_first_run_goes_ninety_days_back_and_a_later_one_further_if_asked(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, clock: Clock
) -> None:
    inbox.put(message(subject="old", at=NOW - timedelta(days=200)), message(subject="new"))
    assert [letter.subject for letter in run().letters] == ["new"]
    assert run().letters == ()
    assert [letter.subject for letter in run(since=date(2026, 1, 1)).letters] == ["old"]
    clock.tick(days=30)
    assert run().letters == ()
    inbox.put(message(subject="late"))
    assert run(since=date(2026, 12, 1)).letters == ()
    assert [letter.subject for letter in run(since=date(2026, 11, 1)).letters] == ["late"]


def test_a_time_that_cannot_be_is_that_of_the_file(workspace: Workspace, run: Sync, inbox: Maildir, acme: int) -> None:
    times = (NOW - timedelta(days=3)).timestamp()
    dates = ("", "yesterday", "Fri, 31 Dec 9999 23:59:59 +0000", "Mon, 30 Nov 2026 10:00:00 +0000", "1 Jan 1900 0:0")
    for place, path in enumerate(inbox.put(*(message(at=said, ident=f"d{place}") for place, said in enumerate(dates)))):
        os.utime(path, (times, times + place))
    run()
    (days,) = workspace.store.connection.execute(
        "SELECT group_concat(DISTINCT substr(at, 1, 10)) FROM touch"
    ).fetchone()
    assert days == "2026-11-18"
    assert len(touches(workspace)) == len(dates)


def test_an_mbox_is_read_on_from_where_it_ended(workspace: Workspace, run: Sync, acme: int, tmp_path: Path) -> None:
    path = mbox(tmp_path / "Mail" / "INBOX", [message(text="From here on\n>From quoted"), message(subject="2")])
    assert len(run().letters) == 2
    assert touches(workspace)[0][4] == "Pump\nFrom here on"
    assert run().letters == ()
    mbox(path, [message(subject="3")])
    assert [letter.subject for letter in run().letters] == ["3"]
    path.write_bytes(path.read_bytes().replace(b"Subject: 2", b"Subject: 4").replace(b"Message-ID", b"Message-Id"))
    os.truncate(path, 300)
    assert run().letters == ()
    path.unlink()
    mbox(path, [message(subject="5"), message(subject="6")])
    assert [letter.subject for letter in run().letters] == ["5", "6"]


def test_a_message_of_an_mbox_that_was_half_written_is_read_when_it_is_whole(
    workspace: Workspace, run: Sync, acme: int, tmp_path: Path
) -> None:
    path = mbox(tmp_path / "Mail" / "INBOX", [message(), message("x@else.example", subject="other")])
    whole = path.read_bytes() + b"From x Fri Nov 20 09:00:00 2026\n" + message(subject="last", text="x\n" * 50)
    path.write_bytes(whole[:-150].replace(b"\nFrom: ann@acme.example\nTo: jo@pipes.example\nSubject: last", b"\nTo: a"))
    run()
    path.write_bytes(whole)
    assert [letter.subject for letter in run().letters] == ["last"]


def test_thunderbirds_deleted_messages_and_drafts_are_no_mail(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, tmp_path: Path
) -> None:
    mbox(
        tmp_path / "Mail" / "Local.sbd" / "Kept",
        [message(subject="gone", X_Mozilla_Status="0009"), message(subject="there", X_Mozilla_Status="0001")],
    )
    mbox(tmp_path / "Mail" / "Drafts", [message(ME, ANN, subject="draft")])
    Maildir(tmp_path / "Mail" / ".Trash").put(message(subject="trash"))
    inbox.put(message(subject="half"), flags="D")
    assert [letter.subject for letter in run().letters] == ["there"]


def test_pages_and_strange_charsets_are_read_quotes_and_signatures_left_out(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    page = "<html><head><style>p {}</style></head><body><p>Gern&nbsp;so.<br>Gru&szlig;</p><blockquote>alt</blockquote>"
    inbox.put(
        message(subject="=?iso-8859-1?q?Gr=FC=DFe?= =?utf-8?b?8J+Yig==?=", text=page, Content_Type="text/html"),
        message(
            subject="plain",
            text="Ja.\n\nAm Fr., 20. Nov. 2026 schrieb Jo\n<jo@pipes.example>:\n\n> Nein?\n\n-- \nAnn Lee\nAcme",
        ),
        message(subject="outlook", text="Fine.\n\nFrom: Jo\nSent: Friday\nTo: Ann\nSubject: x\n\nold"),
    )
    run()
    assert [row[4] for row in touches(workspace)] == [
        "Grüße😊\nGern so.\nGruß",
        "plain\nJa.",
        "outlook\nFine.",
    ]


def test_pipes_links_and_what_vanishes_are_left_out(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, book: Path, tmp_path: Path
) -> None:
    os.mkfifo(inbox.path / "cur" / "1.pipe")
    (inbox.path / "new" / "2.link").symlink_to(book)
    (inbox.path / "new" / "3.gone").symlink_to(tmp_path / "nowhere")
    (inbox.path / "cur" / "4.folder").mkdir()
    (tmp_path / "Mail" / "loop").symlink_to(tmp_path / "Mail")
    inbox.put(message())
    assert len(run().letters) == 1


def test_a_path_without_mail_is_refused_in_words(workspace: Workspace, run: Sync, tmp_path: Path, book: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="there is no mail at"):
        run(tmp_path / "empty")
    with pytest.raises(NotFoundError, match="there is no mail at"):
        run(tmp_path / "nowhere")
    with pytest.raises(InputError, match="is the book itself"):
        run(book)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is a pipe"):
        run(tmp_path / "pipe")
    with pytest.raises(InputError, match="no mail is named"):
        sync.asked(Settings())


def test_a_whole_disk_is_refused_at_once(run: Sync) -> None:
    with pytest.raises(InputError, match="whole disk"):
        run(Path("/"))


def test_who_is_erased_is_in_no_list_of_what_was_read(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    inbox.put(message(Message_ID="<from.lee@acme.example>"))
    run()
    kept = Path(paths.backups_of(workspace.store.file), erasing.SEEN_MAIL)
    assert len(json.loads(kept.read_bytes())["logged"]) == 1
    erasing.erase(workspace, 1)
    assert json.loads(kept.read_bytes())["logged"] == []
    run()
    assert len(touches(workspace)) == 1


def test_hostile_mail_takes_no_time_and_is_read_as_far_as_it_goes(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int
) -> None:
    nested = "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(1000))
    many = ", ".join(f"a{n}@else.example" for n in range(10_000))
    inbox.put(
        message(subject="deep", text=nested, Content_Type='multipart/mixed; boundary="b0"'),
        message(ME, f"{many}, {ANN}", subject="many"),
        message(subject="bomb", text="QUFB" * 500_000, Content_Transfer_Encoding="base64"),
        message(subject="id", ident="x" * 1_000_000, at=""),
        message(subject="x\x1b[2J\u202ey", text="\x00\x1b]0;x\x07z"),
        b"From: ann@acme.example\n",
        b"From: ann@acme.example\nSubject: =?utf-99?b?////?= =?x\nContent-Type: text/plain; charset=idna\n\n\xff\xfe",
    )
    done = run()
    assert {letter.subject for letter in done.letters} >= {"deep", "many", "bomb", "xy"}
    assert all("\x1b" not in row[4] for row in touches(workspace))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_whatever_it_says_each_message_is_logged_once_and_undone_at_once(
    workspace: Workspace, run: Sync, inbox: Maildir, acme: int, texts: list[str], book: Path
) -> None:
    before = touches(workspace)
    made = [message(text=text, ident=f"{place}{text!r}".encode().hex()[:60]) for place, text in enumerate(texts)]
    inbox.put(*made)
    inbox.put(*made)
    done = run(again=True)
    after = touches(workspace)
    assert len(after) - len(before) == len(done.letters)
    assert run(again=True).letters == ()
    if done.letters:
        service.undo(workspace)
        assert touches(workspace) == before
        service.redo(workspace)
        assert touches(workspace) == after


def test_a_letter_is_known_by_its_time_in_utc(workspace: Workspace, run: Sync, inbox: Maildir, acme: int) -> None:
    inbox.put(message(at="Fri, 20 Nov 2026 09:00:00 +0200"))
    run()
    assert workspace.store.connection.execute("SELECT at FROM touch").fetchone() == ("2026-11-20T07:00:00Z",)
    assert datetime(2026, 11, 20, 7, tzinfo=UTC) < NOW
