package io.paxos.spring.codec.json;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.codec.UndecodableException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a batch of messages from one node to another, in UTF-8.
 *
 * <pre>
 * {"version":1, "to":"node2", "messages":[{"header":{...}, "prepare":{"ballot":{...}, "from":7, "pageFrom":7}}, ...]}
 * </pre>
 *
 * <p>Each message is an object of two fields: its header, and what it says under its own name. The rest of the notation
 * stands in the description of this package.
 */
public final class JsonBatch {

    private static final int VERSION = 1;

    private JsonBatch() {
    }

    /**
     * Writes a batch, without white space. A number or name that its type allows and the protocol never sends, such as slot -1
     * or a group without a name, is written as it is, and refused by {@link #decode}.
     *
     * @param messages at least one, all from one node to one other
     * @throws IllegalArgumentException if there is no message, or they differ in sender or receiver, or one of these is nobody
     */
    public static byte[] encode(List<Envelope> messages) {
        requireOneWay(messages);
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        batch.put("version", VERSION);
        batch.put("to", messages.get(0).to().value());
        ArrayNode written = batch.putArray("messages");
        MessageWriter writer = new MessageWriter(written);
        for (Envelope envelope : messages) {
            envelope.message().deliverTo(writer, envelope.header());
        }
        return JsonText.write(batch);
    }

    /**
     * Reads a batch. The length of the bytes is for the caller to bound; here nesting and the count of values are.
     *
     * @return at least one message, all from one node to one other
     * @throws UndecodableException if the bytes are anything but a batch
     */
    public static List<Envelope> decode(byte[] bytes) throws UndecodableException {
        List<Envelope> messages = Fields.read(JsonText.read(bytes), "batch", JsonBatch::messages);
        requireEncodable(messages);
        return messages;
    }

    /** What the binary form has no room for, such as a slot beyond the last, no peer could have said. */
    private static void requireEncodable(List<Envelope> messages) {
        try {
            BatchForm.encode(messages);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UndecodableException("expected messages of the protocol, found one that is out of range: "
                    + Refusals.printable(String.valueOf(e.getMessage())));
        }
    }

    private static List<Envelope> messages(Fields batch) {
        long version = batch.number("version");
        if (version != VERSION) {
            throw Refusals.unexpected("the version of a batch", "batch.version", "version " + version
                    + ", and this node knows version " + VERSION + " only: was it written by a newer release?");
        }
        NodeId to = ValueReader.node(batch, "to");
        List<Envelope> messages = batch.list("messages", message -> MessageReader.envelope(message, to));
        requireOneWay(messages);
        return messages;
    }

    private static void requireOneWay(List<Envelope> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one message");
        }
        NodeId from = messages.get(0).header().from();
        NodeId to = messages.get(0).to();
        if (from.equals(NodeId.NOBODY) || to.equals(NodeId.NOBODY)) {
            throw new IllegalArgumentException("a batch goes from a node to a node, not from " + from + " to " + to);
        }
        for (Envelope envelope : messages) {
            if (!envelope.header().from().equals(from) || !envelope.to().equals(to)) {
                throw new IllegalArgumentException("a batch from " + from + " to " + to + " has no message from "
                        + envelope.header().from() + " to " + envelope.to());
            }
        }
    }
}
