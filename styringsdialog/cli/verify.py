"""The command ``verify``: whether a PDF is what it is said to be, and what it is to its readers."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from styringsdialog.cli.options import JSON
from styringsdialog.cli.output import print_conformance, print_json, progress, say
from styringsdialog.errors import BilagFileError, Fault, RequirementError
from styringsdialog.model.conformance import Profile

if TYPE_CHECKING:
    from styringsdialog.proof import Claim, Proof

__all__ = ["verify"]

# Imports what it needs when it runs, as in ``main``.


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--against",
    "edition",
    type=click.Path(path_type=Path),
    help="Make the package again from this edition, and hold the bytes against each other.",
)
@click.option(
    "--profile",
    "profiles",
    type=click.Choice([profile.value for profile in Profile]),
    multiple=True,
    help="Check only this; may be given more than once.",
)
@JSON
@click.pass_context
def verify(ctx: click.Context, file: Path, *, edition: Path | None, profiles: tuple[str, ...], as_json: bool) -> None:
    """Tell whether the PDF FILE is the one that its manifest describes, and which rules it keeps.

    Held against the manifest beside it, PDF/UA-1 and PDF/A-2a. The exit code is 8 when FILE is not what it is said
    to be, or breaks one of the two standards.
    """
    from styringsdialog.assemble.conformance import conformance_of  # noqa: PLC0415 - see above
    from styringsdialog.proof import prove  # noqa: PLC0415 - see above

    ctx.meta["json"] = as_json
    wanted = tuple(map(Profile, profiles)) or tuple(Profile)
    if not file.is_file():
        raise BilagFileError.at(str(file), "is not there, or no file", "name a PDF")
    found = conformance_of(file, wanted)
    if not found.checker and edition is None:
        hint = 'install page-validation: the extra "verify" of styringsdialog'
        raise RequirementError.at(str(file), "cannot be checked: what checks is not installed", hint)
    try:
        proof = prove(file)
    except BilagFileError:
        # What is no PDF has no proof either, and the checker has said so.
        if edition is not None or found.satisfied:
            raise
        proof = None
    if edition is not None:
        proof = _rebuilt(proof, file, edition, as_json=as_json)
    good = found.satisfied == wanted and (proof is None or proof.good)
    exit_code = 0 if good else int(Fault.REQUIREMENT)
    if as_json:
        print_json(
            {
                "ok": good,
                "exit_code": exit_code,
                "file": str(file),
                **found.as_data(),
                "proof": proof.as_data() if proof else None,
            }
        )
    else:
        print_conformance(str(file), found, wanted)
        _print_proof(proof)
    ctx.exit(exit_code)


def _rebuilt(proof: Proof | None, file: Path, edition: Path, *, as_json: bool) -> Proof:
    from styringsdialog.proof import prove_rebuilt  # noqa: PLC0415 - see above

    if proof is None or proof.manifest is None:
        hint = "it is written with every package; put it back beside the PDF"
        raise RequirementError.at(str(file), "cannot be made again: no manifest stands beside it", hint)
    with progress(wanted=not as_json) as show, tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
        return prove_rebuilt(proof, edition, Path(work), show)


def _print_proof(proof: Proof | None) -> None:
    if proof is None:
        return
    _print_claims(proof.claims)
    if found := proof.manifest:
        say(f"made from {len(found.inputs)} files, by {_listed(found.versions)}")
        if found.plugins:
            say(f"plugins: {_listed(found.plugins)}")


def _listed(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


_HELD = {True: "yes", False: "no", None: "–"}


def _print_claims(claims: Sequence[Claim]) -> None:
    if not claims:
        return
    say("")
    say("manifest:")
    width = max(len(claim.claim) for claim in claims)
    for claim in claims:
        say(f"  {_HELD[claim.held]:3}  {claim.claim.ljust(width)}  {claim.detail}".rstrip())
