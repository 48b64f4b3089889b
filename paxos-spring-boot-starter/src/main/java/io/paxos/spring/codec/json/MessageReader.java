package io.paxos.spring.codec.json;

import static java.util.Map.entry;

import io.paxos.core.ballot.NodeId;
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
import java.util.Map;
import java.util.function.Function;

/** Reads messages; {@link MessageWriter} writes them. */
final class MessageReader {

    private static final Map<String, Function<Fields, Message>> MESSAGES = Map.ofEntries(
            entry("identify", MessageReader::identify),
            entry("identity", MessageReader::identity),
            entry("poll", MessageReader::poll),
            entry("pollAnswer", MessageReader::pollAnswer),
            entry("prepare", MessageReader::prepare),
            entry("promise", MessageReader::promise),
            entry("accept", MessageReader::accept),
            entry("accepted", MessageReader::accepted),
            entry("nack", MessageReader::nack),
            entry("heartbeat", MessageReader::heartbeat),
            entry("heartbeatAck", MessageReader::heartbeatAck),
            entry("fetch", MessageReader::fetch),
            entry("fetched", MessageReader::fetched),
            entry("submit", MessageReader::submit),
            entry("refused", MessageReader::refused),
            entry("readIndex", MessageReader::readIndex),
            entry("readIndexAnswer", MessageReader::readIndexAnswer),
            entry("transfer", MessageReader::transfer));

    private MessageReader() {
    }

    /** A message with its header. */
    static Envelope envelope(Fields fields, NodeId to) {
        Header header = fields.object("header", ValueReader::header);
        return new Envelope(header, to, fields.oneOf("a message", MESSAGES));
    }

    private static Message identify(Fields fields) {
        return new Identify(anyNumber(fields, "nonce"), ValueReader.storages(fields, "lost"));
    }

    private static Message identity(Fields fields) {
        return new Identity(anyNumber(fields, "nonce"), fields.object("identity", identity -> new NodeIdentity(
                ValueReader.digest(identity, "planDigest"), identity.object("binding", ValueReader::binding))));
    }

    private static Message poll(Fields fields) {
        return new Poll(fields.number("attempt"), fields.flag("transfer"));
    }

    private static Message pollAnswer(Fields fields) {
        return new PollAnswer(fields.number("attempt"), fields.flag("granted"), fields.number("chosenUpTo"));
    }

    private static Message prepare(Fields fields) {
        return new Prepare(ValueReader.ballot(fields, "ballot"), fields.number("from"), fields.number("pageFrom"));
    }

    private static Message promise(Fields fields) {
        return new Promise(ValueReader.ballot(fields, "ballot"), fields.number("from"), fields.number("pageFrom"),
                fields.list("reports", ValueReader::slotReport), fields.number("nextPage"),
                fields.number("compactedUpTo"), fields.number("chosenUpTo"));
    }

    private static Message accept(Fields fields) {
        return new Accept(ValueReader.ballot(fields, "ballot"), fields.number("firstSlot"),
                fields.list("entries", ValueReader::entry), fields.number("chosenUpTo"));
    }

    private static Message accepted(Fields fields) {
        return new Accepted(ValueReader.ballot(fields, "ballot"), fields.number("firstSlot"), fields.number("lastSlot"));
    }

    private static Message nack(Fields fields) {
        return new Nack(ValueReader.ballot(fields, "refused"), ValueReader.ballot(fields, "promised"));
    }

    private static Message heartbeat(Fields fields) {
        return new Heartbeat(ValueReader.ballot(fields, "ballot"), fields.number("chosenUpTo"), fields.number("round"));
    }

    private static Message heartbeatAck(Fields fields) {
        return new HeartbeatAck(ValueReader.ballot(fields, "ballot"), fields.number("round"), fields.number("chosenUpTo"));
    }

    private static Message fetch(Fields fields) {
        return new Fetch(fields.number("from"));
    }

    private static Message fetched(Fields fields) {
        return new Fetched(fields.number("from"), fields.list("entries", ValueReader::entry), fields.number("chosenUpTo"));
    }

    private static Message submit(Fields fields) {
        return new Submit(ValueReader.ballot(fields, "ballot"), fields.list("commands", ValueReader::command));
    }

    private static Message refused(Fields fields) {
        return new Refused(fields.list("requests", ValueReader::requestId), fields.flag("overloaded"));
    }

    private static Message readIndex(Fields fields) {
        return new ReadIndex(anyNumber(fields, "ask"), ValueReader.ballot(fields, "ballot"));
    }

    private static Message readIndexAnswer(Fields fields) {
        return new ReadIndexAnswer(anyNumber(fields, "ask"), fields.number("index", -1, Long.MAX_VALUE));
    }

    private static Message transfer(Fields fields) {
        return new Transfer(ValueReader.ballot(fields, "ballot"));
    }

    /** A number that only marks, and may be negative as it is random. */
    private static long anyNumber(Fields fields, String name) {
        return fields.number(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
