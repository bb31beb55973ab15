"""`precheck receipt`: prove what was deposited, and when."""

from __future__ import annotations

from pathlib import Path

import click

from precheck.cli_common import language_option
from precheck.i18n import Translator, msg


@click.group()
def receipt() -> None:
    """Verify the receipts of deposits."""


@receipt.command()
@click.argument("receipt_path", metavar="RECEIPT", type=click.Path(path_type=Path))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--key", "key_path", type=click.Path(path_type=Path), metavar="PUBLIC.pem",
    help="The public key. By default, that of the data folder.",
)  # fmt: skip
@language_option
def verify(receipt_path: Path, file: Path | None, key_path: Path | None, lang: str) -> None:
    """Prove that a receipt was given and not changed since, and that FILE is what was deposited."""
    from precheck.campaign.receipts import Signer, load_public, verify_file
    from precheck.campaign.store import data_folder

    say = Translator(lang)
    public = load_public(key_path) if key_path else Signer(data_folder(), make=False).public
    sha256 = verify_file(receipt_path, public, file)
    if file is None:
        told = msg("{receipt} is genuine. It tells of the file with the SHA-256 {sha256}.", receipt=receipt_path.name,
                   sha256=sha256)  # fmt: skip
    else:
        told = msg("{receipt} is genuine, and {file} is the file that was deposited.", receipt=receipt_path.name,
                   file=file.name)  # fmt: skip
    click.echo(f"✓ {say(told)}")


@receipt.command()
def key() -> None:
    """Print the public key of the data folder, with which anybody can verify its receipts."""
    from precheck.campaign.receipts import Signer, public_pem
    from precheck.campaign.store import data_folder

    click.echo(public_pem(Signer(data_folder()).public), nl=False)
