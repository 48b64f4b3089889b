package io.paxos.spring.codec.json;

import static io.paxos.spring.codec.json.ValueWriter.ballot;
import static io.paxos.spring.codec.json.ValueWriter.list;
import static io.paxos.spring.codec.json.ValueWriter.object;

import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Header;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import io.paxos.core.message.MessageHandler;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import io.paxos.core.message.Refused;
import io.paxos.core.message.Submit;
import io.paxos.core.message.Transfer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Appends each message that it is handed to a batch. As it is a handler, no message can join the core without a form here. */
final class MessageWriter implements MessageHandler {

    private final ArrayNode messages;

    MessageWriter(ArrayNode messages) {
        this.messages = messages;
    }

    @Override
    public void onIdentify(Header header, Identify message) {
        append(header, "identify", object().put("nonce", message.nonce())
                .set("lost", list(message.lost(), store -> StringNode.valueOf(store.toString()))));
    }

    @Override
    public void onIdentity(Header header, Identity message) {
        append(header, "identity", object().put("nonce", message.nonce())
                .set("identity", object().put("planDigest", message.identity().planDigest())
                        .set("binding", ValueWriter.binding(message.identity().binding()))));
    }

    @Override
    public void onPoll(Header header, Poll message) {
        append(header, "poll", object().put("attempt", message.attempt()).put("transfer", message.transfer()));
    }

    @Override
    public void onPollAnswer(Header header, PollAnswer message) {
        append(header, "pollAnswer", object().put("attempt", message.attempt()).put("granted", message.granted())
                .put("chosenUpTo", message.chosenUpTo()));
    }

    @Override
    public void onPrepare(Header header, Prepare message) {
        append(header, "prepare", object().set("ballot", ballot(message.ballot())).put("from", message.from())
                .put("pageFrom", message.pageFrom()));
    }

    @Override
    public void onPromise(Header header, Promise message) {
        append(header, "promise", object().set("ballot", ballot(message.ballot())).put("from", message.from())
                .put("pageFrom", message.pageFrom()).set("reports", list(message.reports(), ValueWriter::slotReport))
                .put("nextPage", message.nextPage()).put("compactedUpTo", message.compactedUpTo())
                .put("chosenUpTo", message.chosenUpTo()));
    }

    @Override
    public void onAccept(Header header, Accept message) {
        append(header, "accept", object().set("ballot", ballot(message.ballot())).put("firstSlot", message.firstSlot())
                .set("entries", list(message.entries(), ValueWriter::entry)).put("chosenUpTo", message.chosenUpTo()));
    }

    @Override
    public void onAccepted(Header header, Accepted message) {
        append(header, "accepted", object().set("ballot", ballot(message.ballot())).put("firstSlot", message.firstSlot())
                .put("lastSlot", message.lastSlot()));
    }

    @Override
    public void onNack(Header header, Nack message) {
        append(header, "nack", object().set("refused", ballot(message.refused()))
                .set("promised", ballot(message.promised())));
    }

    @Override
    public void onHeartbeat(Header header, Heartbeat message) {
        append(header, "heartbeat", object().set("ballot", ballot(message.ballot()))
                .put("chosenUpTo", message.chosenUpTo()).put("round", message.round()));
    }

    @Override
    public void onHeartbeatAck(Header header, HeartbeatAck message) {
        append(header, "heartbeatAck", object().set("ballot", ballot(message.ballot())).put("round", message.round())
                .put("chosenUpTo", message.chosenUpTo()));
    }

    @Override
    public void onFetch(Header header, Fetch message) {
        append(header, "fetch", object().put("from", message.from()));
    }

    @Override
    public void onFetched(Header header, Fetched message) {
        append(header, "fetched", object().put("from", message.from())
                .set("entries", list(message.entries(), ValueWriter::entry)).put("chosenUpTo", message.chosenUpTo()));
    }

    @Override
    public void onSubmit(Header header, Submit message) {
        append(header, "submit", object().set("ballot", ballot(message.ballot()))
                .set("commands", list(message.commands(), ValueWriter::command)));
    }

    @Override
    public void onRefused(Header header, Refused message) {
        append(header, "refused", object().set("requests", list(message.requests(), ValueWriter::requestId))
                .put("overloaded", message.overloaded()));
    }

    @Override
    public void onReadIndex(Header header, ReadIndex message) {
        append(header, "readIndex", object().put("ask", message.ask()).set("ballot", ballot(message.ballot())));
    }

    @Override
    public void onReadIndexAnswer(Header header, ReadIndexAnswer message) {
        append(header, "readIndexAnswer", object().put("ask", message.ask()).put("index", message.index()));
    }

    @Override
    public void onTransfer(Header header, Transfer message) {
        append(header, "transfer", object().set("ballot", ballot(message.ballot())));
    }

    private void append(Header header, String name, ObjectNode message) {
        messages.add(object().set("header", ValueWriter.header(header)).set(name, message));
    }
}
