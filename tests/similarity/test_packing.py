"""A prepared text comes back from its record as it was, and a record that was altered is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from precheck.similarity.index.packing import pack, unpack, words_of
from precheck.similarity.prepared import prepare
from tests.similarity.corpora import as_values, prose

TEXT = "Le ﬁltrage d'un réseau.\n\nDeux œuvres : ½ page, e\u0301te\u0301 2016.\f" + "\n" * 300 + "Fin" + "x" * 70_000


@given(st.text(max_size=300))
@example("")
@example(TEXT)
@example("mot " * 500)
def test_a_record_gives_the_text_back(text: str) -> None:
    prepared = prepare(text)
    record = memoryview(pack(prepared))
    assert as_values(unpack(record)) == as_values(prepared)
    stems, content = words_of(record)
    assert (stems.tolist(), content.tolist()) == (prepared.stems.tolist(), prepared.content.tolist())
    assert len(record) % 8 == 0


@pytest.mark.parametrize("place", [0, 5, 30, 60, 200])
def test_an_altered_record_is_refused(place: int) -> None:
    record = bytearray(pack(prepare(prose(1))))
    record[place] ^= 1
    with pytest.raises(ValueError, match="a record is"):
        unpack(memoryview(record))


def test_a_record_cut_short_is_refused() -> None:
    record = pack(prepare(prose(1)))
    for length in (0, 10, len(record) - 8):
        with pytest.raises(ValueError, match="a record is"):
            unpack(memoryview(record[:length]))


def test_stems_are_a_view_of_the_record() -> None:
    record = np.frombuffer(pack(prepare(prose(1))), np.uint8)
    assert np.shares_memory(unpack(record.data).stems, record)
