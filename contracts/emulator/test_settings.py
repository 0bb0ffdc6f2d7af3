"""Settings exist once: the same for Python and for the command line."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from imagehosts import emulator
from imagehosts.emulator import Emulator, EmulatorConfig, create_app
from imagehosts.emulator.config import (
    add_arguments,
    album,
    config_from_args,
    from_environment,
    network,
    size,
    stale_token_status,
    variable_of,
)
from imagehosts.emulator.hosts import profiles

from contracts.support.reporting import each, report_all
from contracts.support.specs import API_NAMES

ANOTHER_PROFILE = next(iter(profiles()))

#: A value for every setting that is not its default, as typed and as it arrives.
OTHERS: dict[str, tuple[list[str], Any]] = {
    "host": (["--host", "::1"], "::1"),
    "port": (["--port", "0"], 0),
    "data": (["--data", "d"], Path("d")),
    "database": (["--database", "postgresql://a.example/b"], "postgresql://a.example/b"),
    "blobs": (["--blobs", "s3://bucket/a"], "s3://bucket/a"),
    "blobs_endpoint": (["--blobs-endpoint", "https://s3.example/"], "https://s3.example"),
    "workers": (["--workers", "2"], 2),
    "public_url": (["--public-url", "https://a.example"], "https://a.example"),
    "proxy": (["--proxy"], True),
    "ca_file": (["--ca-file", "ca.pem"], Path("ca.pem")),
    "docs": (["--docs", "site"], Path("site")),
    "log": (["--log"], True),
    "space_expiry": (["--space-expiry", "90"], 90.0),
    "max_spaces": (["--max-spaces", "0"], 0),
    "max_open_spaces": (["--max-open-spaces", "2"], 2),
    "apis": (["--api", API_NAMES[0]], (API_NAMES[0],)),
    "profile": (["--profile", ANOTHER_PROFILE], ANOTHER_PROFILE),
    "keys": (["--key", "a", "--key", "b"], ("a", "b")),
    "admin_keys": (["--admin-key", "c"], ("c",)),
    "albums": (["--album", "A=k=y"], ("A=k=y",)),
    "users": (["--user", "ann:a:b"], ("ann:a:b",)),
    "refuse_duplicates": (["--refuse-duplicates"], True),
    "false_duplicates": (["--false-duplicates"], True),
    "flood_limit": (["--flood-limit", "50"], 50),
    "refuse_url_uploads": (["--refuse-url-uploads"], True),
    "moderate_uploads": (["--moderate-uploads"], True),
    "no_expiration": (["--no-expiration"], True),
    "max_file_size": (["--max-file-size", "500kB"], 500_000),
    "upload_max_filesize": (["--upload-max-filesize", "2MB"], 2_000_000),
    "space_limit": (["--space-limit", "1MiB"], 1024 * 1024),
    "captcha": (["--captcha"], True),
    "client_credits": (["--client-credits", "7"], 7),
    "user_credits": (["--user-credits", "8"], 8),
    "enforce_credits": (["--enforce-credits"], True),
    "hourly_uploads": (["--hourly-uploads", "50"], 50),
    "token_lifetime": (["--token-lifetime", "60"], 60),
    "stale_token_status": (["--stale-token-status", "429"], 429),
    "faults": (["--fault", "e5", "--fault", "e8-500"], ("e5", "e8-500")),
    "maintenance": (["--maintenance"], True),
    "php_warnings": (["--php-warnings"], True),
    "banned": (["--ban", "10.0.0.1"], ("10.0.0.1",)),
    "allow_network": (["--allow-network", "public"], ("public",)),
    "no_cors": (["--no-cors"], True),
    "admin_token": (["--admin-token", "t"], "t"),
    "max_body_size": (["--max-body-size", "1MiB"], 1024 * 1024),
    "max_pixels": (["--max-pixels", "9"], 9),
    "max_side": (["--max-side", "9"], 9),
    "max_fields": (["--max-fields", "9"], 9),
    "max_json_size": (["--max-json-size", "1MiB"], 1024 * 1024),
    "max_json_depth": (["--max-json-depth", "9"], 9),
    "picture_threads": (["--picture-threads", "9"], 9),
    "form_threads": (["--form-threads", "9"], 9),
    "fetch_threads": (["--fetch-threads", "9"], 9),
    "fetch_seconds": (["--fetch-seconds", "0.5"], 0.5),
    "idle_seconds": (["--idle-seconds", "9"], 9.0),
    "max_connections": (["--max-connections", "9"], 9),
    "max_small_chunks": (["--max-small-chunks", "9"], 9),
    "max_journal": (["--max-journal", "9"], 9),
    "max_errors": (["--max-errors", "9"], 9),
    "seed": (["--seed", "7"], 7),
    "frozen_at": (["--frozen-at", "1000.5"], 1000.5),
}


def _parse(arguments: list[str]) -> EmulatorConfig:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return config_from_args(parser.parse_args(arguments))


def test_a_command_line_without_switches_gives_the_defaults() -> None:
    assert _parse([]) == EmulatorConfig()


def test_every_setting_has_a_switch() -> None:
    names = [setting.name for setting in fields(EmulatorConfig)]
    assert names == list(OTHERS)
    arguments = [argument for typed, _ in OTHERS.values() for argument in typed]
    expected = {name: value for name, (_, value) in OTHERS.items()}
    assert _parse(arguments) == EmulatorConfig(**expected)


def test_help_lists_every_switch_in_its_group() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    text = parser.format_help()
    for setting in fields(EmulatorConfig):
        assert setting.metadata["flag"] in text
        assert f"{setting.metadata['group']}:" in text
        assert setting.metadata["help"].split()[0] in text


@each(
    ("text", "value"),
    [("0", 0), ("500000", 500_000), ("0.5 MB", 500_000), ("512MiB", 2**29), ("2gb", 2 * 10**9)],
)
def test_sizes_are_read(text: str, value: int) -> None:
    assert size(text) == value


@each(
    ("parse", "text"),
    [
        (size, "-1"),
        (size, "1 parsec"),
        (size, ""),
        (stale_token_status, "404"),
        (network, "example.com"),
        (network, "http://example.com:80"),
        (album, "=key"),
        (album, "A="),
    ],
)
def test_what_cannot_be_read_is_refused(parse: Any, text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        parse(text)


def test_a_seed_makes_every_run_the_same() -> None:
    from contracts.support.emulated import EmulatorClient, png, text64

    def run(seed: int | None) -> list[str]:
        with Emulator(seed=seed) as emulator:
            emulated = EmulatorClient(emulator)
            answer = emulated.post(
                "/api/1/upload", data={"key": "k", "source": text64(png())}
            ).json()
            image = answer["image"]
            return [
                image["id_encoded"],
                image["name"],
                image["delete_url"],
                emulated.image()["url"],
            ]

    assert run(1) == run(1)
    assert run(1) != run(2)
    first, second = run(None), run(None)
    assert first[1:3] != second[1:3]


def test_settings_are_given_in_one_way_only() -> None:
    with pytest.raises(TypeError):
        Emulator(EmulatorConfig(), seed=1)
    with pytest.raises(AttributeError):
        _ = emulator.nothing


def test_the_application_alone_can_be_had() -> None:
    assert callable(create_app(EmulatorConfig(seed=1)))


def test_every_setting_can_be_given_as_a_variable() -> None:
    expected = {name: value for name, (_, value) in OTHERS.items()}
    environ = {"PATH": "/bin", "IMAGEHOSTS_HOME": "/nowhere"}
    for setting in fields(EmulatorConfig):
        words, _ = OTHERS[setting.name]
        environ[variable_of(setting)] = ";".join(words[1::2]) or "1"
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    parser.set_defaults(**from_environment(environ))
    assert config_from_args(parser.parse_args([])) == EmulatorConfig(**expected)
    words = ["--port", "99", "--key", "z"]
    given = config_from_args(parser.parse_args(words))
    assert (given.port, given.keys) == (99, ("a", "b", "z")), "the command line wins, or adds"


def test_a_variable_that_cannot_be_used_is_refused_by_name() -> None:
    with report_all() as case:
        for name, text, word in (
            ("PORT", "x", "'x' is not a port"),
            ("LOG", "maybe", "'maybe' is neither 1 nor 0"),
            ("SEED", " ", "a seed is a number, a folder of pictures, or a file"),
            ("PROT", "1", "no such setting; did you mean IMAGEHOSTS_EMULATE_PORT?"),
            ("API", f"{API_NAMES[0]};flickr", "no API called 'flickr'"),
        ):
            variable = f"IMAGEHOSTS_EMULATE_{name}"
            with case(variable):
                with pytest.raises(ValueError, match=f"^{variable}: ") as caught:
                    from_environment({variable: text})
                assert word in str(caught.value)
    assert from_environment({"IMAGEHOSTS_EMULATE_PORT": "", "IMAGEHOSTS_EMULATE_LOG": "0"}) == {
        "log": False
    }
