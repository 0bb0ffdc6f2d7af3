"""Where the command line keeps things: keys and names of accounts, and the history.

Settings are in ``profiles.json`` in the user's folder for settings. A key is kept in the system's
keyring; where there is none, in ``secrets.json`` beside it, which only the user can read.
``IMAGEHOSTS_HOME`` names another folder for all of it. ``IMAGEHOSTS_HISTORY=off`` keeps no history.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from attrs import define, field

from . import output

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imagehosts.hosts import Host
    from imagehosts.sharing.database import DatabaseError
    from imagehosts.sharing.history import History

__all__ = ["Profile", "Target", "history", "load_profiles", "target", "usable_history"]

_SERVICE = "imagehosts"


@define
class Profile:
    """A host, as it is used under a name.

    Attributes:
        name: The name.
        host: The host.
        base_url: The address of its API, where that is not the usual one.
        schemes: Which credentials are kept for it.
        account: The name of the account, for people.
    """

    name: str
    host: str
    base_url: str | None = None
    schemes: list[str] = field(factory=list[str])
    account: str | None = None


@define
class Target:
    """Where something goes: a host, and how its client is made."""

    name: str
    host: Host
    options: dict[str, Any] = field(repr=False)


def folder(kind: str) -> Path:
    """The folder of ``config`` or ``data``."""
    home = os.environ.get("IMAGEHOSTS_HOME")
    if home:
        return Path(home)
    import platformdirs

    place = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
    return place("imagehosts", appauthor=False)


def history() -> History | None:
    """The history; None where none is to be kept."""
    if os.environ.get("IMAGEHOSTS_HISTORY", "").lower() in ("off", "0", "no", "false"):
        return None
    from imagehosts.sharing.history import History

    return History(folder("data") / "history.sqlite")


def usable_history(*, needed: bool) -> tuple[History | None, DatabaseError | None]:
    """The history, or why there is none; said, for what is asked for is more than its record.

    Raises:
        DatabaseError: It is needed and cannot be used.
    """
    from imagehosts.sharing.database import DatabaseError

    try:
        return history(), None
    except DatabaseError as error:
        if needed:
            raise
        output.say(f"{error}; going on without a history")
        return None, error


# --- profiles ------------------------------------------------------------------------------


def load_profiles() -> dict[str, Profile]:
    """The profiles, by name."""
    path = folder("config") / "profiles.json"
    found = _read(path)
    try:
        return {name: Profile(name=name, **values) for name, values in found.items()}
    except TypeError:
        raise output.UsageError(f"{path} cannot be read; correct it or delete it") from None


def save_profile(profile: Profile, secrets: Mapping[str, str]) -> str:
    """Keep a profile and its credentials; says where the credentials are."""
    profiles = load_profiles()
    profile.schemes = sorted(secrets)
    profiles[profile.name] = profile
    where = "in the system's keyring"
    if not all(_keep_in_keyring(profile.name, *each) for each in secrets.items()):
        kept = _read(folder("config") / "secrets.json")
        kept[profile.name] = dict(secrets)
        _write(folder("config") / "secrets.json", kept)
        where = f"in {folder('config') / 'secrets.json'}, which only you can read"
    _save(profiles)
    return where


def forget_profile(name: str) -> Profile | None:
    """Forget a profile and its credentials; gives it, or None where there is none."""
    profiles = load_profiles()
    profile = profiles.pop(name, None)
    if profile is None:
        return None
    for scheme in profile.schemes:
        _drop_from_keyring(name, scheme)
    path = folder("config") / "secrets.json"
    kept = _read(path)
    if kept.pop(name, None) is not None:
        _write(path, kept)
    _save(profiles)
    return profile


def secrets_of(profile: Profile) -> dict[str, str]:
    """The credentials of a profile."""
    if not profile.schemes:
        return {}
    kept: dict[str, str] = _read(folder("config") / "secrets.json").get(profile.name) or {}
    for scheme in profile.schemes:
        if scheme not in kept and (found := _find_in_keyring(profile.name, scheme)):
            kept[scheme] = found
    return kept


def target(name: str, **options: Any) -> Target:
    """The host or profile of a name, with the options of its client.

    What the environment says wins over the profile that is called like its host.

    Raises:
        UsageError: There is neither a host nor a profile of that name.
    """
    from imagehosts.hosts import find_host, host_names

    given = {key: value for key, value in options.items() if value is not None}
    profiles = load_profiles()
    host = find_host(name)
    if host is None and name not in profiles:
        host = custom_host(name)
    profile = profiles.get(name if host is None else host.name)
    if host is None and profile is None:
        known = ", ".join([*host_names(), *profiles, *uploader_names()])
        raise output.UsageError(f"--to: no host {name!r}; known: {known}")
    if profile is None:
        assert host is not None
        found = Target(host.name, host, given)
    else:
        found = Target(profile.name, _host_of(profile), _with_profile(profile, given))
    _check_base_url(found)
    return found


# --- custom uploaders ----------------------------------------------------------------------


def uploader_names() -> list[str]:
    """The names of the custom uploaders that are kept."""
    return sorted(path.stem for path in (folder("config") / "uploaders").glob("*.sxcu"))


def custom_host(name: str) -> Host | None:
    """The host that a custom uploader describes: one that is kept, or a file.

    Returns:
        The host; None if no uploader has that name.
    """
    from .sxcu import ask, called, read_file

    if name in uploader_names():
        text = (folder("config") / "uploaders" / f"{name}.sxcu").read_text("utf-8")
    elif name.lower().endswith(".sxcu"):
        text = read_file(name)
    else:
        return None
    from imagehosts.sharing.custom import load_uploader, make_host

    uploader = load_uploader(text)
    if name not in uploader_names():
        name = called(uploader.name)
    return make_host(name, uploader, ask)


def save_uploader(name: str, text: str) -> None:
    """Keep a custom uploader."""
    _write(folder("config") / "uploaders" / f"{name}.sxcu", json.loads(text.removeprefix("\ufeff")))


def forget_uploader(name: str) -> bool:
    """Forget a custom uploader; False where there is none."""
    if name not in uploader_names():
        return False
    (folder("config") / "uploaders" / f"{name}.sxcu").unlink()
    return True


def _with_profile(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    host = _host_of(profile)
    kept = dict(given)
    is_default = profile.name == host.name
    variables = host.sync_client.environment
    if profile.base_url and not (is_default and os.environ.get(host.base_url_variable)):
        kept.setdefault("base_url", profile.base_url)
    if not (is_default and any(map(os.environ.get, variables.values()))):
        kept |= secrets_of(profile)
    return kept


def _host_of(profile: Profile) -> Host:
    from imagehosts.hosts import find_host

    host = find_host(profile.host)
    if host is None:
        raise output.UsageError(f"the profile {profile.name} is of a host that is not known")
    return host


def _check_base_url(found: Target) -> None:
    host = found.host
    if (
        host.needs_base_url
        and "base_url" not in found.options
        and not os.environ.get(host.base_url_variable)
    ):
        raise output.UsageError(
            f"--base-url: {host.name} needs the address of a site's API, here or in"
            f" {host.base_url_variable}"
        )


def _save(profiles: Mapping[str, Profile]) -> None:
    from attrs import asdict

    saved = {name: asdict(profile) for name, profile in profiles.items()}
    for values in saved.values():
        del values["name"]
    _write(folder("config") / "profiles.json", saved)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        said = f"{path} cannot be read: {error}; correct it or delete it"
        raise output.UsageError(said) from None
    if not isinstance(found, dict):
        raise output.UsageError(f"{path} cannot be read; correct it or delete it")
    return cast("dict[str, Any]", found)


def _write(path: Path, value: Any) -> None:
    """Write a file that only the user can read, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file, indent=1)
        os.replace(partial, path)
    except OSError as error:
        raise output.UsageError(f"{path} cannot be written: {error.strerror or error}") from None


# --- the system's keyring ------------------------------------------------------------------


def _keyring() -> Any:
    """The system's keyring; None where there is none that can be used."""
    if os.environ.get("IMAGEHOSTS_KEYRING", "").lower() in ("off", "0", "no", "false"):
        return None
    import keyring
    import keyring.backends.fail
    import keyring.backends.null

    found = keyring.get_keyring()
    useless = (keyring.backends.fail.Keyring, keyring.backends.null.Keyring)
    return None if isinstance(found, useless) else found


def _keep_in_keyring(name: str, scheme: str, secret: str) -> bool:
    from keyring.errors import KeyringError

    found = _keyring()
    if found is None:
        return False
    try:
        found.set_password(_SERVICE, f"{name}:{scheme}", secret)
    except KeyringError:
        return False
    return True


def _find_in_keyring(name: str, scheme: str) -> str | None:
    from keyring.errors import KeyringError

    found = _keyring()
    try:
        return found.get_password(_SERVICE, f"{name}:{scheme}") if found is not None else None
    except KeyringError as error:
        raise output.UsageError(
            f"the system's keyring does not give the key of {name}: {error}; unlock it, or set the"
            " key in the environment"
        ) from None


def _drop_from_keyring(name: str, scheme: str) -> None:
    from keyring.errors import KeyringError

    found = _keyring()
    try:
        if found is not None:
            found.delete_password(_SERVICE, f"{name}:{scheme}")
    except KeyringError:
        pass  # it is not there
