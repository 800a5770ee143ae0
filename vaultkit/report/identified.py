"""Addresses and identifiers with what they name: the rows of `vaultkit id`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from vaultkit.identity import Identity, identify_any
from vaultkit.model.row import Row
from vaultkit.vault import Vault
from vaultkit.vault.works import NO_PAPERS, broken_number, meant, papers_of, titles_in


class Identified(Row, frozen=True):
    """What one text names. A text that names no work, or a broken identifier, has a problem and no id."""

    TABLE = ("text", "id", "kind", "type", "locator", "problem", "suggestions")

    text: Annotated[str, Meta(description="as it was given")]
    id: Annotated[str | None, Meta(description="the canonical identity: scheme, colon, value")]
    kind: Annotated[str | None, Meta(description="paper or resource")] = None
    type: Annotated[str | None, Meta(description="paper, book, video, code_repo, forum_post, web, ...")] = (
        None
    )
    url: Annotated[str | None, Meta(description="an address for it")] = None
    locator: Annotated[
        tuple[str, ...], Meta(description="where inside the work or in which form: version=2, form=pdf, t=90")
    ] = ()
    problem: Annotated[str, Meta(description="why the text is no valid identifier; else empty")] = ""
    suggestions: Annotated[
        tuple[str, ...],
        Meta(description="ids of papers that may be meant, by their title or a slip in a digit"),
    ] = ()


def identified(texts: Iterable[str], vault: Vault | None = None) -> list[Identified]:
    """Return a row for each text, in their order; a vault tells what broken identifiers were meant to be."""
    return [_row(text, identify_any(text), vault) for text in texts]


def _row(text: str, identity: Identity | None, vault: Vault | None) -> Identified:
    if identity is None:
        return Identified(text, None, problem="names no work")
    locator = tuple(f"{key}={value}" for key, value in sorted(identity.locator.items()))
    if not identity.problem:
        return Identified(text, identity.id, identity.kind, identity.rtype, identity.url, locator)
    number = broken_number(identity.id)
    titles = () if vault is None else titles_in(vault, number)
    found = meant(number, titles, NO_PAPERS if vault is None else papers_of(vault))
    return Identified(
        text,
        None,
        identity.kind,
        identity.rtype,
        locator=locator,
        problem=identity.problem,
        suggestions=tuple(one.id for one in found),
    )
