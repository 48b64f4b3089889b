package io.paxos.core.proposer;

import static io.paxos.core.proposer.Samples.A;
import static io.paxos.core.proposer.Samples.B;
import static io.paxos.core.proposer.Samples.C;
import static io.paxos.core.proposer.Samples.D;
import static io.paxos.core.proposer.Samples.FIVE;
import static io.paxos.core.proposer.Samples.STRANGER;
import static io.paxos.core.proposer.Samples.THREE;
import static io.paxos.core.proposer.Samples.members;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.proposer.Contacts.Contact;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Check-quorum: whom a leader has heard of late (rule 3.6, PITFALLS 43). */
class ContactsTests {

    @Test
    @Tag("P43")
    void a_new_leader_has_a_whole_time_out_to_hear_a_quorum() {
        Contacts contacts = new Contacts(A, THREE, 100);

        assertThat(contacts.hasAcceptQuorum(110, 10)).isTrue();
        assertThat(contacts.hasAcceptQuorum(111, 10)).isFalse();
    }

    @Test
    @Tag("P43")
    void answers_of_a_quorum_that_includes_the_leader_keep_it_in_office() {
        Contacts contacts = new Contacts(A, FIVE, 0);
        contacts.heard(B, 50);
        assertThat(contacts.hasAcceptQuorum(55, 10)).isFalse();

        contacts.heard(D, 52, 3);
        assertThat(contacts.hasAcceptQuorum(55, 10)).isTrue();
        assertThat(contacts.hasAcceptQuorum(60, 10)).isTrue();
        assertThat(contacts.hasAcceptQuorum(61, 10)).isFalse();
    }

    @Test
    @Tag("P09")
    void strangers_and_the_leader_itself_are_no_contacts() {
        Contacts contacts = new Contacts(A, THREE, 0);
        contacts.heard(STRANGER, 50);
        contacts.heard(A, 50);

        assertThat(contacts.all()).containsOnlyKeys(B, C);
        assertThat(contacts.hasAcceptQuorum(50, 10)).isFalse();
    }

    @Test
    @Tag("PY-11")
    void weights_count_and_not_heads() {
        Contacts contacts = new Contacts(A, members(QuorumSizes.majority(5), 1, 1, 3), 0);
        contacts.heard(B, 50);
        assertThat(contacts.hasAcceptQuorum(50, 10)).isFalse();

        contacts.heard(C, 50);
        assertThat(contacts.hasAcceptQuorum(50, 10)).isTrue();
    }

    @Test
    @Tag("P43")
    void what_a_member_has_chosen_never_seems_to_fall() {
        Contacts contacts = new Contacts(A, THREE, 0);
        contacts.heard(B, 5, 9);
        contacts.heard(B, 6, 7);
        contacts.heard(B, 7);

        assertThat(contacts.all()).isEqualTo(Map.of(B, new Contact(7, true, 9), C, new Contact(0, false, 0)));
    }

    @Test
    void a_member_that_counts_as_heard_has_not_answered_until_it_has() {
        Contacts contacts = new Contacts(A, THREE, 100);
        assertThat(contacts.all().values()).noneMatch(Contact::answered);

        contacts.heard(B, 100);
        contacts.heard(C, 101, 3);

        assertThat(contacts.all()).isEqualTo(Map.of(B, new Contact(100, true, 0), C, new Contact(101, true, 3)));
    }
}
