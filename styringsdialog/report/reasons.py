"""Why a bilag is missing, and what to do about it, in Danish that a reader of the package may see."""

from __future__ import annotations

from typing import Final

from styringsdialog.errors import Fault, Problem

__all__ = ["reason_in_danish", "step_in_danish"]

_FAULT_IN_DANISH: Final = {
    Fault.EDITION: (
        "Der er en fejl i konferencens opsætning for dette bilag.",
        "Ret conference.toml, og byg pakken igen.",
    ),
    Fault.PLUGIN: (
        "Bilaget kunne ikke dannes af det program, der laver det.",
        "Bed dem, der står for programmet, se på fejlen.",
    ),
    Fault.CONTENT: (
        "Bilagets tekst kunne ikke sættes op.",
        "Få teksten rettet, og byg pakken igen.",
    ),
    Fault.FILE: (
        "Bilagets fil kunne ikke læses.",
        "Bed om filen igen, hel og uden adgangskode, og helst som PDF.",
    ),
    Fault.REQUIREMENT: (
        "Bilaget er endnu ikke afleveret.",
        "Bed om bilaget; styringsdialog status --mail skriver teksten.",
    ),
}
_UNKNOWN_FAULT: Final = ("Bilaget kunne ikke komme med.", "Se den tekniske besked fra kørslen.")


def reason_in_danish(problem: Problem) -> str:
    """Give why a bilag is missing as a reader of the package may see it: no path, no English."""
    return problem.dansk or _FAULT_IN_DANISH.get(problem.fault, _UNKNOWN_FAULT)[0]


def step_in_danish(problem: Problem) -> str:
    """Give what to do about it."""
    return _FAULT_IN_DANISH.get(problem.fault, _UNKNOWN_FAULT)[1]
