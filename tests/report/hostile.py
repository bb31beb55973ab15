"""A report in which everything that a dossier may say is hostile."""

from __future__ import annotations

from precheck.i18n import msg
from precheck.model.finding import Clause, Evidence, Finding, Outcome, Severity, Status
from precheck.model.geometry import BBox
from precheck.model.report import Report
from tests.report.builders import make_report, make_structured

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
MARKUP = '#import "x" *gras* $math$ #read("/etc/passwd") \\ ` </style> {{ 7*7 }} {0.__class__}'
CONTROLS = "\x1b[31mrouge\x1b]0;titre\x07 \x00 \u202efdp.\u202c \ud800"
SCRIPTS = "مرحبا بالعالم 日本語 😀\u200d🎓 \uf0b7 e\u0301\u0323 \U0010ffff \u0378"
LONG = "m" * 3000
TEXTS = (SCRIPT, MARKUP, CONTROLS, SCRIPTS, LONG)


def hostile_report(number: int = 200) -> Report:
    """Findings whose messages, quotations and boxes are all hostile, on a file named so too."""
    dossier = make_structured(name=f"{SCRIPT}\x1b[2J{SCRIPTS}\udcff.pdf")
    findings = tuple(
        Finding(
            "O052",
            Status.FAILED if index % 2 else Status.TO_VERIFY,
            Severity.ERROR if index % 2 else Severity.WARNING,
            msg("Quotation {text}", text=TEXTS[index % len(TEXTS)]),
            (
                Evidence(
                    1 + index % 6,
                    BBox(-1e6, 10.0 * index, 1e6, 10.0 * index + 9),
                    TEXTS[(index + 1) % len(TEXTS)],
                    msg("{x}", x=SCRIPT),
                    msg("{x}", x=MARKUP),
                ),
            ),
            hint=msg("{x}", x=TEXTS[index % len(TEXTS)]),
        )
        for index in range(number)
    )
    clause = Clause(SCRIPT, MARKUP, f"{SCRIPTS}{LONG}")
    rule = Outcome(
        "O052", "rule", "A rule", (52,), Status.FAILED, Severity.ERROR, findings[1].message, clause, findings
    )
    return make_report(dossier, [rule])
