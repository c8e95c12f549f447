"""`securestack audit`: verify the audit log."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from securestack.cli.errors import CommandError
from securestack.cli.platform import DataDir, database_explained, explained, read_settings

if TYPE_CHECKING:
    from securestack.server.audit.chain import Head
    from securestack.server.audit.service import Fault, Verification
    from securestack.server.settings import Settings

audit = typer.Typer(no_args_is_help=True, help="Verify the audit log.")


@audit.command("verify")
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            help="The head that an earlier verification printed: shows whether the end was cut off since.",
            show_default=False,
        ),
    ] = None,
    data_dir: DataDir = None,
) -> int:
    """Look at every entry of the audit log, and say exactly where it was changed or is missing.

    Exit codes: 0 the log is whole, 1 it is not, 2 it could not be read.
    """
    from securestack.server.audit.chain import Head
    from securestack.server.embedded.stack import database_of

    try:
        known = Head.parse(head) if head is not None else None
    except ValueError as error:
        raise CommandError(f"--head is wrong: {error}.") from error
    settings = read_settings(data_dir=data_dir)
    with explained(), database_of(settings) as joined, database_explained(joined):
        result = asyncio.run(_verified(joined, known))
    for fault in result.faults:
        print(_sentence(fault))
    if result.more_faults:
        print(f"And {result.more_faults:,} more.")
    print(_summary(result))
    if result.waiting:
        since = f"{result.waiting_since:%Y-%m-%d %H:%M:%S} UTC"
        print(f"{result.waiting:,} entries since {since} wait for a worker to chain them.")
    return 1 if result.faults else 0


async def _verified(settings: Settings, known: Head | None) -> Verification:
    from securestack.server.audit.chain import Sealer
    from securestack.server.audit.service import verify as verify_log
    from securestack.server.kit.database import Database

    database = Database(str(settings.database_url), read_pool=1, application="securestack audit")
    try:
        await database.open()
        async with database.read() as reader:
            return await verify_log(reader, Sealer(settings.key), known=known)
    finally:
        await database.close()


def _sentence(fault: Fault) -> str:
    if fault.at is None:
        return fault.what
    return f"Entry {fault.position} ({fault.at:%Y-%m-%d %H:%M:%S} UTC, {fault.action}): {fault.what}"


def _summary(result: Verification) -> str:
    if not result.faults:
        return (
            f"{result.entries:,} entries verified: none was changed, none is missing.\n"
            f"Head: {result.head}\nKeep it elsewhere; --head compares with it."
        )
    faults = len(result.faults) + result.more_faults
    if faults >= result.entries > 1:
        return (
            "No entry is as it was written. SECURESTACK_SECRET_KEY, or the data folder, is probably not the one "
            "with which they were."
        )
    return f"{result.entries:,} entries looked at: the log was tampered with in {faults:,} places."
