"""Whether a PDF is the one that its manifest describes, and whether it can be made again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from styringsdialog.assemble.xmp import read_identity
from styringsdialog.compose.makers import version_of
from styringsdialog.errors import BilagFileError
from styringsdialog.loading.digest import file_digest
from styringsdialog.loading.edition import load_conference
from styringsdialog.loading.inputs import input_digests
from styringsdialog.loading.sent import read_sent
from styringsdialog.model.conference import Audience, Stage
from styringsdialog.model.options import BuildOptions
from styringsdialog.pipeline import build_package

__all__ = ["Claim", "Manifest", "Proof", "manifest_beside", "prove", "prove_rebuilt"]


@attrs.frozen(kw_only=True)
class Claim:
    """One thing that the manifest says, and whether it is so.

    Attributes:
        key: A word for machines: ``sha256``.
        claim: What is held against what, in a few words.
        held: Nothing where there is no telling.
        detail: What was found.
    """

    key: str
    claim: str
    held: bool | None
    detail: str = ""

    def as_data(self) -> dict[str, object]:
        """Give it as plain data for JSON."""
        return {"key": self.key, "claim": self.claim, "held": self.held, "detail": self.detail}


@attrs.frozen(kw_only=True)
class Manifest:
    """What stands beside a package.

    Attributes:
        versions: Distribution to version, of the host and what it makes pages with.
        plugins: The same of the plugins' distributions.
        inputs: SHA-256 of each file of the edition, by its path in it.
        sent_before: How many packages of the edition had been sent; the first so many of its record.
    """

    path: Path
    sha256: str
    size: int
    stage: Stage
    audience: Audience
    complete: bool
    edition: str
    revision: int
    revised: dt.date | None
    sent_before: int
    timestamp: dt.datetime
    versions: Mapping[str, str]
    plugins: Mapping[str, str]
    inputs: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Proof:
    """What was found, and from what the package was made."""

    manifest: Manifest | None
    claims: tuple[Claim, ...]

    @property
    def good(self) -> bool:
        """Tell whether nothing is otherwise than it is said to be."""
        return all(claim.held is not False for claim in self.claims)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data for JSON."""
        found = self.manifest
        return {
            "manifest": str(found.path) if found else None,
            "inputs": dict(found.inputs) if found else {},
            "plugins": dict(found.plugins) if found else {},
            "versions": dict(found.versions) if found else {},
            "claims": [claim.as_data() for claim in self.claims],
        }


def manifest_beside(file: Path) -> Manifest | None:
    """Give the manifest that stands beside ``file``; nothing when there is none.

    Raises:
        BilagFileError: It is no manifest, or one of another format.
    """
    path = file.with_suffix(".manifest.json")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BilagFileError.at(str(path), f"cannot be read: {error}", "build the package again") from error
    try:
        return _manifest(path, data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = "is no manifest of this format"
        raise BilagFileError.at(str(path), message, "use the version of styringsdialog that wrote it") from error


def prove(file: Path) -> Proof:
    """Hold the PDF ``file`` against the manifest beside it: its bytes, and what it says of itself.

    Raises:
        BilagFileError: One of them cannot be read.
    """
    manifest = manifest_beside(file)
    identity = read_identity(file)
    if manifest is None:
        said = f"{identity.edition}, revision {identity.revision}" if identity else "not a package of styringsdialog"
        missing = Claim(key="manifest", claim="a manifest stands beside the file", held=None, detail=f"none; {said}")
        return Proof(manifest=None, claims=(missing,))
    sha256 = file_digest(file)
    named = f"{manifest.edition}, revision {manifest.revision}"
    found = f"{identity.edition}, revision {identity.revision}" if identity else "nothing"
    return Proof(
        manifest=manifest,
        claims=(
            Claim(
                key="sha256",
                claim="the file is the one that the manifest describes",
                held=sha256 == manifest.sha256,
                detail=sha256 if sha256 == manifest.sha256 else f"{sha256} instead of {manifest.sha256}",
            ),
            Claim(
                key="identity",
                claim="edition and revision inside the file are the manifest's",
                held=found == named,
                detail=found if found == named else f"{found} instead of {named}",
            ),
        ),
    )


def prove_rebuilt(proof: Proof, edition: Path, work: Path, progress: Callable[[str], None]) -> Proof:
    """Give ``proof`` with what came of making the package again from the folder ``edition``.

    Inputs and versions that are not as they were are named; then it is built, as it was and for the
    same day, and its bytes are held against the manifest's.

    Args:
        proof: Of a file with a manifest.
        edition: The edition's folder as it is now.
        work: An empty folder.
        progress: Is told what is being done.

    Raises:
        StyringsdialogError: The edition cannot be loaded or built any more.
    """
    manifest = proof.manifest
    assert manifest is not None
    conference = load_conference(edition)
    report = build_package(
        conference,
        work,
        BuildOptions(
            stage=manifest.stage,
            audience=manifest.audience,
            keep_going=not manifest.complete,
            timestamp=manifest.timestamp,
            revised=manifest.revised,
            sent=read_sent(conference.folder)[: manifest.sent_before],
        ),
        progress=progress,
    )
    same = report.sha256 == manifest.sha256
    plugins = _plugins(ranges.as_data() for ranges in report.ranges)
    differences = [
        _held_against(
            "inputs", "the edition's files are as they were", manifest.inputs, input_digests(conference.folder)
        ),
        _held_against("versions", "the programs are as they were", manifest.versions, _now(manifest.versions)),
        _held_against("plugins", "the plugins are as they were", manifest.plugins, plugins),
    ]
    rebuilt = Claim(
        key="rebuilt",
        claim="made again, it has the same bytes",
        held=same,
        detail=report.sha256 if same else _why(report.sha256, differences),
    )
    return attrs.evolve(proof, claims=(*proof.claims, *differences, rebuilt))


def _why(sha256: str, differences: list[Claim]) -> str:
    causes = [one.key for one in differences if not one.held]
    return f"{sha256}; {', '.join(causes)} differ" if causes else f"{sha256}, although nothing that is known differs"


def _held_against(key: str, claim: str, then: Mapping[str, str], now: Mapping[str, str]) -> Claim:
    """Compare by name; a difference is no fault of the file, but one of its reasons."""
    found = list(_differences(then, now))
    return Claim(key=key, claim=claim, held=not found, detail="; ".join(found) or f"{len(then)} the same")


def _differences(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*then, *now}):
        if name not in now:
            yield f"{name} is gone"
        elif name not in then:
            yield f"{name} is new"
        elif then[name] != now[name]:
            # Hashes say nothing to a reader; versions do.
            yield f"{name} is another" if len(now[name]) == 64 else f"{name} {then[name]} is now {now[name]}"


def _now(versions: Mapping[str, str]) -> Mapping[str, str]:
    return {name: version for name in versions if (version := version_of(name))}


def _plugins(ranges: Iterator[Mapping[str, Any]] | list[Mapping[str, Any]]) -> dict[str, str]:
    return {str(one["distribution"]): str(one["version"]) for one in ranges if one["plugin"] and one["distribution"]}


def _manifest(path: Path, data: Any) -> Manifest:
    revision = data["revision"]
    pdf = data["pdf"]
    date = revision["date"]
    return Manifest(
        path=path,
        sha256=str(pdf["sha256"]),
        size=int(pdf["bytes"]),
        stage=Stage(data["stage"]),
        audience=Audience(data["audience"]),
        complete=bool(data["complete"]),
        edition=str(pdf["name"]).removesuffix(".pdf"),
        revision=int(revision["number"]),
        revised=dt.date.fromisoformat(date) if date else None,
        sent_before=int(revision["sent_before"]),
        timestamp=dt.datetime.fromisoformat(data["timestamp"]),
        versions=dict(data["versions"]),
        plugins=_plugins(data["provenance"]),
        inputs=dict(data["inputs"]),
    )
