package io.paxos.spring.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

/**
 * The place of a row in the journal of a group.
 *
 * @param group the log that the row belongs to
 * @param sequence number of the row, from 1, without holes
 */
@Embeddable
record JournalKey(@Column(name = "group_id", nullable = false) String group,
        @Column(name = "sequence", nullable = false) long sequence) implements Serializable {
}
