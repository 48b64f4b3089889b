package io.paxos.spring.jpa;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The meta rows of groups. They are changed by {@link MetaUpdate}. */
interface MetaRows extends Repository<MetaRow, String> {

    /** Adds the row of a new store. */
    MetaRow save(MetaRow row);

    /** The row of a group. */
    Optional<MetaRow> findById(String group);
}
