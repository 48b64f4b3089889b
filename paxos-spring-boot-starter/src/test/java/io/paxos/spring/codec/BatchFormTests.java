package io.paxos.spring.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.SlotReport;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.NodeIdentity;
import io.paxos.core.message.Poll;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.message.ReadIndexAnswer;
import io.paxos.core.message.Refused;
import io.paxos.core.message.Submit;
import io.paxos.core.message.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches of messages there and back, and what has no encoding. */
class BatchFormTests {

    private static final long SEED = 20_261_122;

    private static final NodeId N1 = NodeId.of("n1");
    private static final NodeId N2 = NodeId.of("n2");
    private static final Ballot BALLOT = new Ballot(0, 1, N1);
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    @Tag("GO-T1")
    void every_kind_of_message_comes_back_as_it_was() {
        RandomMessages messages = new RandomMessages(new Random(SEED));
        for (int i = 0; i < 3_000; i++) {
            Header header = messages.header(N1);
            List<Envelope> batch = messages.oneOfEach().stream().map(m -> new Envelope(header, N2, m)).toList();
            assertThat(batch).hasSize(Message.class.getPermittedSubclasses().length);
            assertThat(BatchForm.decode(BatchForm.encode(batch))).as("batch %d of seed %d", i, SEED).isEqualTo(batch);
        }
    }

    @Test
    void batches_with_several_headers_come_back_as_they_were_within_their_size() {
        RandomMessages messages = new RandomMessages(new Random(SEED));
        for (int i = 0; i < 10_000; i++) {
            List<Envelope> batch = messages.batch(8);
            byte[] encoded = BatchForm.encode(batch);
            assertThat(BatchForm.decode(encoded)).as("batch %d of seed %d", i, SEED).isEqualTo(batch);
            assertThat((long) encoded.length).as("size of batch %d of seed %d", i, SEED)
                    .isLessThanOrEqualTo(batch.stream().mapToLong(BatchForm::sizeOf).sum());
        }
    }

    @Test
    void the_size_of_a_message_is_not_far_above_its_bytes() {
        RandomMessages messages = new RandomMessages(new Random(SEED));
        for (int i = 0; i < 10_000; i++) {
            Envelope envelope = messages.envelope();
            int header = envelope.header().cluster().name().length() * 3 + envelope.header().group().length() * 3;
            assertThat(BatchForm.sizeOf(envelope)).as("message %d of seed %d", i, SEED)
                    .isBetween((long) BatchForm.encode(List.of(envelope)).length,
                            BatchForm.encode(List.of(envelope)).length + header + 150L);
        }
    }

    @Test
    @Tag("P74")
    void a_batch_that_is_cut_short_anywhere_or_goes_on_is_refused() {
        RandomMessages messages = new RandomMessages(new Random(SEED));
        for (int i = 0; i < 20; i++) {
            Header header = messages.header(N1);
            byte[] whole = BatchForm.encode(messages.oneOfEach().stream().map(m -> new Envelope(header, N2, m)).toList());
            for (int length = 0; length <= whole.length + 1; length++) {
                if (length != whole.length) {
                    assertThat(isDecoded(Arrays.copyOf(whole, length)))
                            .as("batch %d of seed %d, %d of %d bytes", i, SEED, length, whole.length).isFalse();
                }
            }
        }
    }

    @Test
    void a_batch_may_hold_256_kilobytes_of_entries() {
        Random random = new Random(SEED);
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 1_024; i++) {
            byte[] body = new byte[256];
            random.nextBytes(body);
            entries.add(new Command(new ClientSequence(new ClientId(1, 2), i), i, 0, Bytes.copyOf(body)));
        }
        Header header = header("c", "g", 0, N1);
        List<Envelope> batch = List.of(new Envelope(header, N2, new Accept(BALLOT, 1, entries, 0)),
                new Envelope(header, N2, new Heartbeat(BALLOT, 0, 1)));

        byte[] encoded = BatchForm.encode(batch);

        assertThat(encoded.length).isBetween(256 * 1_024, 300_000);
        assertThat(BatchForm.decode(encoded)).isEqualTo(batch);
    }

    /** A count may be refused early, but not where the bytes left can just hold it. */
    @Test
    void lists_of_the_shortest_elements_come_back_as_they_were() {
        Header header = header("c", "g", 0, N1);
        ClientSequence id = new ClientSequence(new ClientId(0, 0), 1);
        assertComesBack(Collections.nCopies(100, new Envelope(header, N2, new Fetch(1))));
        assertComesBack(List.of(new Envelope(header, N2, promise(LongStream.range(5, 105).boxed().toList(), 0))));
        assertComesBack(List.of(new Envelope(header, N2, new Accept(BALLOT, 1, Collections.nCopies(100, NoOp.INSTANCE), 0))));
        assertComesBack(List.of(new Envelope(header, N2,
                new Submit(BALLOT, Collections.nCopies(100, new Command(id, 1, 0, Bytes.EMPTY))))));
        assertComesBack(List.of(new Envelope(header, N2, new Refused(Collections.nCopies(100, id), false))));
        assertComesBack(List.of(new Envelope(header, N2, new Identify(0, Collections.nCopies(100, new StorageId(0, 0))))));
    }

    @Test
    void a_batch_is_of_one_sender_to_one_receiver() {
        Header header = header("c", "g", 0, N1);
        Envelope one = new Envelope(header, N2, new Fetch(1));

        assertThatIllegalArgumentException().isThrownBy(() -> BatchForm.encode(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchForm.encode(List.of(one, new Envelope(header, N1, new Fetch(1)))))
                .withMessage("a message from n1 to n1 in a batch from n1 to n2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchForm.encode(List.of(one, new Envelope(header("c", "g", 0, N2), N2, new Fetch(1)))))
                .withMessage("a message from n2 to n2 in a batch from n1 to n2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchForm.encode(List.of(new Envelope(header, NodeId.NOBODY, new Fetch(1)))));
        assertThatIllegalArgumentException().isThrownBy(
                () -> BatchForm.encode(List.of(new Envelope(header("c", "g", 0, NodeId.NOBODY), N2, new Fetch(1)))));
    }

    static Stream<Header> headersWithoutEncoding() {
        return Stream.of(
                header("", "g", 0, N1), header("x".repeat(1_021), "g", 0, N1), header("\ud83d", "g", 0, N1),
                header("c", "", 0, N1), header("c", "\u00e4".repeat(33), 0, N1), header("c", "g", -1, N1),
                withFounders("abc"), withFounders(DIGEST.toUpperCase(Locale.ROOT)), withFounders("g".repeat(64)));
    }

    @ParameterizedTest
    @MethodSource("headersWithoutEncoding")
    void a_header_that_no_node_has_has_no_encoding(Header header) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchForm.encode(List.of(new Envelope(header, N2, new Fetch(1)))));
    }

    /** What the receiver would refuse is not sent either. */
    static Stream<Message> messagesWithoutEncoding() {
        long beyond = Long.MAX_VALUE;
        return Stream.of(
                new Transfer(Ballot.NONE), new Heartbeat(Ballot.NONE, 0, 0), new Nack(Ballot.NONE, BALLOT),
                new Fetch(0), new Fetch(-1), new Fetch(beyond), new Poll(-1, false),
                new Heartbeat(BALLOT, -1, 0), new Heartbeat(BALLOT, beyond, 0), new Heartbeat(BALLOT, 0, -1),
                new Accept(BALLOT, 1, List.of(NoOp.INSTANCE), -1), new Prepare(BALLOT, beyond, beyond),
                new Prepare(BALLOT, 1, beyond),
                new Accepted(BALLOT, 0, 1), new Accepted(BALLOT, 5, 4), new Accepted(BALLOT, 5, beyond),
                new Accepted(BALLOT, 5, Long.MIN_VALUE),
                new Fetched(beyond - 1, List.of(NoOp.INSTANCE, NoOp.INSTANCE), 0), new Fetched(0, List.of(), 0),
                new ReadIndexAnswer(0, -2), new ReadIndexAnswer(0, beyond),
                promise(List.of(4L), 0), promise(List.of(6L, 6L), 0), promise(List.of(7L, 6L), 0), promise(List.of(beyond), 0),
                promise(List.of(beyond - 1, beyond), 0), promise(List.of(7L), 6), promise(List.of(7L), 7),
                promise(List.of(), beyond),
                new Identity(0, new NodeIdentity("", Binding.UNBOUND)));
    }

    @ParameterizedTest
    @MethodSource("messagesWithoutEncoding")
    void a_message_that_no_node_says_has_no_encoding(Message message) {
        assertThatIllegalArgumentException().isThrownBy(
                () -> BatchForm.encode(List.of(new Envelope(header("c", "g", 0, N1), N2, message))));
    }

    private static void assertComesBack(List<Envelope> batch) {
        assertThat(BatchForm.decode(BatchForm.encode(batch))).isEqualTo(batch);
    }

    private static Promise promise(List<Long> slots, long nextPage) {
        return new Promise(BALLOT, 5, 5, slots.stream().map(slot -> SlotReport.ofChosen(slot, NoOp.INSTANCE)).toList(),
                nextPage, 0, 0);
    }

    private static Header withFounders(String founders) {
        return new Header(new ClusterId("c", founders), "g", 0, N1, new StorageId(1, 2), Ballot.NONE);
    }

    private static Header header(String cluster, String group, long epoch, NodeId from) {
        return new Header(ClusterId.unfounded(cluster), group, epoch, from, new StorageId(1, 2), Ballot.NONE);
    }

    private static boolean isDecoded(byte[] input) {
        try {
            BatchForm.decode(input);
            return true;
        } catch (UndecodableException expected) {
            return false;
        }
    }
}
