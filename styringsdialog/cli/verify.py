"""The command ``verify``: whether a PDF is what it is said to be, and what it is to its readers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from styringsdialog.cli.options import JSON
from styringsdialog.cli.output import print_conformance, print_json, progress, say
from styringsdialog.errors import BilagFileError, Fault, RequirementError
from styringsdialog.model.conformance import Profile

if TYPE_CHECKING:
    from styringsdialog.assemble.bundle import BundleRule
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

    Held against the manifest beside it, PDF/UA-1, PDF/A-2a, and what courts in England and Wales ask of
    electronic bundles, the only published standard for such files. The exit code is 8 when FILE is not what it is
    said to be, or breaks one of the two PDF standards; a rule for bundles is told, and no more.
    """
    from styringsdialog.assemble.bundle import bundle_rules  # noqa: PLC0415 - see above
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
        proof, rules = prove(file), bundle_rules(file)
    except BilagFileError:
        # What is no PDF keeps no rule, and the checker has said so.
        if edition is not None or found.satisfied:
            raise
        proof, rules = None, ()
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
                "bundle": [rule.as_data() for rule in rules],
            }
        )
    else:
        print_conformance(str(file), found, wanted)
        _print_proof(proof)
        _print_table("court bundle", rules)
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
    _print_table("manifest", proof.claims)
    if found := proof.manifest:
        say(f"made from {len(found.inputs)} files, by {_listed(found.versions)}")
        if found.plugins:
            say(f"plugins: {_listed(found.plugins)}")


def _listed(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


_HELD = {True: "yes", False: "no", None: "–"}


def _print_table(title: str, rows: Iterable[Claim | BundleRule]) -> None:
    from styringsdialog.proof import Claim  # noqa: PLC0415 - see above

    lines = [(_HELD[row.held], row.claim if isinstance(row, Claim) else row.rule, row.detail) for row in rows]
    if not lines:
        return
    say("")
    say(f"{title}:")
    width = max(len(line[1]) for line in lines)
    for held, rule, detail in lines:
        say(f"  {held:3}  {rule.ljust(width)}  {detail}".rstrip())
