package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.Meta;
import io.paxos.core.port.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store gives back is what its durable writes add up to. */
class JpaAcceptorStoreTests {

    private static final NodeId NODE = StoreWrites.NODE;

    @TempDir
    Path dataDir;

    @Test
    void a_new_store_is_empty_and_keeps_its_identity() {
        JpaAcceptorStore store = store();
        DurableState first = store.open();
        store.close();

        assertThat(first.meta()).isEqualTo(Meta.INITIAL);
        assertThat(first.votes()).isEmpty();
        assertThat(first.chosen()).isEmpty();
        assertThat(store.open()).isEqualTo(first);
        store.close();
    }

    @Test
    void two_new_stores_have_different_identities() {
        JpaAcceptorStore one = store();
        JpaAcceptorStore other = JpaAcceptorStore.of("default", "default", NodeId.of("node2"), dataDir, null, null, null, false);

        assertThat(one.open().storage()).isNotEqualTo(other.open().storage());
        one.close();
        other.close();
    }

    @ParameterizedTest
    @Tag("P58")
    @Tag("P86")
    @Tag("P88")
    @ValueSource(longs = {1, 2, 3, 4})
    void what_was_written_is_read_again_whenever_it_is_opened(long seed) {
        JpaAcceptorStore store = store();
        StoreWrites writes = new StoreWrites(seed, store.open().storage());
        for (int life = 0; life < 4; life++) {
            for (int i = 0; i < 60; i++) {
                AcceptorWrite write = writes.next();
                store.persist(write);
                writes.written(write);
            }
            store.close();
            assertThat(store.open()).as("seed " + seed).isEqualTo(writes.expected());
        }
        store.close();
    }

    @Test
    void a_write_larger_than_a_row_is_split_and_read_as_one() {
        JpaAcceptorStore store = store();
        StoreWrites writes = new StoreWrites(5, store.open().storage());
        for (AcceptorWrite write : new AcceptorWrite[] {writes.large(60, 64 * 1024), writes.large(1, 900 * 1024)}) {
            store.persist(write);
            writes.written(write);
        }
        store.close();

        assertThat(store.open()).isEqualTo(writes.expected());
        store.close();
    }

    @Test
    @Tag("P11")
    @Tag("P12")
    void after_a_failed_write_nothing_is_written_any_more() {
        JpaAcceptorStore store = store();
        StoreWrites writes = new StoreWrites(6, store.open().storage());
        AcceptorWrite good = writes.next();
        store.persist(good);
        writes.written(good);
        AcceptorWrite tooLarge = writes.large(1, 2 * 1024 * 1024);

        assertThatThrownBy(() -> store.persist(tooLarge)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store.persist(writes.next())).isInstanceOf(StoreException.class).hasMessageContaining("failed");
        store.close();

        assertThat(store.open()).isEqualTo(writes.expected());
        store.close();
    }

    @Test
    @Tag("P21")
    void a_second_writer_is_found_out_and_changes_nothing() throws Exception {
        JpaAcceptorStore store = store();
        StoreWrites writes = new StoreWrites(7, store.open().storage());
        store.persist(writes.next());
        try (Connection intruder = DriverManager.getConnection(
                new H2FileDatabase(dataDir, NODE).url(dataDir.toRealPath().resolve("node1/paxos").toString()), "sa", "")) {
            intruder.createStatement().execute("update paxos_meta set write_count = write_count + 1");

            assertThatThrownBy(() -> store.persist(writes.large(1, 10))).hasMessageContaining("somebody else has written");
            try (ResultSet rows = intruder.createStatement().executeQuery("select count(*) from paxos_journal")) {
                rows.next();
                assertThat(rows.getInt(1)).isZero();
            }
        }
        store.close();
    }

    @Test
    @Tag("P22")
    void a_second_opener_is_refused_and_the_first_goes_on() {
        JpaAcceptorStore first = store();
        StoreWrites writes = new StoreWrites(8, first.open().storage());
        JpaAcceptorStore second = store();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(second::open).isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining(dataDir.getFileName() + "/node1").hasMessageContaining("another application context");
        }
        AcceptorWrite write = writes.next();
        first.persist(write);
        writes.written(write);
        first.close();

        assertThat(second.open()).isEqualTo(writes.expected());
        second.close();
    }

    @Test
    void it_writes_only_while_it_is_open() {
        JpaAcceptorStore store = store();
        StoreWrites writes = new StoreWrites(9, store.open().storage());
        assertThatThrownBy(store::open).isInstanceOf(IllegalStateException.class);
        store.close();
        store.close();

        assertThatThrownBy(() -> store.persist(writes.next())).isInstanceOf(StoreException.class)
                .hasMessageContaining("not open");
    }

    @Test
    void a_directory_that_cannot_be_had_is_named() throws Exception {
        Path file = Files.createFile(dataDir.resolve("file"));
        JpaAcceptorStore store = JpaAcceptorStore.of("default", "default", NODE, file, null, null, null, false);

        assertThatThrownBy(store::open).isInstanceOf(StoreRefusedException.class).hasMessageContaining(file.toString());
    }

    private JpaAcceptorStore store() {
        return JpaAcceptorStore.of("default", "default", NODE, dataDir, null, null, null, false);
    }
}
