"""A backup holds everything, and a restore is all of it or nothing."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from pydantic import SecretStr

from securestack.server.backup import BackupError, back_up, restore
from securestack.server.settings import Settings
from tests.server.cluster import Cluster

ROWS = """
INSERT INTO teams SELECT gen_random_uuid(), 'team ' || n, 'team-' || n, '', now(), now(), 1 FROM generate_series(1, 500) n;
INSERT INTO projects (id, team_id, name, slug, description, importance, data_sensitivity, exposure, sla_days,
  max_concurrent_scans, created_at, updated_at, version)
SELECT gen_random_uuid(), id, 'é ''quoted'' \\ ☃', 'p', E'line\\nline', 'high', 'low', 'internal', '{"high": 3}', 3, now(),
  now(), 1 FROM teams;
INSERT INTO audit_entries (id, at, ip, user_agent, request_id, action, object_type)
SELECT gen_random_uuid(), now(), '', '', '', 'user.login', 'user' FROM generate_series(1, 100);
"""


def _content(cluster: Cluster, settings: Settings) -> dict[str, str]:
    database = _name(settings)
    tables = cluster.postgres.query(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1", database
    ).splitlines()
    return {
        table: cluster.postgres.query(
            f"SELECT count(*), md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM \"{table}\" t",
            database,
        )
        for table in tables
    }


def _name(settings: Settings) -> str:
    return str(settings.database_url).split("@/")[1].split("?")[0]


@pytest.fixture
def full(cluster: Cluster, fresh_settings: Settings) -> Settings:
    """Return settings with a database that holds something, and a secret key of the platform's own."""
    cluster.postgres.query(ROWS, _name(fresh_settings))
    (fresh_settings.data_dir / "secret.key").write_text(fresh_settings.key)
    return fresh_settings


def _elsewhere(cluster: Cluster, settings: Settings, folder: Path, *, empty: bool = True) -> Settings:
    folder.mkdir()
    if not empty:
        return settings.changed(database_url=cluster.new_database(), data_dir=folder)
    name = f"empty_{_name(settings)}_{folder.name}"
    cluster.postgres.create_database(name)
    return settings.changed(database_url=cluster.postgres.url(name), data_dir=folder)


def test_what_is_restored_is_what_was_backed_up(cluster: Cluster, full: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    back_up(full, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = _elsewhere(cluster, full, tmp_path / "other")
    restore(other, file, replace=False)
    assert _content(cluster, other) == _content(cluster, full)
    again, third = tmp_path / "again.zip", _elsewhere(cluster, full, tmp_path / "third")
    back_up(other, again)
    restore(third, again, replace=False)
    assert _content(cluster, third) == _content(cluster, full)
    # What guards the tables comes back with them.
    with pytest.raises(Exception, match="never changed or deleted"):
        cluster.postgres.query("DELETE FROM audit_entries", _name(other))


def test_a_database_that_is_there_is_replaced_only_when_told(
    cluster: Cluster, full: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "backup.zip"
    back_up(full, file)
    other = _elsewhere(cluster, full, tmp_path / "other", empty=False)
    before = _content(cluster, other)
    with pytest.raises(BackupError, match="--replace"):
        restore(other, file, replace=False)
    assert _content(cluster, other) == before
    restore(other, file, replace=True)
    assert _content(cluster, other) == _content(cluster, full)


def test_the_secret_key_comes_with_the_backup_and_the_old_one_is_kept(
    cluster: Cluster, full: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "backup.zip"
    back_up(full, file)
    other = _elsewhere(cluster, full, tmp_path / "other")
    another_key = "another-key-with-thirty-two-characters-at-least"
    (other.data_dir / "secret.key").write_text(another_key)
    restore(other.changed(secret_key=SecretStr(another_key)), file, replace=False)
    assert (other.data_dir / "secret.key").read_text() == full.key
    (old,) = other.data_dir.glob("secret.key.*")
    assert old.read_text() == another_key


def test_a_backup_under_another_key_of_the_environment_is_refused(
    cluster: Cluster, full: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "backup.zip"
    back_up(full, file)
    other = _elsewhere(cluster, full, tmp_path / "other")
    chosen = other.changed(secret_key=SecretStr("chosen-by-an-administrator-in-the-environment"))
    with pytest.raises(BackupError, match="another SECURESTACK_SECRET_KEY"):
        restore(chosen, file, replace=True)
    assert _content(cluster, other) == {}


def test_a_damaged_backup_changes_nothing(cluster: Cluster, full: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    back_up(full, file)
    other = _elsewhere(cluster, full, tmp_path / "other", empty=False)
    before = _content(cluster, other)
    whole = file.read_bytes()
    middle = whole.index(b"PGDMP") + 30_000
    damaged = {
        "cut.zip": whole[: len(whole) // 2],
        "bits.zip": whole[:middle] + b"\x00" * 5_000 + whole[middle + 5_000 :],
        "text.zip": b"hello",
        "empty.zip": b"",
    }
    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BackupError):
            restore(other, tmp_path / name, replace=True)
        assert _content(cluster, other) == before, name
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "a ZIP archive of something else")
    with pytest.raises(BackupError, match="not a backup"):
        restore(other, tmp_path / "other.zip", replace=True)
    with pytest.raises(BackupError, match="Cannot read"):
        restore(other, tmp_path / "missing.zip", replace=True)


def test_a_backup_that_cannot_be_written_leaves_no_file(full: Settings, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BackupError, match="Cannot write"):
        back_up(full, tmp_path / "missing" / "backup.zip")
    full_disk = Path("/dev/full")
    if full_disk.exists():
        with pytest.raises(BackupError, match="Cannot write"):
            back_up(full, tmp_path / "folder")
    assert list(tmp_path.glob("*unfinished*")) == []
