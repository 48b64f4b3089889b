package io.paxos.spring.codec.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Header;
import io.paxos.core.message.Message;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written is read again as it was. */
class JsonBatchTests {

    private static final long SEED = 5;

    @Test
    void messages_of_every_kind_come_back_as_they_were() {
        RandomMessages values = new RandomMessages(new Random(SEED));
        for (int i = 0; i < 500; i++) {
            List<Envelope> batch = values.batchOf(values.oneOfEachKind());
            assertThat(JsonBatch.decode(JsonBatch.encode(batch))).as("seed %d, batch %d", SEED, i).isEqualTo(batch);
        }
    }

    @Test
    void every_kind_of_message_is_tested() {
        Set<Class<?>> kinds = Set.of(Message.class.getPermittedSubclasses());

        assertThat(new RandomMessages(new Random(SEED)).oneOfEachKind().stream().map(Object::getClass)).hasSameSizeAs(kinds)
                .allMatch(kinds::contains).doesNotHaveDuplicates();
        assertThat(KnownMessages.ALL.stream().map(known -> known.message().getClass())).hasSameSizeAs(kinds)
                .allMatch(kinds::contains).doesNotHaveDuplicates();
    }

    @Test
    void the_order_of_fields_and_white_space_say_nothing() {
        List<Envelope> batch = JsonBatch.decode(("""
                { "messages": [ {"fetch": {"from": 7},
                    "header": {"storage": "00000000000000010000000000000002", "promised": {"node":"","round":0,"epoch":0},
                      "from": "node1", "group": "d\\u0065fault", "cluster": {"founders":"", "name":"default"}, "epoch": 0}} ],
                  "to":"node2",\r\n\t"version":1 }
                """).getBytes(UTF_8));

        assertThat(batch).containsExactly(envelope("node1", "node2"));
    }

    @Test
    void a_batch_goes_from_a_node_to_a_node() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonBatch.encode(List.of()))
                .withMessage("a batch has at least one message");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonBatch.encode(List.of(envelope("node1", "node2"), envelope("node1", "node3"))))
                .withMessage("a batch from node1 to node2 has no message from node1 to node3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonBatch.encode(List.of(envelope("node1", "node2"), envelope("node3", "node2"))))
                .withMessage("a batch from node1 to node2 has no message from node3 to node2");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonBatch.encode(List.of(envelope("", "node2"))));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonBatch.encode(List.of(envelope("node1", ""))));
    }

    private static Envelope envelope(String from, String to) {
        return new Envelope(new Header(ClusterId.unfounded("default"), "default", 0, new NodeId(from),
                new StorageId(1, 2), Ballot.NONE), new NodeId(to), new Fetch(7));
    }
}
