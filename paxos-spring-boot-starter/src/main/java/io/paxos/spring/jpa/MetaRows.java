package io.paxos.spring.jpa;

import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/** The meta rows of groups. */
interface MetaRows extends Repository<MetaRow, String> {

    /** Adds the row of a new store. */
    MetaRow save(MetaRow row);

    /** The row of a group. */
    Optional<MetaRow> findById(String group);

    /**
     * Replaces what a write changes, if nobody else has done so since (PITFALLS 21).
     *
     * @param writeCount as the row has it before
     * @return 1, or 0 if the row is not as this store left it
     */
    @Modifying
    @Query("""
            update MetaRow m set m.writeCount = m.writeCount + 1, m.lastSequence = :lastSequence, m.promised = :promised,
                m.chosenUpTo = :chosenUpTo, m.binding = :binding, m.checksum = :checksum
            where m.group = :group and m.storage = :storage and m.writeCount = :writeCount""")
    int advance(@Param("group") String group, @Param("storage") String storage, @Param("writeCount") long writeCount,
            @Param("lastSequence") long lastSequence, @Param("promised") String promised, @Param("chosenUpTo") long chosenUpTo,
            @Param("binding") byte[] binding, @Param("checksum") long checksum);

    /** Replaces what a write changes by what the row of that write says; see the other method. */
    default int advanceTo(MetaRow row) {
        return advance(row.getId(), row.storage().toString(), row.writeCount() - 1, row.lastSequence(), row.promised(),
                row.chosenUpTo(), row.binding(), row.storedChecksum());
    }
}
