"""PDFium's functions called the short way.

The ordinary binding converts and checks every argument, which costs more than the functions themselves. Called with
plain addresses, holding the interpreter's lock, each takes less than half the time; the few that are called for every
word or object of a page are declared here.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as c

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def address_of(handle: Any) -> int:
    """The address behind a handle of the ordinary binding, to be given to the functions below."""
    address = ctypes.cast(handle, _ADDRESS).value
    assert address
    return address


def _fast(function: Any, result: type, *arguments: type) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


loose_box = _fast(c.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
"""(text page, index, address of four floats: left, top, right, bottom) -> whether there is such a character"""
char_box = _fast(c.FPDFText_GetCharBox, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
"""(text page, index, addresses of four doubles: left, right, bottom, top)"""
char_matrix = _fast(c.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
"""(text page, index, address of an `FS_MATRIX`)"""
page_object = _fast(c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
"""(page, index) -> object"""
form_object = _fast(c.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
"""(form, index) -> object"""
object_type = _fast(c.FPDFPageObj_GetType, _INT, _ADDRESS)
"""(object) -> its kind"""
form_count = _fast(c.FPDFFormObj_CountObjects, _INT, _ADDRESS)
"""(form) -> how many objects it holds"""
set_active = _fast(c.FPDFPageObj_SetIsActive, _INT, _ADDRESS, _INT)
"""(object, whether it is drawn)"""
text_object = _fast(c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
"""(text page, index) -> the text object that the character belongs to"""
