"""What the loader must know of the rules, which live in a room above this one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol


class OptionFault(Protocol):
    """A wrong option of a rule: its key as written, whether the rule has it at all, why it is wrong, what there is."""

    @property
    def key(self) -> str: ...
    @property
    def unknown(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def known(self) -> tuple[str, ...]: ...


class RuleCatalogue(Protocol):
    """The rules there are, as far as a profile can be wrong about them."""

    def names(self) -> Collection[str]:
        """The names of all rules."""
        ...

    def option_faults(self, rule: str, options: Mapping[str, Any]) -> Sequence[OptionFault]:
        """All that is wrong with the options that a profile gives to a rule of that name."""
        ...
