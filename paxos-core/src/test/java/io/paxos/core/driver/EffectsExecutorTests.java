package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Meta;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Header;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order in which effects act. A message is told apart by the slot it fetches. */
class EffectsExecutorTests {

    private static final NodeId SELF = NodeId.of("self");
    private static final NodeId PEER = NodeId.of("peer");
    private static final Header HEADER =
            new Header(ClusterId.unfounded("test"), "default", 0, SELF, new StorageId(1, 1), Ballot.NONE);

    private final Recorder outlet = new Recorder();
    private final EffectsExecutor executor = new EffectsExecutor(SELF, outlet);

    @Test
    @Tag("P01")
    @Tag("P02")
    void a_message_that_waits_leaves_only_when_the_write_of_its_step_is_durable() {
        executor.execute(effects(1L, List.of(to(PEER, 10)), List.of(to(PEER, 11))));
        assertThat(outlet.happened).containsExactly("write 1", "send 10");

        executor.written();
        assertThat(outlet.happened).containsExactly("write 1", "send 10", "send 11");
    }

    @Test
    @Tag("P02")
    void a_message_without_a_write_of_its_own_waits_for_the_writes_of_earlier_steps() {
        executor.execute(effects(1L, List.of(), List.of()));
        executor.execute(effects(2L, List.of(), List.of()));
        executor.execute(effects(null, List.of(), List.of(to(PEER, 12))));

        // the write under way was asked for before, and so was the one that waits behind it
        executor.written();
        assertThat(outlet.happened).containsExactly("write 1", "write 2");
        executor.written();
        assertThat(outlet.happened).containsExactly("write 1", "write 2", "send 12");
    }

    @Test
    void a_message_that_has_nothing_to_wait_for_leaves_at_once() {
        executor.execute(effects(null, List.of(), List.of(to(PEER, 13))));
        assertThat(outlet.happened).containsExactly("send 13");
    }

    @Test
    void writes_asked_for_while_one_is_under_way_become_one() {
        executor.execute(effects(1L, List.of(), List.of(to(PEER, 1))));
        executor.execute(effects(2L, List.of(), List.of(to(PEER, 2))));
        executor.execute(effects(3L, List.of(), List.of(to(PEER, 3))));
        executor.written();
        executor.written();
        assertThat(outlet.happened).containsExactly("write 1", "send 1", "write 3", "send 2", "send 3");
    }

    @Test
    void what_a_node_says_to_itself_comes_back_in_the_same_order_of_durability() {
        executor.execute(effects(1L, List.of(), List.of(to(SELF, 14))));
        assertThat(outlet.happened).containsExactly("write 1");
        executor.written();
        assertThat(outlet.happened).containsExactly("write 1", "to self 14");
    }

    @Test
    @Tag("P11")
    @Tag("P12")
    void after_a_failed_write_nothing_is_written_and_nothing_that_waits_ever_leaves() {
        executor.execute(effects(1L, List.of(), List.of(to(PEER, 15))));
        executor.execute(effects(2L, List.of(), List.of(to(PEER, 16))));
        executor.writeFailed();
        executor.execute(effects(3L, List.of(to(PEER, 17)), List.of(to(PEER, 18))));
        assertThat(outlet.happened).containsExactly("write 1", "send 17");
        assertThatIllegalStateException().isThrownBy(executor::written);
    }

    private static Effects effects(@Nullable Long write, List<Envelope> free, List<Envelope> afterWrites) {
        return new Effects(write == null ? null : new AcceptorWrite(write, Meta.INITIAL, List.of(), List.of()), free,
                afterWrites, List.of(), List.of(), List.of());
    }

    private static Envelope to(NodeId node, long slot) {
        return new Envelope(HEADER, node, new Fetch(slot));
    }

    private static final class Recorder implements EffectsExecutor.Outlet {
        private final List<String> happened = new ArrayList<>();

        @Override
        public void persist(AcceptorWrite write) {
            happened.add("write " + write.id());
        }

        @Override
        public void send(Envelope envelope) {
            happened.add("send " + ((Fetch) envelope.message()).from());
        }

        @Override
        public void sendToSelf(Envelope envelope) {
            happened.add("to self " + ((Fetch) envelope.message()).from());
        }

        @Override
        public void applied(Applied slot) {
            happened.add("applied " + slot.slot());
        }

        @Override
        public void reply(Reply reply) {
            happened.add("reply " + reply.call());
        }

        @Override
        public void event(Event event) {
            happened.add("event " + event);
        }
    }
}
