package io.paxos.spring.codec;

import static io.paxos.spring.codec.KnownEncodingTests.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.NodeIdentity;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import io.paxos.core.message.Refused;
import io.paxos.core.message.Submit;
import io.paxos.core.message.Transfer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What nodes of one release say to each other, byte by byte: another form wants another version. */
@Tag("P73")
class KnownBatchTests {

    private static final NodeId N1 = NodeId.of("n1");
    private static final NodeId N2 = NodeId.of("n2");

    private static final StorageId STORAGE = new StorageId(1, -2);
    private static final String STORAGE_HEX = " 0000000000000001 fffffffffffffffe ";

    private static final String DIGEST = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";

    private static final Ballot BALLOT = new Ballot(0, 7, N1);
    private static final String BALLOT_HEX = " 00 07 02 6e31 ";

    private static final Ballot OTHER = new Ballot(1, 300, N2);
    private static final String OTHER_HEX = " 01 ac02 02 6e32 ";

    private static final long NONCE = 0xf102030405060708L;
    private static final String NONCE_HEX = " f102030405060708 ";

    private static final ClientSequence SEQUENCE = new ClientSequence(new ClientId(NONCE, 1), 300);
    private static final String SEQUENCE_HEX = " 01 f102030405060708 0000000000000001 ac02 ";

    private static final Command COMMAND = new Command(SEQUENCE, 2, 128, Bytes.utf8("ab"));
    private static final String COMMAND_HEX = SEQUENCE_HEX + " 02 8001 02 6162 ";

    private static final IdempotencyKey KEY = new IdempotencyKey("k", Bytes.copyOf(parse(DIGEST)));

    private static final Header HEADER = new Header(ClusterId.unfounded("c"), "g", 0, N1, STORAGE, Ballot.NONE);
    private static final String HEADER_HEX = " 01 63 00 01 67 00" + STORAGE_HEX + "000000 ";

    private static final Header FOUNDED = new Header(new ClusterId("\u00e4", DIGEST), "default", 300, N1, STORAGE, OTHER);
    private static final String FOUNDED_HEX = " 02 c3a4 01" + DIGEST + " 07 64656661756c74 ac02" + STORAGE_HEX + OTHER_HEX;

    static Stream<Arguments> knownMessages() {
        return Stream.of(
                known("01" + NONCE_HEX + "01" + STORAGE_HEX, new Identify(NONCE, List.of(STORAGE))),
                known("02" + NONCE_HEX + DIGEST + "00", new Identity(NONCE, new NodeIdentity(DIGEST, Binding.UNBOUND))),
                known("02" + NONCE_HEX + DIGEST + "02 00 01 01 61" + STORAGE_HEX + "01 01 01",
                        new Identity(NONCE, new NodeIdentity(DIGEST, new Binding(new Membership(0,
                                List.of(new Member(NodeId.of("a"), STORAGE, 1)), new QuorumSizes(1, 1)), true)))),
                known("03 ac02 01", new Poll(300, true)),
                known("04 ac02 01 05", new PollAnswer(300, true, 5)),
                known("05" + BALLOT_HEX + "05 02", new Prepare(BALLOT, 5, 7)),
                known("06" + BALLOT_HEX + "05 02 02  00 02 01  01 01" + OTHER_HEX + "02" + COMMAND_HEX + "03 02 08",
                        new Promise(BALLOT, 5, 7, List.of(SlotReport.ofChosen(7, NoOp.INSTANCE),
                                SlotReport.ofVote(9, new Vote(OTHER, COMMAND))), 12, 2, 8)),
                known("06" + BALLOT_HEX + "05 02 00 01 00 04", new Promise(BALLOT, 5, 7, List.of(), 8, 0, 4)),
                known("06" + BALLOT_HEX + "01 00 00 00 00 00", new Promise(BALLOT, 1, 1, List.of(), 0, 0, 0)),
                known("07" + BALLOT_HEX + "e807 02 01 02" + COMMAND_HEX + "e707",
                        new Accept(BALLOT, 1000, List.of(NoOp.INSTANCE, COMMAND), 999)),
                known("08" + BALLOT_HEX + "e807 03", new Accepted(BALLOT, 1000, 1003)),
                known("09" + BALLOT_HEX + OTHER_HEX, new Nack(BALLOT, OTHER)),
                known("09" + BALLOT_HEX + "000000", new Nack(BALLOT, Ballot.NONE)),
                known("0a" + BALLOT_HEX + "e707 ac02", new Heartbeat(BALLOT, 999, 300)),
                known("0b" + BALLOT_HEX + "ac02 e707", new HeartbeatAck(BALLOT, 300, 999)),
                known("0c 01", new Fetch(1)),
                known("0c feffffffffffffff7f", new Fetch(Long.MAX_VALUE - 1)),
                known("0d 05 02 01 01 06", new Fetched(5, List.of(NoOp.INSTANCE, NoOp.INSTANCE), 6)),
                known("0d 05 00 04", new Fetched(5, List.of(), 4)),
                known("0e" + BALLOT_HEX + "01" + COMMAND_HEX, new Submit(BALLOT, List.of(COMMAND))),
                known("0f 02" + SEQUENCE_HEX + "02 01 6b" + DIGEST + "01", new Refused(List.of(SEQUENCE, KEY), true)),
                known("10" + NONCE_HEX + BALLOT_HEX, new ReadIndex(NONCE, BALLOT)),
                known("11" + NONCE_HEX + "01 05", new ReadIndexAnswer(NONCE, 5)),
                known("11" + NONCE_HEX + "00", new ReadIndexAnswer(NONCE, -1)),
                known("12" + BALLOT_HEX, new Transfer(BALLOT)));
    }

    @ParameterizedTest
    @MethodSource("knownMessages")
    void a_message_has_this_one_encoding(String hex, Message message) {
        assertBothWays("01 02 6e32 02 6e31 01" + "01" + HEADER_HEX + hex, List.of(new Envelope(HEADER, N2, message)));
    }

    @Test
    void every_kind_of_message_has_a_known_encoding() {
        assertThat(knownMessages().<Class<?>>map(known -> known.get()[1].getClass()).distinct())
                .containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
    }

    @Test
    void a_header_stands_where_it_is_another_than_before() {
        assertBothWays("01 02 6e32 02 6e31 04" + "01" + FOUNDED_HEX + "0c 01" + "00 0c 02" + "01" + HEADER_HEX + "0c 03"
                + "01" + FOUNDED_HEX + "0c 04",
                List.of(
                        new Envelope(FOUNDED, N2, new Fetch(1)), new Envelope(FOUNDED, N2, new Fetch(2)),
                        new Envelope(HEADER, N2, new Fetch(3)), new Envelope(FOUNDED, N2, new Fetch(4))));
    }

    private static Arguments known(String hex, Message message) {
        return Arguments.of(hex, message);
    }

    private static void assertBothWays(String hex, List<Envelope> batch) {
        assertThat(BatchForm.encode(batch)).isEqualTo(parse(hex));
        assertThat(BatchForm.decode(parse(hex))).isEqualTo(batch);
    }
}
