"""Whether a PDF is the one that its manifest describes, and whether it can be made again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.assemble.xmp import Identity, read_identity
from styringsdialog.compose.makers import version_of
from styringsdialog.errors import BilagFileError
from styringsdialog.loading.inputs import SECRETARY, file_digest, input_digests
from styringsdialog.loading.sent import read_sent
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Language, Message, Where, message, system_reason, text_of
from styringsdialog.messages.showing import shown_data
from styringsdialog.model.checking import normalised
from styringsdialog.model.conference import Audience, Stage
from styringsdialog.model.options import BuildOptions
from styringsdialog.pipeline import build_package

_SHA256_DIGITS: Final = 64


@attrs.frozen(kw_only=True)
class Claim:
    """One thing that the manifest says, and whether it is so.

    Attributes:
        key: A word for machines: ``sha256``.
        claim: What is held against what.
        held: ``None`` where there is no telling.
        details: How it is, or every way in which it is otherwise.
    """

    key: str
    claim: Message
    held: bool | None
    details: tuple[Message, ...]

    def as_data(self) -> dict[str, object]:
        """Return the claim as plain data for JSON."""
        texts = {
            language.value: {"claim": text_of(self.claim, language).what, "detail": self.detail(language)}
            for language in Language
        }
        codes = {"claim_code": self.claim.code, "details": [detail.as_data() for detail in self.details]}
        return {"key": self.key, "held": self.held, **texts[Language.ENGLISH.value], **codes, **texts}

    def detail(self, language: Language) -> str:
        """Return ``details`` on one line."""
        return "; ".join(text_of(detail, language).what for detail in self.details)


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
    """What holds of a package, and from what it was made."""

    manifest: Manifest | None
    claims: tuple[Claim, ...]

    @property
    def good(self) -> bool:
        """Tell whether nothing is otherwise than it is said to be."""
        return all(claim.held is not False for claim in self.claims)

    def as_data(self) -> dict[str, object]:
        """Return the proof as plain data for JSON."""
        manifest = self.manifest
        return {
            "manifest": str(manifest.path) if manifest else None,
            "inputs": dict(manifest.inputs) if manifest else {},
            "plugins": dict(manifest.plugins) if manifest else {},
            "versions": dict(manifest.versions) if manifest else {},
            "claims": [claim.as_data() for claim in self.claims],
        }


def manifest_beside(file: Path) -> Manifest | None:
    """Return the manifest that stands beside ``file``; ``None`` when there is none.

    Raises:
        BilagFileError: It is no manifest, or one of another format.
    """
    beside = file.with_suffix(".manifest.json")
    kept = beside.with_name(f"{file.stem}{SECRETARY}") / beside.name
    path = kept if kept.exists() and not beside.exists() else beside
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else message("package.no-json", error=str(error))
        raise BilagFileError.at(Where(file=str(path)), message("package.manifest-unreadable", reason=reason)) from error
    try:
        return _manifest(path, data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BilagFileError.at(Where(file=str(path)), message("package.manifest-of-another-format")) from error


def prove(file: Path) -> Proof:
    """Hold the PDF ``file`` against the manifest beside it: its bytes, and what it says of itself.

    Raises:
        BilagFileError: One of them cannot be read.
    """
    manifest = manifest_beside(file)
    identity = read_identity(file)
    if manifest is None:
        missing = Claim(
            key="manifest",
            claim=message("package.claim-manifest"),
            # Nothing to hold it against is no fault of the file.
            held=None,
            details=(message("package.no-manifest", package=_package(identity)),),
        )
        return Proof(manifest=None, claims=(missing,))
    sha256 = file_digest(file.resolve())
    described = Identity(manifest.edition, manifest.revision)
    return Proof(
        manifest=manifest,
        claims=(
            Claim(
                key="sha256",
                claim=message("package.claim-sha256"),
                held=sha256 == manifest.sha256,
                details=(_instead(sha256, manifest.sha256),),
            ),
            Claim(
                key="identity",
                claim=message("package.claim-identity"),
                held=identity == described,
                details=(_instead(_package(identity), _package(described)),),
            ),
        ),
    )


def _package(identity: Identity | None) -> Message:
    if identity is None:
        return message("package.no-package")
    return message("package.edition-and-revision", edition=identity.edition, revision=identity.revision)


def _instead(actual: str | Message, described: str | Message) -> Message:
    """Return what is, and what should be where that is something else."""
    if actual == described:
        return message("package.as-described", actual=actual)
    return message("package.instead", actual=actual, described=described)


def prove_rebuilt(proof: Proof, edition: Path, work: Path, progress: Callable[[Message], None]) -> Proof:
    """Return ``proof`` with what came of making the package again from the folder ``edition``.

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
            # With gaps only if it had gaps then: a bilag that is missing now is a difference to be told.
            keep_going=not manifest.complete,
            timestamp=manifest.timestamp,
            revised=manifest.revised,
            # Only what had been sent by then: what was sent later would change its numbers and its revision.
            sent=read_sent(conference.folder)[: manifest.sent_before],
        ),
        progress=progress,
    )
    same = report.sha256 == manifest.sha256
    plugins = _plugins(ranges.as_data() for ranges in report.ranges)
    # Of those that the manifest names, and those that the package shows now.
    inputs = {**input_digests(conference.folder, manifest.inputs), **report.inputs}
    # Only what the manifest names: what was installed since has made none of its pages.
    versions = {name: version for name in manifest.versions if (version := version_of(name))}
    differences = [
        _held_against("inputs", message("package.claim-inputs"), manifest.inputs, shown_data(inputs)),
        _held_against("versions", message("package.claim-versions"), manifest.versions, versions),
        _held_against("plugins", message("package.claim-plugins"), manifest.plugins, plugins),
    ]
    rebuilt = Claim(
        key="rebuilt",
        claim=message("package.claim-rebuilt"),
        held=same,
        details=(message("package.as-described", actual=report.sha256) if same else _why(report.sha256, differences),),
    )
    return attrs.evolve(proof, claims=(*proof.claims, *differences, rebuilt))


def _why(sha256: str, differences: Sequence[Claim]) -> Message:
    if causes := [claim.key for claim in differences if not claim.held]:
        return message("package.differs-because", sha256=sha256, causes=", ".join(causes))
    return message("package.differs-unexplained", sha256=sha256)


def _held_against(key: str, claim: Message, then: Mapping[str, str], now: Mapping[str, str]) -> Claim:
    """Compare by name; a difference is no fault of the file, but one of its reasons."""
    differences = tuple(_differences(then, now))
    details = differences or (message("package.the-same", count=len(then)),)
    return Claim(key=key, claim=claim, held=not differences, details=details)


def _differences(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Message]:
    for name in sorted({*then, *now}):
        if name not in now:
            yield message("package.input-gone", name=name)
        elif name not in then:
            yield message("package.input-new", name=name)
        elif then[name] != now[name]:
            # Hashes say nothing to a reader; versions do.
            yield (
                message("package.input-changed", name=name)
                if len(now[name]) == _SHA256_DIGITS
                else message("package.version-changed", name=name, then=then[name], now=now[name])
            )


def _plugins(ranges: Iterator[Mapping[str, Any]] | list[Mapping[str, Any]]) -> dict[str, str]:
    return {
        str(pages["distribution"]): str(pages["version"])
        for pages in ranges
        if pages["plugin"] and pages["distribution"]
    }


def _manifest(path: Path, data: Any) -> Manifest:
    # Asked for without defaults: what lacks one of these is a manifest of another format.
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
        inputs=normalised(dict(data["inputs"])),
    )
