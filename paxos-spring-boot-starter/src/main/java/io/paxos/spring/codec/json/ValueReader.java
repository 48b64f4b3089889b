package io.paxos.spring.codec.json;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.RequestId;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.ClusterId;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Header;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads the values that messages are made of; {@link ValueWriter} writes them. */
final class ValueReader {

    private static final int MOST_NODE_ID = 63;
    private static final int MOST_NAME = 255;
    private static final int MOST_GROUP = 64;
    private static final int ID_DIGITS = 32;
    private static final int DIGEST_DIGITS = 64;

    private static final String ID = ID_DIGITS + " hexadecimal digits in lower case";
    private static final String DIGEST = DIGEST_DIGITS + " hexadecimal digits in lower case";

    private static final Pattern DIGEST_PATTERN = Pattern.compile("[0-9a-f]{" + DIGEST_DIGITS + "}");

    private static final Map<String, Function<Fields, Entry>> ENTRIES = Map.of(
            "noOp", fields -> NoOp.INSTANCE,
            "command", ValueReader::command);

    private static final Map<String, Function<Fields, RequestId>> REQUEST_IDS = Map.of(
            "clientSequence", ValueReader::clientSequence,
            "idempotencyKey", ValueReader::idempotencyKey);

    private ValueReader() {
    }

    static Header header(Fields fields) {
        return new Header(fields.object("cluster", ValueReader::clusterId), name(fields, "group", MOST_GROUP),
                fields.number("epoch"), node(fields, "from"), storage(fields), ballot(fields, "promised"));
    }

    /** A real node, not nobody. */
    static NodeId node(Fields fields, String name) {
        return fields.text(name, "a node id", MOST_NODE_ID, NodeId::of);
    }

    static Ballot ballot(Fields fields, String name) {
        return fields.object(name, ballot -> new Ballot(ballot.number("epoch"), ballot.number("round"),
                ballot.text("node", "a node id or nothing", MOST_NODE_ID, NodeId::new)));
    }

    static List<StorageId> storages(Fields fields, String name) {
        return fields.texts(name, ID, ID_DIGITS, StorageId::parse);
    }

    static String digest(Fields fields, String name) {
        return fields.text(name, DIGEST, DIGEST_DIGITS, only(text -> DIGEST_PATTERN.matcher(text).matches()));
    }

    static Entry entry(Fields fields) {
        return fields.oneOf("an entry", ENTRIES);
    }

    static Command command(Fields fields) {
        return new Command(fields.object("id", ValueReader::requestId), fields.number("lowestOpen"),
                fields.number("bornAt"), bytes(fields, "body"));
    }

    static RequestId requestId(Fields fields) {
        return fields.oneOf("a request id", REQUEST_IDS);
    }

    static SlotReport slotReport(Fields fields) {
        return new SlotReport(fields.number("slot"), fields.objectOrNull("vote", ValueReader::vote),
                fields.objectOrNull("chosen", ValueReader::entry));
    }

    static Binding binding(Fields fields) {
        return new Binding(fields.objectOrNull("founders", ValueReader::membership), fields.flag("founded"));
    }

    private static ClusterId clusterId(Fields fields) {
        return new ClusterId(name(fields, "name", MOST_NAME), fields.text("founders", DIGEST + " or nothing", DIGEST_DIGITS,
                only(text -> text.isEmpty() || DIGEST_PATTERN.matcher(text).matches())));
    }

    /** A name that people chose. Half of a pair of surrogates could not be written again. */
    private static String name(Fields fields, String name, int mostCharacters) {
        return fields.text(name, "a name", mostCharacters,
                only(text -> !text.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(text)));
    }

    private static StorageId storage(Fields fields) {
        return fields.text("storage", ID, ID_DIGITS, StorageId::parse);
    }

    private static Vote vote(Fields fields) {
        return new Vote(ballot(fields, "ballot"), fields.object("entry", ValueReader::entry));
    }

    private static ClientSequence clientSequence(Fields fields) {
        return new ClientSequence(fields.text("client", ID, ID_DIGITS, ValueReader::clientId), fields.number("sequence"));
    }

    /** Written like a storage id, as both are 128 bits. */
    private static ClientId clientId(String text) {
        StorageId bits = StorageId.parse(text);
        return new ClientId(bits.high(), bits.low());
    }

    private static IdempotencyKey idempotencyKey(Fields fields) {
        return new IdempotencyKey(fields.text("key", "an idempotency key", IdempotencyKey.MAX_LENGTH, text -> text),
                bytes(fields, "digest"));
    }

    /** Only what an encoder writes: the decoder of the JDK also takes base64 without its padding, and bits beyond the end. */
    private static Bytes bytes(Fields fields, String name) {
        return fields.text(name, "base64", Integer.MAX_VALUE, text -> {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
                throw new IllegalArgumentException("another encoding of the same bytes");
            }
            return Bytes.copyOf(bytes);
        });
    }

    private static Membership membership(Fields fields) {
        List<Member> members = fields.list("members", ValueReader::member);
        Membership membership = new Membership(fields.number("epoch"), members,
                fields.object("quorums", sizes -> new QuorumSizes(weight(sizes, "prepare"), weight(sizes, "accept"))));
        // A membership sorts its members, so that another order would be a second form of it.
        if (!membership.members().equals(members)) {
            throw new IllegalArgumentException("members stand in the order of their nodes");
        }
        return membership;
    }

    private static Member member(Fields fields) {
        return new Member(node(fields, "node"), storage(fields), weight(fields, "weight"));
    }

    private static int weight(Fields fields, String name) {
        return (int) fields.number(name, 1, Integer.MAX_VALUE);
    }

    private static UnaryOperator<String> only(Predicate<String> allowed) {
        return text -> {
            if (!allowed.test(text)) {
                throw new IllegalArgumentException("not allowed");
            }
            return text;
        };
    }
}
