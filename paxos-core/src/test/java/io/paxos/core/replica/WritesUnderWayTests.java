package io.paxos.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Meta;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.VoteRow;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a disk counts as far slower than the others. */
class WritesUnderWayTests {

    private static final Ballot BALLOT = new Ballot(0, 1, NodeId.of("a"));

    private final WritesUnderWay writes = new WritesUnderWay();

    @Test
    @Tag("P76")
    void a_vote_lags_only_when_the_others_have_made_its_slot_chosen_and_long_ago() {
        writes.add(voting(1, 7), 100);

        assertThat(writes.lagsBehind(6, 1_000, 50)).as("not chosen by the others either").isFalse();
        assertThat(writes.lagsBehind(7, 150, 50)).as("not long ago").isFalse();
        assertThat(writes.lagsBehind(7, 151, 50)).isTrue();
    }

    @Test
    @Tag("P76")
    void a_hung_write_without_votes_does_not_hide_the_votes_behind_it() {
        writes.add(new AcceptorWrite(1, Meta.INITIAL, List.of(), List.of()), 100);
        assertThat(writes.lagsBehind(7, 1_000, 50)).isFalse();

        writes.add(voting(2, 7), 100);
        assertThat(writes.lagsBehind(7, 151, 50)).isTrue();
    }

    @Test
    @Tag("P70")
    void what_is_durable_weighs_nothing() {
        writes.add(voting(1, 7), 100);
        writes.add(voting(2, 8), 100);
        long both = writes.bytes();

        writes.written(1);
        assertThat(writes.bytes()).isPositive().isLessThan(both);
        writes.written(2);
        assertThat(writes.bytes()).isZero();
        assertThat(writes.lagsBehind(9, 1_000, 50)).isFalse();
    }

    private static AcceptorWrite voting(long id, long slot) {
        return new AcceptorWrite(id, Meta.INITIAL, List.of(new VoteRow(BALLOT, slot, List.of(NoOp.INSTANCE))), List.of());
    }
}
