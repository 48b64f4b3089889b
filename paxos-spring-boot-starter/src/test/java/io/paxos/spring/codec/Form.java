package io.paxos.spring.codec;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.membership.StorageId;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One form of this package, with values to try it on.
 *
 * @param name for messages
 * @param sample a random value
 * @param encode to bytes
 * @param decode from bytes, of which none may be left
 * @param <T> type of the value
 */
record Form<T>(String name, Function<RandomValues, T> sample, Function<T, byte[]> encode, Function<byte[], T> decode) {

    /** Every form. */
    static final List<Form<?>> ALL = List.of(
            new Form<>("row body", RandomValues::rowBody, RowBodyForm::encode, RowBodyForm::decode),
            new Form<>("whole binding", RandomValues::binding, BindingForm::encode, BindingForm::decode),
            part("binding", RandomValues::binding, BindingForm::write, BindingForm::read),
            part("membership", RandomValues::membership, MembershipForm::write, MembershipForm::read),
            part("vote row", values -> values.voteRow(6, 40), RowForm::write, RowForm::readVoteRow),
            part("chosen row", values -> values.chosenRow(6, 40), RowForm::write, RowForm::readChosenRow),
            part("entry", values -> values.entry(60), EntryForm::write, EntryForm::read),
            part("entries", values -> values.entries(0, 5, 40), EntryForm::writeList, EntryForm::readList),
            part("command", values -> values.command(60), EntryForm::writeCommand, EntryForm::readCommand),
            part("request id", RandomValues::requestId, RequestIdForm::write, RequestIdForm::read),
            part("primitives", Primitives::random, Primitives::write, Primitives::read));

    private static <T> Form<T> part(String name, Function<RandomValues, T> sample, BiConsumer<BinaryOutput, T> write,
            Function<BinaryInput, T> read) {
        return new Form<>(name, sample, value -> {
            BinaryOutput out = new BinaryOutput(0);
            write.accept(out, value);
            return out.toByteArray();
        }, bytes -> {
            BinaryInput in = new BinaryInput(bytes);
            T value = read.apply(in);
            in.requireEnd();
            return value;
        });
    }

    @Override
    public String toString() {
        return name;
    }

    /** One of each primitive, as a message might hold them. */
    record Primitives(int small, boolean yes, int number, long wide, long varint, int bounded, String ascii, String utf8,
            Bytes bytes, Bytes fixed, NodeId node, Ballot ballot, StorageId storage) {

        static Primitives random(RandomValues values) {
            return new Primitives(values.number(0, 255), values.number() % 2 == 0, (int) values.number(), -values.number(),
                    values.number(), values.number(0, 1000), values.ascii(0, 20, 0, 0x7f), values.text(10), values.bytes(20),
                    Bytes.copyOf(new byte[] {1, 2, 3}), values.node(), values.ballot(), values.storage());
        }

        static void write(BinaryOutput out, Primitives value) {
            out.writeByte(value.small).writeBoolean(value.yes).writeInt(value.number).writeLong(value.wide)
                    .writeVarint(value.varint).writeVarint(value.bounded).writeAscii(value.ascii).writeUtf8(value.utf8)
                    .writeBytes(value.bytes).writeFixedBytes(value.fixed).writeNodeId(value.node).writeBallot(value.ballot)
                    .writeStorageId(value.storage);
        }

        static Primitives read(BinaryInput in) {
            return new Primitives(in.readByte("small"), in.readBoolean("yes"), in.readInt("number"), in.readLong("wide"),
                    in.readVarint("varint"), in.readVarintUpTo("bounded", 1000), in.readAscii("ascii", 20),
                    in.readUtf8("utf8", 40), in.readBytes("bytes", 20), in.readFixedBytes("fixed", 3), in.readNodeId("node"),
                    in.readBallot("ballot"), in.readStorageId("storage"));
        }
    }
}
