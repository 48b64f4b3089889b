package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is not whole, not its own or not as it was last is refused; what it holds is never taken for an answer. */
class DamagedStoreTests {

    @TempDir
    Path dataDir;

    private Path directory;
    private Path database;
    private StoreWrites writes;

    @BeforeEach
    void a_store_with_some_writes() {
        directory = dataDir.resolve("node1");
        database = directory.resolve("paxos.mv.db");
        JpaAcceptorStore store = store();
        writes = new StoreWrites(11, store.open().storage());
        write(store, 50);
        store.close();
    }

    @Test
    @Tag("P17")
    void a_missing_file_is_refused() throws IOException {
        Files.delete(database);

        refused("is missing");
        assertThat(database).doesNotExist();
    }

    @Test
    @Tag("P17")
    void a_file_cut_in_half_is_refused() throws IOException {
        cutTo(Files.size(database) / 2);

        assertThatThrownBy(() -> store().open()).isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("): the file was cut short: it has ");
    }

    @Test
    @Tag("P17")
    void an_empty_file_is_refused() throws IOException {
        cutTo(0);

        assertThatThrownBy(() -> store().open()).isInstanceOf(StoreRefusedException.class);
    }

    @ParameterizedTest
    @Tag("P17")
    @ValueSource(longs = {1, 2})
    void a_file_cut_anywhere_is_refused_or_whole(long seed) throws IOException {
        byte[] whole = Files.readAllBytes(database);
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            Files.write(database, whole);
            int length = random.nextInt(whole.length);
            cutTo(length);
            isRefusedOrWhole("seed " + seed + ", cut to " + length + " of " + whole.length);
        }
    }

    @ParameterizedTest
    @Tag("P18")
    @ValueSource(longs = {1, 2})
    void a_file_overwritten_anywhere_is_refused_or_whole(long seed) throws IOException {
        byte[] whole = Files.readAllBytes(database);
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            byte[] damaged = whole.clone();
            byte[] garbage = new byte[1 + random.nextInt(200)];
            random.nextBytes(garbage);
            int at = random.nextInt(whole.length - garbage.length);
            System.arraycopy(garbage, 0, damaged, at, garbage.length);
            Files.write(database, damaged);
            isRefusedOrWhole("seed " + seed + ", " + garbage.length + " bytes at " + at + " of " + whole.length);
        }
    }

    @Test
    @Tag("P17")
    void a_missing_log_is_refused() throws IOException {
        Files.delete(directory.resolve("paxos.mv.db.ahead"));

        refused("log of the database file");
    }

    @Test
    @Tag("P17")
    void a_log_cut_short_is_refused_or_whole() throws IOException {
        Path log = directory.resolve("paxos.mv.db.ahead");
        byte[] whole = Files.readAllBytes(log);
        for (int length : new int[] {0, 10, 512, 1024, whole.length / 2, whole.length - 1}) {
            Files.write(log, Arrays.copyOf(whole, length));
            isRefusedOrWhole("log cut to " + length + " of " + whole.length);
        }
    }

    @Test
    @Tag("P17")
    void a_missing_or_shortened_count_of_writes_is_refused() throws IOException {
        Files.write(directory.resolve("writes"), new byte[7]);
        refused("'writes' beside it is missing or cut short");

        Files.delete(directory.resolve("writes"));
        refused("'writes' beside it is missing or cut short");
    }

    @Test
    @Tag("P17")
    void the_count_of_writes_alone_says_that_there_was_a_store() throws IOException {
        for (String file : List.of("paxos.mv.db", "paxos.mv.db.ahead", "storage-id")) {
            Files.delete(directory.resolve(file));
        }

        refused("tables of the store are gone");
    }

    @Test
    @Tag("P23")
    void a_file_of_another_store_is_refused() throws IOException {
        Path elsewhere = dataDir.resolve("elsewhere");
        JpaAcceptorStore other = JpaAcceptorStore.of("default", "default", StoreWrites.NODE, elsewhere, null, null, null, false);
        StoreWrites others = new StoreWrites(12, other.open().storage());
        for (int i = 0; i < 100; i++) {
            other.persist(others.next());
        }
        other.close();
        for (String file : List.of("paxos.mv.db", "paxos.mv.db.ahead")) {
            Files.copy(elsewhere.resolve("node1").resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }

        refused("was swapped");
    }

    @Test
    @Tag("P24")
    void an_older_copy_of_the_file_is_refused() throws IOException {
        Path copy = Files.createDirectory(dataDir.resolve("copy"));
        List<String> files = List.of("paxos.mv.db", "paxos.mv.db.ahead");
        for (String file : files) {
            Files.copy(directory.resolve(file), copy.resolve(file));
        }
        JpaAcceptorStore store = store();
        store.open();
        write(store, 1);
        store.close();
        for (String file : files) {
            Files.copy(copy.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }

        refused("older copy");
    }

    @Test
    @Tag("P23")
    void a_store_whose_identity_file_is_gone_is_refused() throws IOException {
        Files.delete(directory.resolve("storage-id"));

        refused("storage-id is missing");
    }

    @Test
    void an_unreadable_identity_file_is_refused() throws IOException {
        Files.writeString(directory.resolve("storage-id"), "nonsense");

        refused("is unreadable");
    }

    @Test
    @Tag("P26")
    void the_store_of_another_node_or_cluster_is_refused() throws IOException {
        Files.move(directory, dataDir.resolve("node2"));
        assertThatThrownBy(() -> JpaAcceptorStore.of("default", "default", NodeId.of("node2"), dataDir, null, null, null, false)
                .open()).isInstanceOf(StoreRefusedException.class).hasMessageContaining("belongs to node node1");
        Files.move(dataDir.resolve("node2"), directory);

        assertThatThrownBy(() -> JpaAcceptorStore.of("default", "other", StoreWrites.NODE, dataDir, null, null, null, false)
                .open()).isInstanceOf(StoreRefusedException.class).hasMessageContaining("of cluster 'default'");
    }

    @Test
    void a_directory_deleted_as_a_whole_is_a_new_store() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        JpaAcceptorStore store = store();

        assertThat(store.open().storage()).isNotEqualTo(writes.expected().storage());
        store.close();
    }

    @ParameterizedTest
    @Tag("P18")
    @CsvSource(delimiter = '|', value = {
        "delete from paxos_journal where sequence = 3 | row 3 of the journal is missing",
        "delete from paxos_journal where sequence = (select max(sequence) from paxos_journal) | the journal ends at row",
        "update paxos_journal set body = substring(body from 1 for 20) where sequence = 4 | row 4 of the journal does not match",
        "update paxos_journal set checksum = checksum + 1 where sequence = 4 | row 4 of the journal does not match",
        "update paxos_journal set body = (select body from paxos_journal where sequence = 2), checksum = (select checksum from "
                + "paxos_journal where sequence = 2) where sequence = 3 | row 3 of the journal does not match",
        "insert into paxos_journal select group_id, (select max(sequence) + 1 from paxos_journal), body, checksum from "
                + "paxos_journal where sequence = 1 | of the journal does not match",
        "update paxos_meta set promised = '0.1.node1' | meta row does not match its checksum",
        "update paxos_meta set chosen_up_to = chosen_up_to + 1 | meta row does not match its checksum",
        "update paxos_meta set storage_id = 'nonsense' | meta row does not match its checksum",
        "update paxos_meta set schema_version = 2 | schema version 2",
        "delete from paxos_meta | meta row is gone",
        "drop table paxos_journal | tables of the store are gone",
        "alter table paxos_meta drop column binding | tables have been changed",
    })
    void a_change_behind_its_back_is_refused(String change, String reason) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                new H2FileDatabase(dataDir, StoreWrites.NODE).url(directory.resolve("paxos").toString()), "sa", "")) {
            connection.createStatement().execute(change);
        }

        refused(reason);
    }

    @Test
    void after_a_refusal_the_right_files_open_again() throws IOException {
        byte[] whole = Files.readAllBytes(database);
        cutTo(whole.length / 2);
        assertThatThrownBy(() -> store().open()).isInstanceOf(StoreRefusedException.class);
        Files.write(database, whole);

        isRefusedOrWhole("put back");
        assertThatCode(() -> {
            JpaAcceptorStore store = store();
            store.open();
            store.close();
        }).doesNotThrowAnyException();
    }

    private void isRefusedOrWhole(String what) {
        JpaAcceptorStore store = store();
        DurableState state;
        try {
            state = store.open();
        } catch (StoreRefusedException e) {
            return;
        }
        store.close();
        assertThat(state).as(what).isEqualTo(writes.expected());
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> store().open()).isInstanceOf(StoreRefusedException.class).hasMessageContaining(reason)
                .satisfies(e -> assertThat(((StoreRefusedException) e).action()).isNotBlank());
    }

    private void write(JpaAcceptorStore store, int count) {
        for (int i = 0; i < count; i++) {
            AcceptorWrite write = writes.next();
            store.persist(write);
            writes.written(write);
        }
    }

    private void cutTo(long length) throws IOException {
        try (var file = Files.newByteChannel(database, StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
    }

    private JpaAcceptorStore store() {
        return JpaAcceptorStore.of("default", "default", StoreWrites.NODE, dataDir, null, null, null, false);
    }
}
