"""The server that tests get is a real one, and each of them has it for itself."""

import psycopg

from contracts.support.postgres import PostgresServer


def test_two_databases_know_nothing_of_each_other(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as first, postgres_server.database() as second:
        with psycopg.connect(first) as connection:
            connection.execute("CREATE TABLE pictures (id bigint)")
        with psycopg.connect(first) as connection:
            assert connection.execute("SELECT count(*) FROM pictures").fetchone() == (0,)
        with psycopg.connect(second) as connection:
            found = connection.execute("SELECT to_regclass('pictures')").fetchone()
            assert found == (None,)


def test_a_database_goes_with_those_who_are_still_connected(
    postgres_server: PostgresServer,
) -> None:
    with postgres_server.database() as url:
        forgotten = psycopg.connect(url)
        name = forgotten.info.dbname
    with psycopg.connect(postgres_server.url()) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        assert found.fetchone() is None
    forgotten.close()
