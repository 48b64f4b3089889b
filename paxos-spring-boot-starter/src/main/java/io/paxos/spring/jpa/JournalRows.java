package io.paxos.spring.jpa;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/** The rows of journals. They are added by {@link WriteStatements}. */
interface JournalRows extends Repository<JournalRow, JournalKey> {

    /** The next rows of a group after a place, in order. */
    @Query("select r from JournalRow r where r.key.group = :group and r.key.sequence > :after order by r.key.sequence")
    List<JournalRow> findAfter(@Param("group") String group, @Param("after") long after, Limit limit);
}
