package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.paxos.core.driver.DriverOptions;
import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.machine.ReplicatedState;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.port.StoreException;
import io.paxos.core.port.Transport;
import io.paxos.core.replica.Replica;
import io.paxos.core.replica.ReplicaOptions;
import io.paxos.core.replica.ReplicaSetup;
import io.paxos.core.replica.ReplicaStatus;
import io.paxos.core.replica.RoleFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** A store that is taken away from a running node is found to be gone, also if nobody writes. */
@Tag("P22")
class LostStoreTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EmbeddedPostgres postgres;

    @TempDir
    Path dataDir;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on").start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void a_directory_that_is_deleted_under_an_idle_node_fences_it() {
        JpaAcceptorStore store = onH2();
        assertThat(fencedBy(store, () -> FileSystemUtils.deleteRecursively(dataDir.resolve("node1").toFile())))
                .contains(dataDir.getFileName() + "/node1/paxos.mv.db is gone");
    }

    @Test
    void a_session_that_ends_fences_an_idle_node() {
        JpaAcceptorStore store = JpaAcceptorStore.of("default", "default", StoreWrites.NODE, Path.of("unused"),
                postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", false);
        assertThat(fencedBy(store, () -> run("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")))
                .contains("somebody else may have it").contains("terminat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paxos.mv.db", "paxos.mv.db.ahead", "writes", "lock"})
    void each_file_is_missed_and_told_from_another_one_of_its_name(String name) throws IOException {
        for (int way = 0; way < 4; way++) {
            boolean replaced = way % 2 == 1;
            boolean look = way / 2 == 1;
            JpaAcceptorStore store = onH2();
            StoreWrites writes = new StoreWrites(31, store.open().storage());
            store.persist(writes.next());
            store.check();
            Path file = dataDir.resolve("node1").resolve(name);
            Path copy = Files.copy(file, dataDir.resolve("copy"));
            if (replaced) {
                Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.delete(file);
            }

            // whether a look comes first or a write
            assertThatThrownBy(look ? store::check : () -> store.persist(writes.next())).isInstanceOf(StoreException.class)
                    .hasMessageContaining(name + (replaced ? " was replaced" : " is gone"));
            assertThatThrownBy(() -> store.persist(writes.next())).hasMessageContaining("failed before");
            store.close();
            FileSystemUtils.deleteRecursively(dataDir.resolve("node1").toFile());
            Files.deleteIfExists(copy);
        }
    }

    @Test
    void a_store_that_is_there_is_in_order_whenever_it_is_opened() {
        JpaAcceptorStore store = onH2();
        assertThatThrownBy(store::check).isInstanceOf(StoreException.class).hasMessageContaining("not open");
        for (int life = 0; life < 2; life++) {
            StoreWrites writes = new StoreWrites(32, store.open().storage());
            store.check();
            store.persist(writes.next());
            store.check();
            store.close();
        }
    }

    @Test
    void a_session_that_has_lost_its_lock_is_found_out() throws SQLException {
        PostgresDatabase database = postgres(Duration.ofSeconds(10));
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            database.check(connection);
            assertThat(connection.getNetworkTimeout()).as("bound of what follows").isEqualTo(10_000);
            statement.execute("select pg_advisory_unlock_all()");
            statement.execute("select pg_advisory_lock(4711)");

            assertThatThrownBy(() -> database.check(connection)).isInstanceOf(StoreException.class)
                    .hasMessageContaining("the lock on the store in " + database.describe() + " is lost");
        }
    }

    @Test
    void a_bound_in_the_url_is_kept() throws SQLException {
        String url = postgres.getJdbcUrl("postgres", "postgres");
        PostgresDatabase database =
                new PostgresDatabase(url + (url.contains("?") ? "&" : "?") + "socketTimeout=7", "postgres", "");
        try (Connection connection = database.connect()) {
            database.check(connection);
            assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
        }
    }

    /** A write that hung for ever would keep the store from being looked after, and its reads are answered meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("P41")
    void a_server_that_is_silent_is_not_waited_for_any_longer_than_the_bound(boolean writes) throws Exception {
        JpaAcceptorStore store = new JpaAcceptorStore(new StoreIdentity("default", "default", StoreWrites.NODE),
                postgres(Duration.ofMillis(300)));
        StoreWrites next = new StoreWrites(34, store.open().storage());
        int server = holderOfLock();
        signal("STOP", server);
        try {
            FutureTask<Boolean> use = new FutureTask<>(writes ? () -> store.persist(next.next()) : store::check, true);
            new Thread(use).start();
            assertThatThrownBy(() -> use.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(StoreException.class)
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
        } finally {
            signal("CONT", server);
            store.close();
        }
    }

    private static int holderOfLock() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pid from pg_locks where locktype = 'advisory'")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** What the node says when it is fenced after that, although nobody asks anything of it. */
    private static String fencedBy(JpaAcceptorStore store, Runnable fault) {
        FoundingPlan plan = FoundingPlan.majority("default", List.of(StoreWrites.NODE));
        ReplicaDriver driver = new ReplicaDriver(StoreWrites.NODE, store, Transport.none(),
                durable -> new Replica(new ReplicaSetup(StoreWrites.NODE, "default", plan, ReplicaOptions.DEFAULTS, durable,
                        new ReplicatedState(), new Random(33), RoleFactory.STANDARD)),
                List::of, DriverOptions.DEFAULTS);
        driver.start();
        try {
            await("it serves").atMost(PATIENCE).until(() -> status(driver).serving());
            fault.run();
            await("it is fenced").atMost(PATIENCE).until(() -> status(driver).fenced() != null);
            return Objects.requireNonNull(status(driver).fenced());
        } finally {
            driver.stop();
        }
    }

    private static ReplicaStatus status(ReplicaDriver driver) {
        return Objects.requireNonNull(driver.status());
    }

    private JpaAcceptorStore onH2() {
        return JpaAcceptorStore.of("default", "default", StoreWrites.NODE, dataDir, null, null, null, false);
    }

    private static PostgresDatabase postgres(Duration mostSilence) {
        return new PostgresDatabase(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", mostSilence);
    }

    private static void run(String statement) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void signal(String name, int process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Integer.toString(process)).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
