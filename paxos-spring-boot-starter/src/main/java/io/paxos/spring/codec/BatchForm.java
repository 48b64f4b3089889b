package io.paxos.spring.codec;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole form of what travels at once: messages from one node to one other, at least one.
 *
 * <pre>
 * batch    := version receiver sender messages
 * version  := 01
 * receiver := node (ascii)
 * sender   := node (ascii)
 * messages := list of (sent-with message)
 * sent-with := 00 (the header of the message before) | 01 header (another one)
 * </pre>
 */
public final class BatchForm {

    private static final int VERSION = 1;

    private static final int SAME_HEADER = 0;
    private static final int FULL_HEADER = 1;

    /** Bytes of the shortest message with the header of the one before. */
    private static final int LEAST_MESSAGE = 1 + MessageForm.LEAST_BYTES;

    private BatchForm() {
    }

    /**
     * The one encoding of a batch.
     *
     * @param messages at least one, all of one sender and all to one receiver
     * @throws IllegalArgumentException if they are none, or not of one sender to one receiver, or if one of them has no
     *     encoding: no node that keeps to the protocol sends it
     * @throws ArithmeticException if it would be longer than an array can be
     */
    public static byte[] encode(List<Envelope> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a batch holds at least one message");
        }
        NodeId to = messages.get(0).to();
        NodeId from = messages.get(0).header().from();
        BinaryOutput out = new BinaryOutput(capacityFor(messages));
        out.writeByte(VERSION).writeNodeId(to).writeNodeId(from).writeVarint(messages.size());
        Header last = null;
        for (Envelope envelope : messages) {
            Header header = envelope.header();
            if (!envelope.to().equals(to) || !header.from().equals(from)) {
                throw new IllegalArgumentException("a message from " + header.from() + " to " + envelope.to()
                        + " in a batch from " + from + " to " + to);
            }
            if (header.equals(last)) {
                out.writeByte(SAME_HEADER);
            } else {
                out.writeByte(FULL_HEADER);
                HeaderForm.write(out, header);
                last = header;
            }
            MessageForm.write(out, header, envelope.message());
        }
        return out.toByteArray();
    }

    /**
     * The batch that has this encoding.
     *
     * @return at least one message, all of one sender and all to one receiver; unmodifiable
     * @throws UndecodableException if there is none
     */
    public static List<Envelope> decode(byte[] encoded) throws UndecodableException {
        BinaryInput in = new BinaryInput(encoded);
        in.readVersion("a batch of messages", VERSION);
        NodeId to = in.readNodeId("the receiver of a batch");
        NodeId from = in.readNodeId("the sender of a batch");
        int position = in.position();
        int count = in.readCount("the count of messages", LEAST_MESSAGE);
        if (count == 0) {
            throw in.unexpected(position, "the count of messages", "0 in a batch, which holds at least one");
        }
        List<Envelope> messages = new ArrayList<>(count);
        Header header = null;
        for (int i = 0; i < count; i++) {
            header = readHeader(in, from, header);
            Message message = MessageForm.read(in);
            messages.add(new Envelope(header, to, message));
        }
        in.requireEnd();
        return Collections.unmodifiableList(messages);
    }

    /**
     * At most how many bytes a message takes in a batch; the batch takes at most the sum over its messages. Costs little,
     * as nothing is encoded for it.
     *
     * @throws IllegalArgumentException if the epoch of its header is negative
     */
    public static long sizeOf(Envelope envelope) {
        Header header = envelope.header();
        return sizeOfHead(envelope) + 1 + HeaderForm.sizeOf(header) + MessageForm.sizeOf(header, envelope.message());
    }

    /** @param last header of the message before, null for the first */
    private static Header readHeader(BinaryInput in, NodeId sender, @Nullable Header last) {
        int position = in.position();
        int how = in.readByte("how a message was sent");
        if (how == SAME_HEADER) {
            if (last == null) {
                throw in.unexpected(position, "the header of the first message", "a reference to the one before");
            }
            return last;
        }
        if (how != FULL_HEADER) {
            throw in.unexpected(position, "how a message was sent", how + ", which is neither 0 (with the header before) nor 1 "
                    + "(with its own)");
        }
        Header header = HeaderForm.read(in, sender);
        if (header.equals(last)) {
            throw in.unexpected(position, "another header than before", "the same one again");
        }
        return header;
    }

    /** What a batch takes if all its messages have one header, as they nearly always do. */
    private static int capacityFor(List<Envelope> messages) {
        Envelope first = messages.get(0);
        long capacity = sizeOfHead(first) + HeaderForm.sizeOf(first.header());
        for (Envelope envelope : messages) {
            capacity += 1 + MessageForm.sizeOf(envelope.header(), envelope.message());
        }
        return Math.toIntExact(capacity);
    }

    private static int sizeOfHead(Envelope envelope) {
        return 1 + 1 + envelope.to().value().length() + 1 + envelope.header().from().value().length()
                + BinaryOutput.sizeOfVarint(Integer.MAX_VALUE);
    }
}
