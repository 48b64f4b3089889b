package io.paxos.core.proposer;

import static io.paxos.core.proposer.Samples.B;
import static io.paxos.core.proposer.Samples.C;
import static io.paxos.core.proposer.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.log.Command;
import io.paxos.core.log.NoOp;
import io.paxos.core.proposer.ProposalQueue.NextBatch;
import io.paxos.core.proposer.ProposalQueue.Proposal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order and the bounds of what waits for a slot (rules S3, S4, PITFALLS 70). */
class ProposalQueueTests {

    private static final int SIZE = value("a").sizeInBytes();

    @Test
    @Tag("GO-P12")
    void commands_leave_in_the_order_in_which_they_came() {
        ProposalQueue queue = new ProposalQueue(List.of(), 10, 9999);
        queue.offer(value("a"), null);
        queue.offer(value("b"), B);
        queue.offer(value("c"), null);

        assertThat(takeAll(queue, 2)).isEqualTo(new NextBatch(List.of(value("a"), value("b")), Set.of(B)));
        assertThat(takeAll(queue, 2)).isEqualTo(new NextBatch(List.of(value("c")), Set.of()));
        assertThat(takeAll(queue, 2).entries()).isEmpty();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    @Tag("P32")
    @Tag("P08")
    void what_was_recovered_goes_before_every_command_whatever_came_first() {
        ProposalQueue queue = new ProposalQueue(List.of(value("recovered"), NoOp.INSTANCE), 10, 9999);
        queue.offer(value("own"), null);

        assertThat(takeAll(queue, 9).entries()).containsExactly(value("recovered"), NoOp.INSTANCE, value("own"));
    }

    @Test
    @Tag("P70")
    void a_queue_that_is_full_in_count_refuses() {
        ProposalQueue queue = new ProposalQueue(List.of(NoOp.INSTANCE), 2, 9999);

        assertThat(queue.offer(value("a"), null)).isTrue();
        assertThat(queue.offer(value("b"), null)).isTrue();
        assertThat(queue.offer(value("c"), null)).isFalse();
        assertThat(queue.size()).isEqualTo(3);

        // the recovered entry is not a command; the first command makes room
        takeAll(queue, 1);
        assertThat(queue.offer(value("c"), null)).isFalse();
        takeAll(queue, 1);
        assertThat(queue.offer(value("c"), null)).isTrue();
    }

    @Test
    @Tag("P70")
    void a_queue_that_is_full_in_bytes_refuses_and_bytes_that_left_count_no_more() {
        ProposalQueue queue = new ProposalQueue(List.of(), 100, 2L * SIZE);

        assertThat(queue.offer(value("a"), null)).isTrue();
        assertThat(queue.offer(value("b"), null)).isTrue();
        assertThat(queue.offer(value("c"), null)).isFalse();
        takeAll(queue, 1);
        assertThat(queue.offer(value("c"), null)).isTrue();
        assertThat(queue.offer(value("d"), null)).isFalse();
    }

    @Test
    @Tag("P71")
    void a_batch_ends_at_its_bytes_but_holds_at_least_one_entry() {
        ProposalQueue queue = new ProposalQueue(List.of(), 100, 9999);
        queue.offer(value("a"), null);
        queue.offer(value("b"), null);
        queue.offer(value("a value that is larger than a whole batch"), null);

        assertThat(queue.take(9, 2 * SIZE, all -> true).entries()).containsExactly(value("a"), value("b"));
        assertThat(queue.take(9, 2 * SIZE, all -> true).entries()).hasSize(1);
    }

    @Test
    @Tag("P71")
    void what_was_recovered_is_proposed_whatever_its_size() {
        Command large = value("recovered, and larger than the queue may hold");
        ProposalQueue queue = new ProposalQueue(List.of(large), 1, 1);

        assertThat(queue.take(9, 1, all -> true).entries()).containsExactly(large);
    }

    @Test
    @Tag("P51")
    void a_command_that_nobody_waits_for_any_more_is_dropped_before_it_leaves() {
        ProposalQueue queue = new ProposalQueue(List.of(NoOp.INSTANCE), 10, 9999);
        queue.offer(value("given up"), C);
        queue.offer(value("wanted"), B);

        NextBatch batch = queue.take(9, 9999, proposal -> !proposal.command().equals(value("given up")));

        assertThat(batch).isEqualTo(new NextBatch(List.of(NoOp.INSTANCE, value("wanted")), Set.of(B)));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    @Tag("P31")
    void recovered_entries_are_never_dropped() {
        ProposalQueue queue = new ProposalQueue(List.of(value("recovered")), 10, 9999);

        assertThat(queue.take(9, 9999, nothing -> false).entries()).containsExactly(value("recovered"));
    }

    @Test
    @Tag("P38")
    void what_waits_can_be_told_with_its_origin_when_the_leadership_ends() {
        ProposalQueue queue = new ProposalQueue(List.of(NoOp.INSTANCE), 10, 9999);
        queue.offer(value("a"), B);
        queue.offer(value("b"), null);

        assertThat(queue.commands()).containsExactly(new Proposal(value("a"), B), new Proposal(value("b"), null));
    }

    private static NextBatch takeAll(ProposalQueue queue, int most) {
        return queue.take(most, 9999, all -> true);
    }
}
