package io.paxos.spring.codec;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Entry;
import io.paxos.core.log.SlotReport;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.ClusterId;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Messages of every kind, and batches of them, all from one seed; the ends of the ranges come often. */
final class RandomMessages {

    private static final int MOST_BODY = 40;

    private final Random random;
    private final RandomValues values;
    private final List<Supplier<Message>> kinds = List.of(this::identify, this::identity, this::poll, this::pollAnswer,
            this::prepare, this::promise, this::accept, this::accepted, this::nack, this::heartbeat, this::heartbeatAck,
            this::fetch, this::fetched, this::submit, this::refused, this::readIndex, this::readIndexAnswer, this::transfer);

    RandomMessages(Random random) {
        this.random = random;
        this.values = new RandomValues(random);
    }

    /** One of each kind. */
    List<Message> oneOfEach() {
        return kinds.stream().map(Supplier::get).toList();
    }

    Message message() {
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    Header header(NodeId from) {
        return new Header(new ClusterId(name(255), random.nextBoolean() ? "" : digest()), name(16), values.number(), from,
                values.storage(), values.ballot());
    }

    Envelope envelope() {
        return new Envelope(header(values.node()), values.node(), message());
    }

    /** Most messages have the header of the one before. */
    List<Envelope> batch(int mostMessages) {
        NodeId to = values.node();
        Header header = header(values.node());
        List<Envelope> batch = new ArrayList<>();
        for (int i = random.nextInt(mostMessages); i >= 0; i--) {
            batch.add(new Envelope(header, to, message()));
            header = random.nextInt(4) == 0 ? header(header.from()) : header;
        }
        return batch;
    }

    private Message identify() {
        return new Identify(random.nextLong(), list(0, 3, values::storage));
    }

    private Message identity() {
        return new Identity(random.nextLong(), new NodeIdentity(digest(), values.binding()));
    }

    private Message poll() {
        return new Poll(values.number(), random.nextBoolean());
    }

    private Message pollAnswer() {
        return new PollAnswer(values.number(), random.nextBoolean(), mark());
    }

    private Message prepare() {
        long from = slot();
        return new Prepare(ballot(), from, slotFrom(from));
    }

    private Message promise() {
        long from = slot();
        long pageFrom = slotFrom(from);
        List<SlotReport> reports = new ArrayList<>();
        long last = pageFrom;
        long next = pageFrom;
        for (int i = random.nextInt(4); i > 0 && next <= MessageForm.LAST_SLOT; i--) {
            last = slotFrom(next);
            next = last + 1;
            Entry entry = values.entry(MOST_BODY);
            reports.add(random.nextBoolean() ? SlotReport.ofChosen(last, entry)
                    : SlotReport.ofVote(last, new Vote(ballot(), entry)));
        }
        long nextPage = last == MessageForm.LAST_SLOT || random.nextBoolean() ? 0 : slotFrom(last + 1);
        return new Promise(ballot(), from, pageFrom, reports, nextPage, mark(), mark());
    }

    private Message accept() {
        List<Entry> entries = values.entries(1, 5, MOST_BODY);
        return new Accept(ballot(), Math.min(slot(), Long.MAX_VALUE - entries.size()), entries, mark());
    }

    private Message accepted() {
        long firstSlot = slot();
        return new Accepted(ballot(), firstSlot, slotFrom(firstSlot));
    }

    private Message nack() {
        return new Nack(ballot(), values.ballot());
    }

    private Message heartbeat() {
        return new Heartbeat(ballot(), mark(), values.number());
    }

    private Message heartbeatAck() {
        return new HeartbeatAck(ballot(), values.number(), mark());
    }

    private Message fetch() {
        return new Fetch(slot());
    }

    private Message fetched() {
        List<Entry> entries = values.entries(0, 5, MOST_BODY);
        return new Fetched(Math.min(slot(), Long.MAX_VALUE - Math.max(1, entries.size())), entries, mark());
    }

    private Message submit() {
        return new Submit(ballot(), list(1, 4, () -> values.command(MOST_BODY)));
    }

    private Message refused() {
        return new Refused(list(0, 4, values::requestId), random.nextBoolean());
    }

    private Message readIndex() {
        return new ReadIndex(random.nextLong(), ballot());
    }

    private Message readIndexAnswer() {
        return new ReadIndexAnswer(random.nextLong(), random.nextBoolean() ? -1 : mark());
    }

    private Message transfer() {
        return new Transfer(ballot());
    }

    private Ballot ballot() {
        return new Ballot(values.number(), Math.max(1, values.number()), values.node());
    }

    private long mark() {
        return Math.min(MessageForm.LAST_SLOT, values.number());
    }

    private long slot() {
        return Math.max(1, mark());
    }

    /** A slot at or above a lowest one; the lowest one often. */
    private long slotFrom(long least) {
        long distance = random.nextBoolean() ? 0 : values.number();
        return distance > MessageForm.LAST_SLOT - least ? MessageForm.LAST_SLOT : least + distance;
    }

    private String digest() {
        byte[] digest = new byte[DigestForm.SIZE];
        random.nextBytes(digest);
        return HexFormat.of().formatHex(digest);
    }

    private String name(int mostCharacters) {
        return random.nextInt(10) == 0 ? "\ud83d\ude80".repeat(mostCharacters)
                : "x" + values.text(Math.min(8, mostCharacters - 1));
    }

    private <T> List<T> list(int least, int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}
