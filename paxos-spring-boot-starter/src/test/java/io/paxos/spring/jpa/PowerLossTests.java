package io.paxos.spring.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.DurableState;
import io.paxos.spring.jpa.FaultyFileSystem.Kind;
import io.paxos.spring.jpa.FaultyFileSystem.Times;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the store has acknowledged is there after a loss of power, whatever the disk made of the writes that were not synced. */
class PowerLossTests {

    private static final int LIVES = 12;

    private final FaultyFileSystem disk = new FaultyFileSystem();

    @TempDir
    Path dataDir;

    @AfterEach
    void close() {
        disk.close();
    }

    @ParameterizedTest
    @Tag("P02")
    @Tag("P14")
    @Tag("P15")
    @EnumSource
    void every_acknowledged_write_survives_one_loss_of_power_after_the_other(PowerLoss loss) {
        long seed = 40 + loss.ordinal();
        Random random = new Random(seed);
        JpaAcceptorStore store = store();
        StoreWrites writes = new StoreWrites(seed, store.open().storage());
        for (int life = 0; life < LIVES; life++) {
            AcceptorWrite lost = writeUntilThePowerIsLost(store, writes, loss, random);
            store.close();
            disk.before(operation -> {});
            disk.restorePower();

            store = store();
            DurableState found = store.open();
            DurableState acknowledged = writes.expected();
            if (lost != null && !found.equals(acknowledged)) {
                // it was under way: all of it may be there, or nothing
                writes.written(lost);
                acknowledged = writes.expected();
            }
            assertThat(found).as("%s, seed %d, life %d", loss, seed, life).isEqualTo(acknowledged);
            writes.continueFrom(found);
        }
        store.close();
    }

    @ParameterizedTest
    @Tag("P11")
    @Tag("P75")
    @EnumSource
    void a_disk_that_fails_ends_the_writing_and_keeps_what_was_acknowledged(Kind kind) {
        JpaAcceptorStore store = store();
        StoreWrites writes = new StoreWrites(60, store.open().storage());
        for (int i = 0; i < 10; i++) {
            AcceptorWrite write = writes.next();
            store.persist(write);
            writes.written(write);
        }
        disk.fail(kind, 1, Times.ONCE, "No space left on device");
        AcceptorWrite failed = writes.next();
        assertThat(isWritten(store, failed)).isFalse();
        // the disk works again, and is not trusted
        assertThat(isWritten(store, writes.large(1, 10))).isFalse();
        store.close();
        disk.powerCut(PowerLoss.NOTHING, new Random(0));
        disk.restorePower();

        store = store();
        assertThat(store.open()).isEqualTo(writes.expected());
        store.close();
    }

    @Test
    @Tag("P14")
    void a_write_costs_one_sync_and_seldom_more() {
        JpaAcceptorStore store = store();
        StoreWrites writes = new StoreWrites(61, store.open().storage());
        int one = 0;
        for (int i = 0; i < 100; i++) {
            long before = disk.count(Kind.FORCE);
            store.persist(writes.next());
            long syncs = disk.count(Kind.FORCE) - before;
            assertThat(syncs).as("syncs of write %d", i).isPositive();
            one += syncs == 1 ? 1 : 0;
        }
        store.close();
        // more when H2 makes its file shorter, which it does often while it is small
        assertThat(one).isGreaterThan(70);
    }

    private @Nullable AcceptorWrite writeUntilThePowerIsLost(JpaAcceptorStore store, StoreWrites writes, PowerLoss loss,
            Random random) {
        int[] operations = {1 + random.nextInt(150)};
        disk.before(operation -> {
            if (--operations[0] == 0) {
                disk.powerCut(loss, random);
            }
        });
        while (true) {
            AcceptorWrite write = random.nextInt(5) == 0 ? writes.large(1 + random.nextInt(30), 8_000) : writes.next();
            if (!isWritten(store, write)) {
                return write;
            }
            writes.written(write);
        }
    }

    private static boolean isWritten(JpaAcceptorStore store, AcceptorWrite write) {
        try {
            store.persist(write);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private JpaAcceptorStore store() {
        String name = disk.h2Name(dataDir.resolve("any"));
        return new JpaAcceptorStore(new StoreIdentity("default", "default", StoreWrites.NODE),
                new H2FileDatabase(dataDir, StoreWrites.NODE, name.substring(0, name.indexOf(":/"))));
    }
}
