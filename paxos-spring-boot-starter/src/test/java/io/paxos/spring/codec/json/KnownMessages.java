package io.paxos.spring.codec.json;

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

/** One message of each kind with its text. These texts change only together with the version of the form. */
final class KnownMessages {

    private static final NodeId NODE_1 = NodeId.of("node1");
    private static final Ballot B3 = new Ballot(0, 3, NODE_1);
    private static final Ballot B4 = new Ballot(0, 4, NodeId.of("node2"));
    private static final StorageId STORE = new StorageId(1, -1);

    private static final ClientSequence SEQUENCE = new ClientSequence(new ClientId(2, 3), 9);
    private static final IdempotencyKey KEY = new IdempotencyKey("pay \"7\"", Bytes.copyOf(new byte[32]));
    private static final Command OWN = new Command(SEQUENCE, 8, 40, Bytes.utf8("abcd"));
    private static final Command GIVEN = new Command(KEY, 0, 41, Bytes.EMPTY);

    private static final Binding BINDING = new Binding(
            new Membership(0, List.of(new Member(NODE_1, STORE, 2), new Member(NodeId.of("node3"), new StorageId(0, 10), 1)),
                    new QuorumSizes(2, 3)),
            true);

    private static final String SEQUENCE_TEXT = """
            {"clientSequence": {"client": "00000000000000020000000000000003", "sequence": 9}}""";
    private static final String KEY_TEXT = """
            {"idempotencyKey": {"key": "pay \\"7\\"", "digest": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}""";
    private static final String OWN_TEXT = """
            {"id": SEQUENCE, "lowestOpen": 8, "bornAt": 40, "body": "YWJjZA=="}""".replace("SEQUENCE", SEQUENCE_TEXT);
    private static final String GIVEN_TEXT = """
            {"id": KEY, "lowestOpen": 0, "bornAt": 41, "body": ""}""".replace("KEY", KEY_TEXT);

    static final Header HEADER = new Header(new ClusterId("default", "ab".repeat(32)), "default", 0, NODE_1, STORE, B3);

    private static final String HEADER_TEXT = """
            {"cluster": {"name": "default",
                         "founders": "abababababababababababababababababababababababababababababababab"},
             "group": "default", "epoch": 0, "from": "node1", "storage": "0000000000000001ffffffffffffffff",
             "promised": {"epoch": 0, "round": 3, "node": "node1"}}""";

    static final List<Known> ALL = List.of(
            known(new Identify(-5, List.of(STORE)), """
                    "identify": {"nonce": -5, "lost": ["0000000000000001ffffffffffffffff"]}"""),
            known(new Identity(Long.MIN_VALUE, new NodeIdentity("cd".repeat(32), BINDING)), """
                    "identity": {"nonce": -9223372036854775808, "identity": {
                        "planDigest": "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
                        "binding": {"founders": {"epoch": 0,
                                "members": [
                                    {"node": "node1", "storage": "0000000000000001ffffffffffffffff", "weight": 2},
                                    {"node": "node3", "storage": "0000000000000000000000000000000a", "weight": 1}],
                                "quorums": {"prepare": 2, "accept": 3}},
                            "founded": true}}}"""),
            known(new Poll(1, false), """
                    "poll": {"attempt": 1, "transfer": false}"""),
            known(new PollAnswer(1, true, 40), """
                    "pollAnswer": {"attempt": 1, "granted": true, "chosenUpTo": 40}"""),
            known(new Prepare(B3, 41, 45), """
                    "prepare": {"ballot": B3, "from": 41, "pageFrom": 45}"""),
            known(new Promise(B3, 41, 41, List.of(SlotReport.ofChosen(41, NoOp.INSTANCE),
                    SlotReport.ofVote(43, new Vote(B4, OWN))), 44, 12, 41), """
                            "promise": {"ballot": B3, "from": 41, "pageFrom": 41, "reports": [
                                    {"slot": 41, "vote": null, "chosen": {"noOp": {}}},
                                    {"slot": 43, "vote": {"ballot": B4, "entry": {"command": OWN}}, "chosen": null}],
                                "nextPage": 44, "compactedUpTo": 12, "chosenUpTo": 41}"""),
            known(new Accept(B3, 42, List.of(NoOp.INSTANCE, OWN, GIVEN), 41), """
                    "accept": {"ballot": B3, "firstSlot": 42,
                        "entries": [{"noOp": {}}, {"command": OWN}, {"command": GIVEN}], "chosenUpTo": 41}"""),
            known(new Accepted(B3, 42, 44), """
                    "accepted": {"ballot": B3, "firstSlot": 42, "lastSlot": 44}"""),
            known(new Nack(B3, B4), """
                    "nack": {"refused": B3, "promised": B4}"""),
            known(new Heartbeat(B3, 41, 7), """
                    "heartbeat": {"ballot": B3, "chosenUpTo": 41, "round": 7}"""),
            known(new HeartbeatAck(B3, 7, 40), """
                    "heartbeatAck": {"ballot": B3, "round": 7, "chosenUpTo": 40}"""),
            known(new Fetch(41), """
                    "fetch": {"from": 41}"""),
            known(new Fetched(41, List.of(), 40), """
                    "fetched": {"from": 41, "entries": [], "chosenUpTo": 40}"""),
            known(new Submit(B3, List.of(OWN, GIVEN)), """
                    "submit": {"ballot": B3, "commands": [OWN, GIVEN]}"""),
            known(new Refused(List.of(SEQUENCE, KEY), true), """
                    "refused": {"requests": [SEQUENCE, KEY], "overloaded": true}"""),
            known(new ReadIndex(Long.MAX_VALUE, B3), """
                    "readIndex": {"ask": 9223372036854775807, "ballot": B3}"""),
            known(new ReadIndexAnswer(6, -1), """
                    "readIndexAnswer": {"ask": 6, "index": -1}"""),
            known(new Transfer(B3), """
                    "transfer": {"ballot": B3}"""));

    private KnownMessages() {
    }

    /** Writes the values that come often in full. */
    private static Known known(Message message, String text) {
        String whole = "{\"version\": 1, \"to\": \"node2\", \"messages\": [{\"header\": " + HEADER_TEXT + ", " + text + "}]}";
        return new Known(message, whole.replace("OWN", OWN_TEXT).replace("GIVEN", GIVEN_TEXT)
                .replace("SEQUENCE", SEQUENCE_TEXT).replace("KEY", KEY_TEXT)
                .replace("B3", "{\"epoch\": 0, \"round\": 3, \"node\": \"node1\"}")
                .replace("B4", "{\"epoch\": 0, \"round\": 4, \"node\": \"node2\"}"));
    }

    /** A message, and the text of the batch that holds it alone. */
    record Known(Message message, String text) {

        List<Envelope> batch() {
            return List.of(new Envelope(HEADER, NodeId.of("node2"), message));
        }

        /** As it is written: no white space but in strings. */
        String compact() {
            return text.replaceAll("\\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", "");
        }

        @Override
        public String toString() {
            return message.getClass().getSimpleName();
        }
    }
}
