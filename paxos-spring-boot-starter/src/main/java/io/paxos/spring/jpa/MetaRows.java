package io.paxos.spring.jpa;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The meta rows of groups. They are added and changed by {@link WriteStatements}. */
interface MetaRows extends Repository<MetaRow, String> {

    /** The row of a group. */
    Optional<MetaRow> findById(String group);
}
