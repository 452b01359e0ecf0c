"""Files for schedulers are taken by the real tools, and lead to the very words that were meant."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import zoneinfo
from pathlib import Path, PurePosixPath

import attrs
import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st
from support.editions import run

from styringsdialog.errors import OutputError
from styringsdialog.model.series import Address, Notify
from styringsdialog.schedule import NightlyJob, crontab, quiet_time, systemd_units

ODD = "100 % æøå $HOME 'x' \\n; `id` & {a}"


JOB = NightlyJob(
    series=PurePosixPath("/srv/serie"), command=("/bin/true",), path="/bin", user="root", time=dt.time(4, 30)
)


MAILED = attrs.evolve(
    JOB,
    notify=Notify(
        to=(Address("ane@eksempel.dk"),),
        server="post.eksempel.dk",
        password_file="/etc/kode",  # noqa: S106 - where one would be
    ),
)


def job(folder: Path) -> NightlyJob:
    """Give a job whose names try every escape, with a program that writes its arguments down."""
    program = folder / ODD / "styringsdialog"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" "$TZ" > "${0%/*}/sagt"\nexit "${EXIT:-0}"\n', encoding="utf-8")
    program.chmod(0o755)
    return NightlyJob(
        series=PurePosixPath(folder / ODD),
        command=(str(program),),
        path="/usr/local/bin:/usr/bin:/bin",
        user="root",
        time=dt.time(4, 30),
    )


# ------------------------------------------------------------------------ systemd


@pytest.mark.parametrize("mail", ["", "drift@example.dk"])
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path, mail: str) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed; it comes with systemd")
    units = systemd_units(attrs.evolve(job(tmp_path), mail=mail, notify=MAILED.notify))
    for name, text in units.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in units)],  # noqa: S607 - on the PATH, as its users have it
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # Of the machine's own units it may say what it likes.
    assert [line for line in done.stderr.splitlines() if "styringsdialog" in line] == []
    assert done.returncode == 0, done.stderr


# SECURITY.md states these figures: of 10, what is open.
MOST_OPEN = {".service": 2.0, "-fejl.service": 5.0, "-besked.service": 2.5}


@pytest.mark.parametrize("network", [False, True])
@pytest.mark.parametrize("mail", ["", "drift@example.dk"])
def test_the_units_are_as_closed_as_they_are_said_to_be(tmp_path: Path, mail: str, *, network: bool) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed; it comes with systemd")
    units = systemd_units(attrs.evolve(MAILED, mail=mail, network=network))
    for kind, most in MOST_OPEN.items():
        path = tmp_path / f"{JOB.name}{kind}"
        path.write_text(units[path.name], encoding="utf-8")
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", path],  # noqa: S607 - on the PATH, as its users have it
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if "--offline" in done.stderr:
            pytest.skip("this systemd-analyze is older than 250 and judges no unit that is not loaded")
        (level,) = re.findall(r"exposure level for .*: (\d+\.\d)", done.stdout)
        assert float(level) <= most, done.stdout


def test_the_build_has_the_network_only_where_a_contributor_has_it() -> None:
    closed, opened = (
        systemd_units(attrs.evolve(JOB, network=network))[f"{JOB.name}.service"] for network in (False, True)
    )
    assert {"PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX"} <= set(closed.split("\n"))
    assert "PrivateNetwork" not in opened
    assert "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6" in opened.split("\n")


def test_the_build_writes_in_its_series_alone_and_the_notice_never_sees_it() -> None:
    service, _, notice = systemd_units(JOB).values()
    assert {"ProtectSystem=strict", 'ReadWritePaths="/srv/serie"', "ProtectHome=yes"} <= set(service.split("\n"))
    assert 'InaccessiblePaths="-/srv/serie"' in notice
    at_home = attrs.evolve(JOB, series=PurePosixPath("/home/ane/serie"))
    assert "ProtectHome=read-only" in systemd_units(at_home)[f"{JOB.name}.service"]


def test_what_a_person_must_do_is_mailed_by_a_unit_that_sees_the_notice_alone() -> None:
    units = systemd_units(MAILED)
    build, mail = (units[f"{JOB.name}{kind}.service"].split("\n") for kind in ("", "-besked"))
    # Whatever way the build ends, and after it; only the mail has the network and the password.
    assert f"Wants={JOB.name}-besked.service" in build
    assert f"After={JOB.name}.service" in mail
    assert {"PrivateNetwork=yes", 'InaccessiblePaths="-/etc/kode"'} <= set(build)
    assert 'ExecStart="/bin/true" "run" "/srv/serie" "--notice" "keep"' in build
    assert 'ExecStart="/bin/true" "run" "/srv/serie" "--notice" "only"' in mail
    assert 'TemporaryFileSystem="/srv/serie:ro"' in mail
    assert 'BindReadOnlyPaths="/srv/serie/series.toml" "/etc/kode"' in mail
    assert 'BindPaths="-/srv/serie/packages/notice"' in mail
    assert "PrivateNetwork=yes" not in mail
    assert f"{JOB.name}-besked.service" not in systemd_units(JOB)


def test_a_package_with_gaps_is_no_failure_of_the_unit() -> None:
    assert "SuccessExitStatus=9" in systemd_units(JOB)[f"{JOB.name}.service"].split("\n")


def test_workers_can_give_up_rights_and_libreoffice_can_start() -> None:
    service = systemd_units(JOB)[f"{JOB.name}.service"]
    (allowed,) = re.findall(r"SystemCallFilter=(.*)", service)
    assert {"@system-service", "landlock_restrict_self", "seccomp", "memfd_create"} <= set(allowed.split())
    assert "MemoryDenyWriteExecute" not in service


@pytest.mark.long
def test_a_night_is_done_under_exactly_these_units(tmp_path: Path) -> None:
    if not Path("/run/systemd/system").is_dir() or os.geteuid() != 0:
        pytest.skip("systemd does not run here, or not for us")
    series = Path("/srv") / f"styringsdialog-{tmp_path.name}"
    try:
        assert run("init", "--series", series).returncode == 0
        night = attrs.evolve(
            JOB, series=series, command=(sys.executable, "-m", "styringsdialog"), path=os.environ["PATH"]
        )
        unit = Path("/run/systemd/system") / f"{night.name}.service"
        unit.write_text(systemd_units(night)[unit.name], encoding="utf-8")
        subprocess.run(["systemctl", "daemon-reload"], check=True)  # noqa: S607 - as above
        done = subprocess.run(["systemctl", "start", unit.name], capture_output=True, check=False)  # noqa: S607 - as above
        assert done.returncode == 0, done.stderr
        unit.unlink()
    finally:
        shutil.rmtree(series, ignore_errors=True)


def test_a_unit_is_persistent_quiet_and_tells_when_it_fails() -> None:
    units = systemd_units(JOB)
    assert set(units) == {f"styringsdialog-serie{kind}" for kind in (".service", ".timer", "-fejl.service")}
    service, timer, failed = units.values()
    assert {"OnFailure=styringsdialog-serie-fejl.service", "Nice=10", "IOSchedulingClass=idle"} <= set(
        service.split("\n")
    )
    assert '"TZ=Europe/Copenhagen"' in service
    assert {"Persistent=true", "OnCalendar=*-*-* 04:30:00 Europe/Copenhagen"} <= set(timer.split("\n"))
    assert re.search(r"^RandomizedDelaySec=[1-9]", timer, re.MULTILINE)
    assert "systemd-cat" in failed
    assert (
        "drift@example.dk"
        in systemd_units(attrs.evolve(JOB, mail="drift@example.dk"))["styringsdialog-serie-fejl.service"]
    )


def unquoted(line: str) -> list[str]:
    """Give the words of an ``ExecStart=`` as systemd makes them, when all are in double quotes."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%").replace("$$", "$") for word in words]


NAMES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters='/"') | st.just(" "), min_size=1, max_size=20
).filter(lambda name: name.strip() and name.isprintable())


@given(NAMES)
def test_systemd_gets_back_every_name(name: str) -> None:
    one = attrs.evolve(JOB, series=PurePosixPath("/srv") / name)
    start = next(
        line for line in systemd_units(one)[f"{one.name}.service"].split("\n") if line.startswith("ExecStart=")
    )
    assert unquoted(start) == list(one.words)
    assert not re.search(r"(?<!%)%(?:%%)*(?!%)", start)


# ------------------------------------------------------------------------ cron


def entry(text: str) -> tuple[str, str]:
    """Give the times and the command of a crontab's one entry, as cron(8) reads them."""
    line = next(line for line in text.splitlines() if re.match(r"\d", line))
    *times, command = line.split(" ", 5)
    assert not re.search(r"(?<!\\)%", command), "cron would end the command there"
    return " ".join(times), command.replace("\\%", "%")


def test_cron_starts_it_each_night_also_when_clocks_are_moved() -> None:
    times, _ = entry(crontab(JOB))
    zone = zoneinfo.ZoneInfo("Europe/Copenhagen")
    nights = CronSim(times, dt.datetime(2030, 1, 1, tzinfo=zone))
    starts = [next(nights) for _ in range(365)]
    assert [start.date() for start in starts] == [dt.date(2030, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    assert {(start.hour, start.minute) for start in starts} == {(4, 30)}


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell for cron to start")
def test_the_shell_that_cron_starts_gives_the_program_its_words(tmp_path: Path) -> None:
    one = job(tmp_path)
    _, command = entry(crontab(one))
    quiet = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PATH": one.path, "TZ": "Europe/Copenhagen"},
    )
    assert (quiet.stdout, quiet.stderr) == ("", "")
    said = (tmp_path / ODD / "sagt").read_text("utf-8")
    assert said == f"run\n{one.series}\nEurope/Copenhagen\n"


def test_only_what_fails_is_printed_and_so_mailed(tmp_path: Path) -> None:
    program = tmp_path / "styringsdialog"
    program.write_text("#!/bin/sh\necho 100 % galt\nexit 8\n", encoding="utf-8")
    program.chmod(0o755)
    _, command = entry(crontab(attrs.evolve(JOB, command=(str(program),), mail="drift@example.dk")))
    failed = subprocess.run(["/bin/sh", "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert failed.stdout == "100 % galt\n"
    assert 'MAILTO="drift@example.dk"' in crontab(attrs.evolve(JOB, mail="drift@example.dk"))


# ------------------------------------------------------------------------ the job and the command


@given(NAMES)
def test_a_series_has_a_time_of_its_own_that_no_change_of_clocks_touches(name: str) -> None:
    time = quiet_time(PurePosixPath("/srv") / name)
    assert time == quiet_time(PurePosixPath("/srv") / name)
    assert dt.time(3, 10) <= time < dt.time(4, 30)


@pytest.mark.parametrize("name", ["to\nlinjer", 'et "citat"', "tab\t"])
def test_what_no_file_can_hold_is_refused(name: str) -> None:
    with pytest.raises(OutputError, match="another name"):
        attrs.evolve(JOB, series=PurePosixPath("/srv") / name)


def test_the_command_prints_or_writes_the_files(tmp_path: Path) -> None:
    series = tmp_path / "vores serie ø"
    series.mkdir()
    (series / "series.toml").write_text('title = "Serien"\n', encoding="utf-8")
    printed = run("schedule", "--cron", series, "--at", "04:15", "--user", "drift")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert entry(printed.stdout)[0] == "15 4 * * *"
    written = run("schedule", "--systemd", series, "-o", tmp_path / "enheder")
    assert written.returncode == 0, written.stderr
    assert len(written.stdout.splitlines()) == 3
    start = (tmp_path / "enheder" / "styringsdialog-vores-serie-oe.service").read_text("utf-8")
    assert Path(unquoted(start.partition("ExecStart=")[2].partition("\n")[0])[0]).is_absolute()


def test_the_command_asks_for_what_it_needs(tmp_path: Path) -> None:
    assert (run("schedule", tmp_path).returncode, run("schedule", "--cron", tmp_path).returncode) == (2, 2)
    assert "series.toml" in run("schedule", "--cron", tmp_path).stderr
