package io.paxos.spring.codec;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.message.Header;
import java.nio.charset.StandardCharsets;

/**
 * The form of a {@link Header} in a batch, where the sender stands once and not in each header.
 *
 * <pre>
 * header   := name founders group epoch storage promised
 * name     := utf8 of 1 to 1020 bytes
 * founders := 00 (not known) | 01 digest
 * group    := utf8 of 1 to 64 bytes
 * epoch    := varint
 * storage  := 16 bytes
 * promised := ballot, perhaps none
 * </pre>
 */
final class HeaderForm {

    /** Most bytes of a cluster's name: 255 characters, of four bytes at most. */
    private static final int MOST_NAME = 1020;

    private static final int MOST_GROUP = 64;

    private HeaderForm() {
    }

    /**
     * Writes the one encoding of a header, without the sender.
     *
     * @throws IllegalArgumentException if it has none
     */
    static void write(BinaryOutput out, Header header) {
        ClusterId cluster = header.cluster();
        writeText(out, "the name of a cluster", cluster.name(), MOST_NAME);
        out.writeBoolean(cluster.isFounded());
        if (cluster.isFounded()) {
            DigestForm.write(out, cluster.founders());
        }
        writeText(out, "a group", header.group(), MOST_GROUP);
        out.writeVarint(header.epoch()).writeStorageId(header.storage()).writeBallot(header.promised());
    }

    /**
     * Reads a header.
     *
     * @param sender who has sent the batch
     * @throws UndecodableException if the next bytes are none
     */
    static Header read(BinaryInput in, NodeId sender) {
        String name = readText(in, "the name of a cluster", MOST_NAME);
        String founders = in.readBoolean("whether founders are known") ? DigestForm.read(in, "the digest of founders") : "";
        String group = readText(in, "a group", MOST_GROUP);
        return new Header(new ClusterId(name, founders), group, in.readVarint("the epoch of a sender"), sender,
                in.readStorageId("the storage id of a sender"), in.readBallot("the promise of a sender"));
    }

    /** At most how many bytes {@link #write} takes. */
    static long sizeOf(Header header) {
        return mostBytesOf(header.cluster().name()) + 1 + DigestForm.SIZE + mostBytesOf(header.group())
                + BinaryOutput.sizeOfVarint(header.epoch()) + 2 * Long.BYTES + BinaryOutput.sizeOfBallot(header.promised());
    }

    private static void writeText(BinaryOutput out, String what, String text, int mostBytes) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size < 1 || size > mostBytes) {
            throw new IllegalArgumentException(what + " has 1 to " + mostBytes + " bytes, not " + size);
        }
        out.writeUtf8(text);
    }

    private static String readText(BinaryInput in, String what, int mostBytes) {
        int from = in.position();
        String text = in.readUtf8(what, mostBytes);
        if (text.isEmpty()) {
            throw in.unexpected(from, what, "an empty text");
        }
        return text;
    }

    private static long mostBytesOf(String text) {
        // a character takes three bytes at most, half of a surrogate pair two
        long bytes = 3L * text.length();
        return BinaryOutput.sizeOfVarint(bytes) + bytes;
    }
}
