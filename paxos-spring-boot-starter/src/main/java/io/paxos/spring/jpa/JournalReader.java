package io.paxos.spring.jpa;

import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.Meta;
import io.paxos.core.membership.StorageId;
import io.paxos.spring.codec.RowBody;
import io.paxos.spring.codec.UndecodableException;
import java.util.List;
import org.springframework.data.domain.Limit;

/** Reads the rows of a store into the state of its acceptor. */
final class JournalReader {

    private static final int ROWS_PER_PAGE = 64;

    private JournalReader() {
    }

    /**
     * What the rows add up to.
     *
     * @param row the meta row of the group
     * @throws UndecodableException if a row is missing, too many, or not as it was written
     * @throws IllegalArgumentException if the meta row was never right
     * @throws IllegalStateException if the rows contradict each other
     */
    static DurableState read(PersistenceUnit unit, String group, MetaRow row) {
        Meta meta = row.meta();
        DurableStateBuilder builder = new DurableStateBuilder(row.storage());
        long last = readRows(unit, group, row.storage(), builder);
        if (last != row.lastSequence()) {
            throw new UndecodableException("the journal ends at row " + last + ", and row " + row.lastSequence()
                    + " was written");
        }
        return builder.meta(meta).build();
    }

    private static long readRows(PersistenceUnit unit, String group, StorageId storage, DurableStateBuilder builder) {
        long last = 0;
        List<JournalRow> page;
        do {
            long after = last;
            page = unit.inTransaction(() -> unit.journal().findAfter(group, after, Limit.of(ROWS_PER_PAGE)));
            for (JournalRow row : page) {
                if (row.key().sequence() != last + 1) {
                    throw new UndecodableException("row " + (last + 1) + " of the journal is missing");
                }
                RowBody content = row.content(storage);
                content.votes().forEach(builder::add);
                content.chosen().forEach(builder::add);
                last++;
            }
        } while (page.size() == ROWS_PER_PAGE);
        return last;
    }
}
