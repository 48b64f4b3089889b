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
import io.paxos.spring.codec.BatchForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Valid messages of every kind, all from one seed; the ends of the ranges come often. */
final class RandomMessages {

    /** The last slot. */
    private static final long LARGEST = Long.MAX_VALUE - 1;

    private final Random random;

    /** One maker for each kind of message. */
    private final List<Supplier<Message>> kinds = List.of(
            () -> new Identify(random().nextLong(), list(0, this::storage)),
            () -> new Identity(random().nextLong(), new NodeIdentity(digest(), binding())),
            () -> new Poll(number(), flag()),
            () -> new PollAnswer(number(), flag(), number()),
            this::prepare,
            this::promise,
            () -> new Accept(ballot(), Math.max(1, number() >>> 1), list(1, this::entry), number()),
            () -> new Accepted(ballot(), number(), number()),
            () -> new Nack(ballot(), ballot()),
            () -> new Heartbeat(ballot(), number(), number()),
            () -> new HeartbeatAck(ballot(), number(), number()),
            () -> new Fetch(number()),
            () -> new Fetched(number(), list(0, this::entry), number()),
            () -> new Submit(ballot(), list(1, this::command)),
            () -> new Refused(list(0, this::requestId), flag()),
            () -> new ReadIndex(random().nextLong(), ballot()),
            () -> new ReadIndexAnswer(random().nextLong(), flag() ? -1 : number()),
            () -> new Transfer(ballot()));

    RandomMessages(Random random) {
        this.random = random;
    }

    /** One message of each kind. */
    List<Message> oneOfEachKind() {
        return kinds.stream().map(this::sayable).toList();
    }

    /** The next message of the kind that a peer could say: the records allow more, such as an acceptance of slots 9 to 3. */
    private Message sayable(Supplier<? extends Message> kind) {
        NodeId node = node();
        for (int attempt = 0; attempt < 10_000; attempt++) {
            Message message = kind.get();
            if (isSayable(new Envelope(header(node), node(), message))) {
                return message;
            }
        }
        throw new IllegalStateException("no message of this kind can be said");
    }

    private static boolean isSayable(Envelope envelope) {
        try {
            BatchForm.encode(List.of(envelope));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Some messages, one perhaps, from one node to another. */
    List<Envelope> batch(int mostMessages) {
        List<Message> messages = new ArrayList<>();
        for (int i = random.nextInt(mostMessages); i >= 0; i--) {
            messages.add(sayable(kinds.get(random.nextInt(kinds.size()))));
        }
        return batchOf(messages);
    }

    /** These messages from one node to another. */
    List<Envelope> batchOf(List<Message> messages) {
        NodeId from = node();
        NodeId to = node();
        return messages.stream().map(message -> new Envelope(header(from), to, message)).toList();
    }

    private Header header(NodeId from) {
        return new Header(new ClusterId(name(), flag() ? "" : digest()), name(), number(), from, storage(), ballot());
    }

    private Prepare prepare() {
        long from = Math.max(1, number());
        return new Prepare(ballot(), from, Math.max(from, number()));
    }

    /** Reports are in the order of their slots, from the page's first on and below the next page's. */
    private Promise promise() {
        Prepare prepare = prepare();
        List<SlotReport> reports = new ArrayList<>();
        for (long slot = prepare.pageFrom(); reports.size() < random.nextInt(4) && slot < LARGEST - 10;
                slot += 1 + random.nextInt(3)) {
            reports.add(report(slot));
        }
        long nextPage = prepare.pageFrom() == LARGEST || flag() ? 0 : LARGEST;
        return new Promise(prepare.ballot(), prepare.from(), prepare.pageFrom(), reports, nextPage, number(), number());
    }

    private SlotReport report(long slot) {
        return flag() ? SlotReport.ofVote(slot, new Vote(ballot(), entry())) : SlotReport.ofChosen(slot, entry());
    }

    private Entry entry() {
        return random.nextInt(3) == 0 ? NoOp.INSTANCE : command();
    }

    private Command command() {
        RequestId id = requestId();
        long lowestOpen = id instanceof ClientSequence own ? Math.max(1, Math.min(own.sequence(), number())) : 0;
        return new Command(id, lowestOpen, number(), bytes(random.nextInt(40)));
    }

    private RequestId requestId() {
        return flag()
                ? new ClientSequence(new ClientId(random.nextLong(), random.nextLong()), Math.max(1, number()))
                : new IdempotencyKey(characters(1 + random.nextInt(IdempotencyKey.MAX_LENGTH), 0x20, 0x7e), bytes(32));
    }

    private Binding binding() {
        return random.nextInt(4) == 0 ? Binding.UNBOUND : new Binding(membership(), flag());
    }

    private Membership membership() {
        List<NodeId> nodes = list(1, this::node).stream().distinct().toList();
        List<Member> members = nodes.stream().map(node -> new Member(node, storage(), 1 + random.nextInt(9))).toList();
        int total = members.stream().mapToInt(Member::weight).sum();
        int prepare = 1 + random.nextInt(total);
        return new Membership(number(), members, new QuorumSizes(prepare, total - prepare + 1 + random.nextInt(prepare)));
    }

    private Ballot ballot() {
        return random.nextInt(8) == 0 ? Ballot.NONE : new Ballot(number(), Math.max(1, number()), node());
    }

    private NodeId node() {
        return NodeId.of(characters(1, 'a', 'z') + characters(random.nextInt(8) == 0 ? 62 : random.nextInt(5), '0', '9'));
    }

    private StorageId storage() {
        return new StorageId(random.nextLong(), random.nextLong());
    }

    /** Any text that UTF-8 can say, of one to four bytes a character; with quotes and control characters, too. */
    private String name() {
        if (random.nextInt(3) > 0) {
            return "default";
        }
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            int c = random.nextInt(1 << 7 + random.nextInt(4) * 5) % (Character.MAX_CODE_POINT + 1);
            name.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c);
        }
        return name.toString();
    }

    private String digest() {
        StringBuilder digest = new StringBuilder();
        while (digest.length() < 64) {
            digest.append(Character.forDigit(random.nextInt(16), 16));
        }
        return digest.toString();
    }

    private Bytes bytes(int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return Bytes.copyOf(content);
    }

    private String characters(int length, int least, int most) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) (least + random.nextInt(most - least + 1)));
        }
        return text.toString();
    }

    /** 0 or more, of any order of magnitude. */
    private long number() {
        return random.nextInt(16) == 0 ? LARGEST : random.nextLong() >>> 1 + random.nextInt(63);
    }

    private boolean flag() {
        return random.nextBoolean();
    }

    private Random random() {
        return random;
    }

    private <T> List<T> list(int least, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = least + random.nextInt(4); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}
