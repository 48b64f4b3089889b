package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.paxos.core.message.Message;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The same where the host wants virtual threads. */
class VirtualThreadTests {

    private static final int FIRST_WITH_THEM = 21;

    private static boolean haveThem() {
        return Runtime.version().feature() >= FIRST_WITH_THEM;
    }

    @Test
    void older_versions_of_java_do_not_have_them() {
        assumeThat(haveThem()).isFalse();

        assertThatThrownBy(() -> PeerThreads.ofVirtual(Peers.NODE1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void messages_and_replies_flow_on_them() throws Exception {
        assumeThat(haveThem()).isTrue();
        try (TestPeer sender = new TestPeer(Peers.NODE1); TestPeer receiver = new TestPeer(Peers.NODE2)) {
            sender.start(Peers.SECRET, Peers.options(Peers.NEVER, 4), Map.of(Peers.NODE2, receiver.server.base()),
                    PeerThreads.ofVirtual(Peers.NODE1));
            receiver.start(Peers.SECRET, Peers.options(Peers.NEVER, 4), Map.of(Peers.NODE1, sender.server.base()),
                    PeerThreads.ofVirtual(Peers.NODE2));
            receiver.replies(Peers::replyTo);
            for (long slot = 1; slot <= 200; slot++) {
                sender.send(Peers.NODE2, Peers.accept(slot), Peers.heartbeat(slot));
                assertThat(sender.inbox.next(2)).containsExactlyInAnyOrder(Peers.accepted(slot), Peers.heartbeatAck(slot));
            }
            for (long slot = 201; slot <= 600; slot++) {
                sender.send(Peers.NODE2, Peers.accept(slot));
            }
            Message[] all = LongStream.rangeClosed(201, 600).mapToObj(Peers::accepted).toArray(Message[]::new);
            assertThat(sender.inbox.next(400)).containsExactlyInAnyOrder(all);
        }
    }
}
