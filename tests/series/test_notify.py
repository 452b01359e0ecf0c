"""``[notify]``: what a person must do is mailed, over a real server; what cannot be mailed waits and stops nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import shutil
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from support.editions import contributor, run
from support.series import TITLE, series_with

from styringsdialog.errors import EditionError
from styringsdialog.loading.series import load_series
from styringsdialog.messages.message import Language
from styringsdialog.series.rehearsal import Machine
from styringsdialog.series.running import NoticeMode, RunEvent, run_series

PASSWORD = "hemmelig-æ"  # noqa: S105 - of no account anywhere
OWING = contributor("vibo").replace('plugin = "folder"\n', 'plugin = "folder"\ndeadline = 2030-04-25\n')


class Post(socketserver.ThreadingTCPServer):
    """A mail server on the loopback: RFC 5321 with STARTTLS and AUTH PLAIN, as far as a client needs them."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *, closed: ssl.SSLContext | None, answers: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.closed, self.answers = closed, answers
        self.heard: list[str] = []
        self.got: list[bytes] = []

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(content, policy=default) for content in self.got]


class Talk(socketserver.StreamRequestHandler):
    server: Post

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self.talk()

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            super().finish()
        self.connection.close()

    def talk(self) -> None:
        self.say("220 prøve".encode("ascii", "replace").decode())
        while line := self.rfile.readline().decode("latin-1").strip():
            word = line.split(":")[0].split(" ")[0].upper()
            self.server.heard.append(line)
            answers = self.server.answers.items()
            if answer := next((said for begin, said in answers if line.upper().startswith(begin.upper())), ""):
                if answer == "hang up":
                    return
                self.say(answer)
            elif word == "EHLO":
                over_tls = isinstance(self.connection, ssl.SSLSocket)
                more = [] if not self.server.closed else ["AUTH PLAIN"] if over_tls else ["STARTTLS"]
                for extension in ("localhost", *more):
                    self.say(f"250-{extension}")
                self.say("250 8BITMIME")
            elif word == "STARTTLS" and self.server.closed:
                self.say("220 klar")
                self.connection = self.server.closed.wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
            elif word == "AUTH":
                self.say("235 velkommen")
            elif word == "DATA":
                self.say("354 kom med den")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.got.append(b"".join(each.removeprefix(b".") for each in lines))
                self.say("250 modtaget")
            elif word == "QUIT":
                self.say("221 farvel")
                return
            else:
                self.say("250 ok")


@contextlib.contextmanager
def post(closed: ssl.SSLContext | None = None, **answers: str) -> Iterator[Post]:
    """Run a mail server; ``answers`` are by how a command begins."""
    with Post(closed=closed, answers=answers) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def port_of(server: Post) -> int:
    return int(server.server_address[1])


def mailing(folder: Path, port: int, more: str = "") -> Path:
    """Write a series with an edition in May 2030 in which VIBO owes a bilag, and which mails to a server here."""
    notify = f'[run]\nrehearsals = 0\n[notify]\nto = ["ane@eksempel.dk"]\nserver = "127.0.0.1"\nport = {port}\n{more}'
    series_with(folder, "2030-05-16", more=notify, edition=OWING)
    (folder / "2030" / "vibo").mkdir(exist_ok=True)
    return folder


def night(series: Path, today: str, notice: NoticeMode = "send", sendmail: str = "/ingen/sendmail") -> list[RunEvent]:
    machine = Machine(soffice=None, stopwatch=time.monotonic, sendmail=sendmail)
    day = dt.date.fromisoformat(today)
    return list(run_series(series, day, machine=machine, progress=lambda _: None, notice=notice))


def told(events: list[RunEvent]) -> tuple[str, list[str]]:
    """Give what the last event says, and its problems."""
    problems = [f"{one.place.text(Language.DANISH)}: {one.text(Language.DANISH).line}" for one in events[-1].problems]
    return events[-1].text(Language.DANISH), problems


def kept(series: Path) -> Path:
    return series / "packages" / "notice" / "notice.txt"


# The day on which the date is announced: a letter, which takes no build.
ANNOUNCED = "2029-11-16"


def test_what_a_person_must_do_is_mailed_once_in_danish(tmp_path: Path) -> None:
    with post() as server:
        series = mailing(tmp_path / "serie", port_of(server))
        assert told(night(series, ANNOUNCED)) == ("Det, der skal gøres, er sendt til ane@eksempel.dk.", [])
        (mail,) = server.mails
        assert (mail["From"], mail["To"], mail["Subject"]) == (
            "ane@eksempel.dk",
            "ane@eksempel.dk",
            f"At gøre: {TITLE}",
        )
        assert (mail["Date"] is not None, mail["Auto-Submitted"]) == (True, "auto-generated")
        assert mail.get_content().replace("\r\n", "\n") == (
            "- 2030 (16. november 2029): Brevet «Datoen meldes ud» er skrevet: læs det igennem, og send det"
            " (packages/2030/letters/save_the_date-2030-05-16.txt).\n"
        )
        assert [event.happened for event in night(series, ANNOUNCED)] == ["nothing"]
        assert len(server.got) == 1
    assert not kept(series).exists()


def test_a_night_without_anything_to_do_mails_nothing(tmp_path: Path) -> None:
    with post() as server:
        series = mailing(tmp_path / "serie", port_of(server))
        night(series, "2029-11-15")
        assert server.heard == []


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"RCPT": "550 5.1.1 Ukendt"}, "serveren svarede «ane@eksempel.dk 550 5.1.1 Ukendt»"),
        ({"MAIL": "530 5.7.0 STARTTLS first"}, "serveren svarede «530 5.7.0 STARTTLS first»"),
        ({"DATA": "451 4.3.0 Senere"}, "serveren svarede «451 4.3.0 Senere»"),
        ({"MAIL": "hang up"}, "serveren afbrød forbindelsen"),
        ({"DATA": "hang up"}, "serveren afbrød forbindelsen"),
        ({"EHLO": "hang up"}, "serveren afbrød forbindelsen"),
        ({"EHLO": "421 ikke nu", "HELO": "421 ikke nu"}, "serveren svarede «421 ikke nu»"),
    ],
)
def test_a_mail_that_cannot_be_sent_is_told_and_goes_with_the_next(
    tmp_path: Path, answers: dict[str, str], why: str
) -> None:
    with post(None, **answers) as server:
        series = mailing(tmp_path / "serie", port_of(server))
        events = night(series, ANNOUNCED)
        assert [event.happened for event in events] == ["letter", "notice"]
        hint = "(ret [notify] i series.toml, eller spørg dem, der passer jeres mail)"
        assert told(events) == (
            "Det lykkedes ikke: mailen om det, der skal gøres. Det prøves igen næste nat.",
            [f"127.0.0.1: mailen kunne ikke sendes: {why} {hint}"],
        )
        assert not server.got
        server.answers.clear()
        night(series, "2030-03-21")
    (mail,) = server.mails
    lines = mail.get_content().splitlines()
    assert [line.partition(" er skrevet")[0] for line in lines] == [
        "- 2030 (16. november 2029): Brevet «Datoen meldes ud»",
        "- 2030 (21. marts 2030): Brevet «Invitationen sendes»",
    ]


@pytest.mark.long  # a whole command
def test_a_server_that_is_away_or_unknown_stops_no_work_and_is_no_traceback(tmp_path: Path) -> None:
    with post() as server:
        port = port_of(server)
    series = mailing(tmp_path / "serie", port)
    done = run("run", series, "--today", ANNOUNCED, "--lang", "da")
    assert (done.returncode, "Traceback" in done.stderr) == (6, False)
    assert "mailen kunne ikke sendes: der er ingen mailserver på den port" in done.stderr
    assert (series / "packages/2030/letters/save_the_date-2030-05-16.txt").is_file()
    assert kept(series).stat().st_mode & 0o077 == 0
    toml = (series / "series.toml").read_text("utf-8")
    (series / "series.toml").write_text(toml.replace("127.0.0.1", f"{'a' * 70}.dk"), encoding="utf-8")
    assert "har tegn, der ikke kan sendes" in told(night(series, ANNOUNCED))[1][0]


def test_with_some_refused_all_is_tried_again(tmp_path: Path) -> None:
    with post(None, **{"RCPT TO:<bo": "550 nej"}) as server:
        series = mailing(tmp_path / "serie", port_of(server))
        toml = (series / "series.toml").read_text("utf-8").replace('"ane@', '"bo@eksempel.dk", "ane@')
        (series / "series.toml").write_text(toml, encoding="utf-8")
        assert "bo@eksempel.dk 550 nej" in told(night(series, ANNOUNCED))[1][0]
    assert kept(series).is_file()


def test_a_build_without_the_network_keeps_what_a_second_process_mails(tmp_path: Path) -> None:
    with post() as server:
        series = mailing(tmp_path / "serie", port_of(server))
        assert [event.happened for event in night(series, ANNOUNCED, "keep")] == ["letter"]
        assert (server.heard, kept(series).is_file()) == ([], True)
        # What its unit shows it of the series.
        alone = tmp_path / "set"
        (alone / "packages").mkdir(parents=True)
        shutil.copy(series / "series.toml", alone)
        (alone / "packages" / "notice").symlink_to(kept(series).parent)
        assert [event.happened for event in night(alone, ANNOUNCED, "only")] == ["notice"]
        assert [event.happened for event in night(alone, ANNOUNCED, "only")] == ["nothing"]
    assert (len(server.got), kept(series).exists()) == (1, False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes a certificate for the server, is not here")
    folder = tmp_path_factory.mktemp("certifikat")
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -keyout noegle.pem -out kort.pem -subj /CN=localhost"
    name = "subjectAltName=IP:127.0.0.1,DNS:localhost"
    subprocess.run(["openssl", *words.split(), "-addext", name], cwd=folder, check=True, capture_output=True)  # noqa: S607 - on the PATH, as its users have it
    return folder


def closed(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "kort.pem", certificate / "noegle.pem")
    return context


def with_password(folder: Path, port: int, password: str = PASSWORD) -> Path:
    folder.mkdir(parents=True)
    secret = folder.parent / "kode"
    secret.write_text(f"{password}\n", encoding="utf-8")
    return mailing(folder, port, f'user = "serie"\npassword_file = "{secret}"\n')


@pytest.mark.long  # whole commands
def test_a_password_goes_over_an_encrypted_way_alone_and_is_printed_nowhere(
    tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "kort.pem"))
    with post(closed(certificate)) as server:
        series = with_password(tmp_path / "serie", port_of(server), "hemmelig")
        done = run("run", series, "--today", ANNOUNCED)
        assert (done.returncode, len(server.got)) == (0, 1), done.stderr
        assert [line.split(" ")[0] for line in server.heard][:4] == ["ehlo", "STARTTLS", "ehlo", "AUTH"]
        assert "hemmelig" not in done.stdout + done.stderr + kept(series).parent.parent.as_posix()
    with post(closed(certificate), AUTH="535 5.7.8 nej") as server:
        series = with_password(tmp_path / "anden" / "serie", port_of(server), "hemmelig")
        done = run("run", series, "--today", ANNOUNCED, "--lang", "da")
        assert "serveren tager ikke imod brugernavnet og adgangskoden" in done.stderr
        assert "hemmelig" not in done.stdout + done.stderr


@pytest.mark.parametrize("case", ["no encryption", "unknown certificate"])
def test_a_password_is_not_sent_where_others_could_read_it(tmp_path: Path, certificate: Path, case: str) -> None:
    with post(None if case == "no encryption" else closed(certificate)) as server:
        series = with_password(tmp_path / "serie", port_of(server))
        why = told(night(series, ANNOUNCED))[1][0]
        assert not [line for line in server.heard if line.startswith("AUTH")]
    assert ("en adgangskode sendes kun" if case == "no encryption" else "certifikat gælder ikke") in why


def test_without_a_server_the_machines_own_sendmail_has_the_mail(tmp_path: Path) -> None:
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/ord\ncat > {tmp_path}/post\n', encoding="utf-8")
    program.chmod(0o755)
    series = mailing(tmp_path / "serie", 25)
    toml = (series / "series.toml").read_text("utf-8").replace('server = "127.0.0.1"\n', "")
    (series / "series.toml").write_text(toml, encoding="utf-8")
    (problem,) = told(night(series, ANNOUNCED))[1]
    assert problem.startswith("/ingen/sendmail: mailen kunne ikke sendes: ")
    night(series, ANNOUNCED, sendmail=str(program))
    assert (tmp_path / "ord").read_text("utf-8") == "-i -t\n"
    assert "Til at" not in (tmp_path / "post").read_text("utf-8")
    assert "To: ane@eksempel.dk" in (tmp_path / "post").read_text("utf-8")
    program.write_text("#!/bin/sh\nexit 75\n", encoding="utf-8")
    kept(series).write_text("- x\n", encoding="utf-8")
    assert "programmet sendmail afviste den" in told(night(series, ANNOUNCED, sendmail=str(program)))[1][0]


@pytest.mark.long  # a build
def test_a_night_with_gaps_says_what_is_missing_and_what_to_send(tmp_path: Path) -> None:
    with post() as server:
        series = mailing(tmp_path / "serie", port_of(server))
        night(series, "2030-05-07")
    (mail,) = server.mails
    *_, package = mail.get_content().splitlines()
    assert package.startswith("- 2030 (7. maj 2030): Informationspakken er bygget, ")
    assert "send den ud (packages/2030/informationspakke/versions/0001/" in package
    assert package.endswith("Der mangler bilag; siderne i deres sted siger hvilke.")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('to = ["Ane"]', "'Ane' is not a mail address (write it as \"navn@example.dk\")"),
        ('to = ["ane@eksempel.dk"]\nsender = "her"', "notify.sender: 'her' is not a mail address"),
        ('server = "post.eksempel.dk"', "notify.to: names nobody to be mailed"),
        ('to = ["ane@eksempel.dk"]\nuser = "x"', "notify.user: has no password_file beside it"),
        ('to = ["ane@eksempel.dk"]\npassword = "x"', "notify.password: is not a known key"),
    ],
)
def test_what_could_never_be_mailed_is_said_when_the_series_is_read(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "series.toml").write_text(f'title = "Serien"\n[notify]\n{toml}\n', encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        load_series(tmp_path)
    assert said in str(caught.value)
