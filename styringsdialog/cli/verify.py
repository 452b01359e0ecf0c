"""The command ``verify``: whether a PDF is what it is said to be, and what it is to its readers."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from styringsdialog.cli.output import language, print_conformance, print_json, progress, say, tell, words
from styringsdialog.cli.speaking import JSON, PATH, argument, command, option
from styringsdialog.errors import BilagFileError, Fault, RequirementError
from styringsdialog.messages.message import Where, message
from styringsdialog.model.conformance import Profile

if TYPE_CHECKING:
    from styringsdialog.proof import Proof


# Imports what it needs when it runs, as in ``main``.


@command(help=message("cli.help-verify"))
@argument("file", type=click.Path(path_type=Path), metavar=message("cli.value-file"))
@option("--against", "edition", type=click.Path(path_type=Path), metavar=PATH, help=message("cli.option-against"))
@option(
    "--profile",
    "profiles",
    type=click.Choice([profile.value for profile in Profile]),
    multiple=True,
    help=message("cli.option-profile"),
)
@JSON
@click.pass_context
def verify(ctx: click.Context, file: Path, *, edition: Path | None, profiles: tuple[str, ...], as_json: bool) -> None:
    """Tell whether the PDF FILE is the one that its manifest describes, and which rules it keeps."""
    from styringsdialog.assemble.conformance import conformance_of  # noqa: PLC0415 - see above
    from styringsdialog.proof import prove  # noqa: PLC0415 - see above

    chosen = tuple(map(Profile, profiles)) or tuple(Profile)
    if not file.is_file():
        raise BilagFileError.at(Where(file=str(file)), message("cli.no-file"))
    conformance = conformance_of(file, chosen)
    # With neither a checker nor an edition to build from, there is nothing to hold the file against.
    if not conformance.checker and edition is None:
        raise RequirementError.at(Where(file=str(file)), message("cli.no-checker"))
    try:
        proof = prove(file)
    except BilagFileError:
        # What is no PDF has no proof either, and the checker has said so.
        if edition is not None or conformance.satisfied:
            raise
        proof = None
    if edition is not None:
        proof = _rebuilt(proof, file, edition, as_json=as_json)
    good = conformance.satisfied == chosen and (proof is None or proof.good)
    exit_code = 0 if good else int(Fault.REQUIREMENT)
    if as_json:
        print_json(
            {
                "ok": good,
                "exit_code": exit_code,
                "file": str(file),
                **conformance.as_data(),
                "proof": proof.as_data() if proof else None,
            }
        )
    else:
        print_conformance(str(file), conformance, chosen)
        _print_proof(proof)
    ctx.exit(exit_code)


def _rebuilt(proof: Proof | None, file: Path, edition: Path, *, as_json: bool) -> Proof:
    from styringsdialog.proof import prove_rebuilt  # noqa: PLC0415 - see above

    if proof is None or proof.manifest is None:
        raise RequirementError.at(Where(file=str(file)), message("cli.no-manifest"))
    with progress(wanted=not as_json) as show, tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
        return prove_rebuilt(proof, edition, Path(work), show)


def _print_proof(proof: Proof | None) -> None:
    if proof is None:
        return
    say("")
    tell("cli.claims")
    width = max(len(words(claim.claim)) for claim in proof.claims)
    for claim in proof.claims:
        held = words(_HELD[claim.held])
        say(f"  {held:3}  {words(claim.claim).ljust(width)}  {claim.detail(language())}".rstrip())
    if manifest := proof.manifest:
        tell("cli.made-from", files=len(manifest.inputs), versions=_versions(manifest.versions))
        if manifest.plugins:
            tell("cli.made-with-plugins", plugins=_versions(manifest.plugins))


def _versions(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


_HELD = {True: message("cli.held"), False: message("cli.not-held"), None: message("cli.untold")}
