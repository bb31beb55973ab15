"""Notices by e-mail, against a real SMTP server: what is sent to whom, and what happens when the server refuses."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import email.policy
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from precheck.campaign.campaigns import candidate, find, profile_of, take
from precheck.campaign.own import want_notices
from precheck.campaign.procedure import Procedure
from precheck.campaign.sessions import last_candidacy
from precheck.campaign.states import State, Step
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy, Deposit
from tests.web.peers.post import Postman, post_office
from tests.web.site import CANDIDATE, HERE, free_port, populate
from web import notices
from web.mail import is_address, write
from web.queue import PAUSES, Queue
from web.settings import Settings

NOW = dt.datetime(2017, 5, 12, 8, 0, tzinfo=dt.UTC)
ADDRESS = "zoe.martin@example.org"
REASON = "1. Les pages sont numérotées\n   À faire : ajoutez le numéro de page."


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def port(postman: Postman) -> Iterator[int]:
    """The port of a server without encryption."""
    with post_office(postman) as number:
        yield number


@pytest.fixture
def queue(tmp_path: Path, port: int) -> Iterator[Queue]:
    """A queue whose site has a candidate who asks for notices and deposited a dossier."""
    made = Queue(_settings(tmp_path, port))
    with Store(made.settings.data_dir) as store:
        populate(store)
        with store.writing() as write_:
            one = last_candidacy(candidate(find(write_, HERE, store.folder), CANDIDATE))
            want_notices(one.candidate, True, ADDRESS)
            one.state = State.DEPOSITED
            one.deposits.append(
                Deposit(version=1, sha256="0" * 64, size=1, name="d.pdf", received=NOW, receipt="Reçu\n")
            )
    yield made
    made._store.close()


def _settings(tmp_path: Path, port: int, *, encrypted: bool = False) -> Settings:
    return Settings(tmp_path / "data", public_url="https://depots.example.org", smtp_host="localhost", smtp_port=port,
                    mail_from="depots@example.org", workers=1, smtp_tls=encrypted)  # fmt: skip


def run(queue: Queue) -> int:
    """Do what waits in the queue now; how many tasks."""
    done = 0
    while (task := queue.huey.dequeue()) is not None:
        queue.huey.execute(task)
        done += 1
    return done


def wait_out(queue: Queue, pause: int) -> None:
    """Do what was put off, as a worker does `pause` seconds later."""
    soon = dt.datetime.now(dt.UTC).replace(tzinfo=None) + dt.timedelta(seconds=pause + 5)  # as huey counts
    for task in queue.huey.read_schedule(soon):
        queue.huey.execute(task, soon)
    run(queue)


def act(queue: Queue, what: Callable[[Candidacy], None]) -> int:
    """Change the candidacy; its number."""
    with queue._store.writing() as write_:
        one = last_candidacy(candidate(find(write_, HERE, queue._store.folder), CANDIDATE))
        what(one)
        return one.id


def ask_again(queue: Queue) -> int:
    """Ask for a new version, as an evaluator does; the number of the candidacy."""
    with queue._store.writing() as write_:
        campaign = find(write_, HERE, queue._store.folder)
        one = last_candidacy(candidate(campaign, CANDIDATE))
        take(write_, one, Step.REQUEST_REWORK, Procedure.of(profile_of(campaign)), NOW, "Mme Roche", REASON)
        return one.id


def test_each_notice_says_what_there_is_to_know(queue: Queue, postman: Postman) -> None:
    notices.notify_receipt(queue, 1)
    notices.notify_report(queue, 1)
    run(queue)
    notices.notify_rework(queue, ask_again(queue))
    run(queue)
    assert [mail["Subject"] for mail in postman.mails] == [
        "Récépissé de dépôt – Campagne c2i2e",
        "Le rapport sur votre dossier est prêt – Campagne c2i2e",
        "Une nouvelle version de votre dossier est demandée – Campagne c2i2e",
    ]
    assert postman.recipients == [ADDRESS] * 3
    texts = [mail.get_content() for mail in postman.mails]
    assert "Reçu" in texts[0]
    assert REASON in texts[2].replace("\r\n", "\n")
    for text in texts:
        assert "https://depots.example.org/depot/c2i2e" in text
        assert "MARTIN" not in text.upper().replace(ADDRESS.upper(), "")
        assert "Mme Roche" not in text
    assert list(queue.outbox._folder.glob("*")) == []


def test_a_server_that_refuses_is_asked_again_later(queue: Queue, postman: Postman) -> None:
    postman.refusals += ["451 greylisted", "421 too busy"]
    notices.notify_receipt(queue, 1)
    run(queue)
    assert (postman.mails, queue.huey.scheduled_count()) == ([], 1)
    wait_out(queue, PAUSES[0])
    assert (postman.mails, queue.huey.scheduled_count()) == ([], 1)
    wait_out(queue, PAUSES[1])
    assert len(postman.mails) == 1
    assert queue.huey.scheduled_count() == 0


def test_a_mail_that_is_refused_for_good_is_given_up(queue: Queue, postman: Postman) -> None:
    postman.refusals.append("554 no such content here")
    notices.notify_receipt(queue, 1)
    run(queue)
    assert (postman.mails, queue.huey.scheduled_count(), queue.outbox.recover()) == ([], 0, [])


def test_a_server_that_is_down_blocks_nothing_and_is_given_up_in_the_end(tmp_path: Path, queue: Queue) -> None:
    down = Queue(_settings(tmp_path, free_port()))
    notices.notify_receipt(down, 1)
    run(down)
    for pause in PAUSES:
        assert down.huey.scheduled_count() == 1
        wait_out(down, pause)
    assert (down.huey.scheduled_count(), down.outbox.recover()) == (0, [])
    down._store.close()


def test_a_mail_outlives_its_worker_and_goes_once(queue: Queue, postman: Postman) -> None:
    notices.notify_receipt(queue, 1)
    assert queue.huey.dequeue() is not None  # a worker took the task,
    assert queue.outbox.take("receipt-1")  # began it, and died
    queue.recover()
    queue.mail("receipt-1")
    run(queue)
    assert len(postman.mails) == 1


def test_nobody_is_written_to_who_does_not_ask(queue: Queue, postman: Postman) -> None:
    notices.notify_receipt(queue, 1)
    act(queue, lambda one: want_notices(one.candidate, False, ADDRESS))  # meanwhile
    run(queue)
    notices.notify_receipt(queue, 999)
    notices.notify_rework(queue, 1)  # none is asked for
    run(queue)
    assert postman.mails == []


def test_without_a_server_nothing_is_queued(queue: Queue) -> None:
    silent = Queue(dataclasses.replace(queue.settings, smtp_host=""))
    notices.notify_receipt(silent, 1)
    assert (silent.huey.pending_count(), silent.outbox.recover()) == (0, [])


def test_a_hostile_title_stays_one_line_of_the_subject(queue: Queue, postman: Postman) -> None:
    def rename(one: Candidacy) -> None:
        one.session.campaign.title = "C2i\r\nBcc: everybody@example.org\r\n\r\nBonjour"

    act(queue, rename)
    notices.notify_receipt(queue, 1)
    run(queue)
    [mail] = postman.mails
    assert mail["Bcc"] is None
    assert postman.recipients == [ADDRESS]


@given(st.text())
def test_no_text_becomes_a_header(text: str) -> None:
    mail = write(Settings(Path("unused")), ADDRESS, text, "corps\n")
    read = email.message_from_bytes(bytes(mail), policy=email.policy.default)
    assert sorted(read.keys()) == sorted(mail.keys())
    assert read.get_payload(decode=True) == b"corps\n"


@given(st.text() | st.from_regex(r"[\w.]+@[\w.]+[\s,;<>]*\w*", fullmatch=True))
def test_an_address_is_one_address(text: str) -> None:
    if is_address(text):
        [parsed] = addresses_in(text)
        assert parsed == text


def addresses_in(text: str) -> list[str]:
    """The addresses that a mail server reads in a header."""
    mail = EmailMessage()
    mail["To"] = text
    return [each.addr_spec for each in mail["To"].addresses]


# --- Encryption --------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate of localhost, that nobody but itself vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    place = tmp_path / "server.pem"
    place.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return place


@pytest.mark.parametrize("trusted", [True, False])
def test_a_mail_is_encrypted_for_a_server_that_can_be_trusted(
    tmp_path: Path, queue: Queue, postman: Postman, certificate: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with post_office(postman, context) as number:
        secret = Queue(_settings(tmp_path, number, encrypted=True))
        notices.notify_receipt(secret, 1)
        run(secret)
    secret._store.close()
    assert postman.encrypted == ([True] if trusted else [])
    assert secret.huey.scheduled_count() == (0 if trusted else 1)
