package io.paxos.spring.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the stores of running clusters, byte by byte: another form wants another version. */
@Tag("P73")
class KnownEncodingTests {

    private static final String CLIENT = "0102030405060708 f1f2f3f4f5f6f7f8";
    private static final ClientId CLIENT_ID = new ClientId(0x0102030405060708L, 0xf1f2f3f4f5f6f7f8L);

    private static final String DIGEST = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static final Command BY_SEQUENCE = new Command(new ClientSequence(CLIENT_ID, 300), 2, 128, Bytes.utf8("ab"));
    private static final String BY_SEQUENCE_HEX = "01 " + CLIENT + " ac02 02 8001 02 6162";

    private static final Command BY_KEY =
            new Command(new IdempotencyKey("k 1", Bytes.copyOf(parse(DIGEST))), 0, 0, Bytes.EMPTY);
    private static final String BY_KEY_HEX = "02 03 6b2031 " + DIGEST + " 00 00";

    private static final Ballot BALLOT = new Ballot(0, 7, NodeId.of("n1"));
    private static final String BALLOT_HEX = "00 07 02 6e31";

    private static final Membership FOUNDERS = new Membership(0, List.of(
            new Member(NodeId.of("b"), new StorageId(-1, 2), 200), new Member(NodeId.of("a"), new StorageId(1, 0), 1)),
            new QuorumSizes(2, 200));
    private static final String FOUNDERS_HEX = "00 02"
            + " 01 61 0000000000000001 0000000000000000 01"
            + " 01 62 ffffffffffffffff 0000000000000002 c801"
            + " 02 c801";

    static Stream<Arguments> knownEntries() {
        return Stream.of(
                Arguments.of("01", NoOp.INSTANCE),
                Arguments.of("02" + BY_SEQUENCE_HEX, BY_SEQUENCE),
                Arguments.of("02" + BY_KEY_HEX, BY_KEY));
    }

    @ParameterizedTest
    @MethodSource("knownEntries")
    void an_entry_has_this_one_encoding(String hex, Entry entry) {
        BinaryOutput out = new BinaryOutput();
        EntryForm.write(out, entry);

        assertThat(out.toByteArray()).isEqualTo(parse(hex));
        assertThat(EntryForm.read(new BinaryInput(parse(hex)))).isEqualTo(entry);
    }

    static Stream<Arguments> knownBodies() {
        VoteRow votes = new VoteRow(BALLOT, 1000, List.of(NoOp.INSTANCE, BY_SEQUENCE));
        String votesHex = BALLOT_HEX + " e807 02 01 02" + BY_SEQUENCE_HEX;
        ChosenRow chosen = new ChosenRow(Long.MAX_VALUE - 1, List.of(BY_KEY));
        String chosenHex = "feffffffffffffff7f 01 02" + BY_KEY_HEX;
        VoteRow least = new VoteRow(Ballot.NONE, 1, List.of(NoOp.INSTANCE));
        ChosenRow leastChosen = new ChosenRow(1, List.of(NoOp.INSTANCE));
        return Stream.of(
                Arguments.of("01 01" + votesHex + "00", new RowBody(List.of(votes), List.of())),
                Arguments.of("01 00 01" + chosenHex, new RowBody(List.of(), List.of(chosen))),
                Arguments.of("01 02" + votesHex + "000000 01 01 01" + "01" + chosenHex,
                        new RowBody(List.of(votes, least), List.of(chosen))),
                // as many rows as the bytes left can hold at all
                Arguments.of("01 03" + "000000 01 01 01".repeat(3) + "00",
                        new RowBody(List.of(least, least, least), List.of())),
                Arguments.of("01 00 02" + "01 01 01".repeat(2), new RowBody(List.of(), List.of(leastChosen, leastChosen))));
    }

    @ParameterizedTest
    @MethodSource("knownBodies")
    void a_row_body_has_this_one_encoding(String hex, RowBody body) {
        assertThat(RowBodyForm.encode(body)).isEqualTo(parse(hex));
        assertThat(RowBodyForm.decode(parse(hex))).isEqualTo(body);
    }

    static Stream<Arguments> knownBindings() {
        return Stream.of(
                Arguments.of("01 00", Binding.UNBOUND),
                Arguments.of("01 01" + FOUNDERS_HEX, new Binding(FOUNDERS, false)),
                Arguments.of("01 02" + FOUNDERS_HEX, new Binding(FOUNDERS, true)),
                // as many members as the bytes left can hold at all
                Arguments.of("01 02 00 03" + leastHex("61", 1) + leastHex("62", 2) + leastHex("63", 3) + "02 02",
                        new Binding(new Membership(0, List.of(least("a", 1), least("b", 2), least("c", 3)),
                                QuorumSizes.majority(3)), true)));
    }

    @ParameterizedTest
    @MethodSource("knownBindings")
    void a_binding_has_this_one_encoding(String hex, Binding binding) {
        assertThat(BindingForm.encode(binding)).isEqualTo(parse(hex));
        assertThat(BindingForm.decode(parse(hex))).isEqualTo(binding);
    }

    @Test
    void primitives_have_this_one_encoding() {
        BinaryOutput out = new BinaryOutput(0).writeByte(255).writeBoolean(true).writeBoolean(false).writeInt(-2)
                .writeLong(0x0102030405060708L).writeAscii("a\u007f").writeUtf8("\u00e4\ud83d\ude80").writeBytes(Bytes.utf8("x"))
                .writeFixedBytes(Bytes.utf8("y")).writeNodeId(NodeId.of("n-1")).writeBallot(Ballot.NONE)
                .writeStorageId(new StorageId(1, -1));

        assertThat(out.toByteArray()).isEqualTo(parse("ff 01 00 fffffffe 0102030405060708 02617f 06c3a4f09f9a80 0178 79"
                + " 036e2d31 000000 0000000000000001 ffffffffffffffff"));
        assertThat(out.size()).isEqualTo(out.toByteArray().length);
    }

    private static Member least(String node, int storage) {
        return new Member(NodeId.of(node), new StorageId(0, storage), 1);
    }

    private static String leastHex(String character, int storage) {
        return "01" + character + "00".repeat(15) + "0" + storage + "01";
    }

    static byte[] parse(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
