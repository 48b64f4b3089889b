package io.paxos.spring.jpa;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/** The rows of journals. */
interface JournalRows extends Repository<JournalRow, JournalKey> {

    /** Adds a row. */
    JournalRow save(JournalRow row);

    /** The next rows of a group after a place, in order. */
    @Query("select r from JournalRow r where r.key.group = :group and r.key.sequence > :after order by r.key.sequence")
    List<JournalRow> findAfter(@Param("group") String group, @Param("after") long after, Limit limit);
}
