package io.paxos.spring.codec.json;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.RequestId;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.message.Header;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the values that messages are made of; {@link ValueReader} reads them. */
final class ValueWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Entry.Cases<ObjectNode> ENTRY = new EntryWriter();

    private ValueWriter() {
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static <T> ArrayNode list(List<T> values, Function<T, JsonNode> form) {
        ArrayNode list = NODES.arrayNode(values.size());
        values.forEach(value -> list.add(form.apply(value)));
        return list;
    }

    static ObjectNode header(Header header) {
        return object()
                .set("cluster", object().put("name", header.cluster().name())
                        .put("founders", header.cluster().founders()))
                .put("group", header.group())
                .put("epoch", header.epoch())
                .put("from", header.from().value())
                .put("storage", header.storage().toString())
                .set("promised", ballot(header.promised()));
    }

    static ObjectNode ballot(Ballot ballot) {
        return object().put("epoch", ballot.epoch()).put("round", ballot.round()).put("node", ballot.node().value());
    }

    static ObjectNode entry(Entry entry) {
        return entry.dispatch(ENTRY);
    }

    static ObjectNode command(Command command) {
        return object().set("id", requestId(command.id())).put("lowestOpen", command.lowestOpen())
                .put("bornAt", command.bornAt()).put("body", base64(command.body()));
    }

    static ObjectNode requestId(RequestId id) {
        if (id instanceof ClientSequence own) {
            return object().set("clientSequence", object().put("client", own.client().toString())
                    .put("sequence", own.sequence()));
        }
        if (id instanceof IdempotencyKey given) {
            return object().set("idempotencyKey", object().put("key", given.key()).put("digest", base64(given.digest())));
        }
        // A kind of request id that joined the core and not this form.
        throw new IllegalStateException("no form for a " + id.getClass().getName());
    }

    static ObjectNode slotReport(SlotReport report) {
        Vote vote = report.vote();
        Entry chosen = report.chosen();
        return object().put("slot", report.slot())
                .set("vote", vote == null ? NODES.nullNode() : vote(vote))
                .set("chosen", chosen == null ? NODES.nullNode() : entry(chosen));
    }

    static ObjectNode binding(Binding binding) {
        Membership founders = binding.founders();
        return object().set("founders", founders == null ? NODES.nullNode() : membership(founders))
                .put("founded", binding.founded());
    }

    private static ObjectNode vote(Vote vote) {
        return object().set("ballot", ballot(vote.ballot())).set("entry", entry(vote.entry()));
    }

    private static ObjectNode membership(Membership membership) {
        return object().put("epoch", membership.epoch()).set("members", list(membership.members(), ValueWriter::member))
                .set("quorums", object().put("prepare", membership.quorums().prepare())
                        .put("accept", membership.quorums().accept()));
    }

    private static ObjectNode member(Member member) {
        return object().put("node", member.node().value()).put("storage", member.storage().toString())
                .put("weight", member.weight());
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static final class EntryWriter implements Entry.Cases<ObjectNode> {

        @Override
        public ObjectNode noOp() {
            return object().set("noOp", object());
        }

        @Override
        public ObjectNode command(Command command) {
            return object().set("command", ValueWriter.command(command));
        }
    }
}
