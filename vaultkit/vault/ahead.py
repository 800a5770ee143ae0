"""What is found out of a vault's links while other processes still read its notes.

The process that waits for them has nothing else to do. What it finds is what it would find later, when all others
would wait for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vaultkit.load.batches import Answers
from vaultkit.model.note import Note
from vaultkit.model.settings import Conventions, ObsidianSettings
from vaultkit.vault.likeness import load_comparison
from vaultkit.vault.resolve import Resolver
from vaultkit.vault.special_files import special_among
from vaultkit.vault.suggest import NearNames
from vaultkit.vault.targets import Targets

_MOST = 5000
"""Notes that are unpacked ahead: more of them may be more than somebody wants to have in memory at once."""


class Ahead:
    """Looks up what the notes name as they come in, among the `files` of the vault.

    `special` holds the files that are not what all others are, by the attribute of a vault. `targets` has learnt all
    targets that came in so far, and `parts` (`Note#Heading`) are beside them; `unpacked` are the notes with a target
    that is doubtful there, too, which will be looked at in full; `near_names` is there when a target was found that
    leads nowhere.
    """

    def __init__(
        self, resolver: Resolver, files: Collection[str], settings: ObsidianSettings, conventions: Conventions
    ) -> None:
        self.targets = Targets(resolver)
        self.parts: set[str] = set()
        self.unpacked: dict[str, Note] = {}
        self.near_names: NearNames | None = None
        self.heard = 0  # so many notes
        self.resolver = resolver
        self.special = special_among(files, settings, conventions)
        self._files = files

    def hear(self, answers: Answers, paths: Sequence[str]) -> None:
        """Look up what the notes at `paths` name, which `answers` has got last."""
        self.heard += len(paths)
        named: Sequence[tuple[str, ...]] = answers.newest("targets", len(paths))
        self.parts.update(*answers.newest("parts", len(paths)))
        self.targets.learn(set[str]().union(*named), self.resolver.literal)
        are_fine = self.targets.doubtful.isdisjoint
        for path, texts in zip(paths, named, strict=True):
            if are_fine(texts) or len(self.unpacked) >= _MOST:
                continue
            if self.targets.any_doubtful(texts, path):
                note = answers.note(path)
                if note is not None:
                    self.unpacked[path] = note
        if self.near_names is None and self.targets.any_missing:
            self.near_names = NearNames(self._files).index()
            load_comparison()
