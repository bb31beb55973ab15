"""How much a file may cost. The defaults suit dossiers of 20 pages with a wide margin."""

from __future__ import annotations

from dataclasses import dataclass, replace

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file: bytes, pages, characters, and for the child: address space in bytes, seconds of CPU and
    of clock time. A worker process is replaced after `jobs_per_worker` files."""

    file_bytes: int = 100 * MIB
    pages: int = 2_000
    characters: int = 5_000_000
    address_space: int = 1024 * MIB
    cpu_seconds: float = 6.0
    clock_seconds: float = 8.0
    jobs_per_worker: int = 200

    def for_surface(self) -> Limits:
        """The bounds when each page is drawn several times too."""
        return replace(self, cpu_seconds=5 * self.cpu_seconds, clock_seconds=5 * self.clock_seconds)
