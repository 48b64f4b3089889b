package io.paxos.spring.jpa;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.DurableState;
import io.paxos.core.log.DurableStateBuilder;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Meta;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes such as an acceptor makes, drawn from a seed, and what they add up to. Slots are voted for and voted for again in higher
 * ballots, in any order; values are learnt; the chosen mark follows where nothing is missing.
 */
final class StoreWrites {

    static final NodeId NODE = NodeId.of("node1");
    private static final NodeId OTHER = NodeId.of("node2");
    private static final int OPEN_SLOTS = 12;

    private final Random random;
    private final DurableStateBuilder model;
    private Ballot promised = Ballot.NONE;
    private Binding binding = Binding.UNBOUND;
    private long chosenUpTo;
    private long lastId;
    private long lastSequence;

    StoreWrites(long seed, StorageId storage) {
        this.random = new Random(seed);
        this.model = new DurableStateBuilder(storage);
        Membership founders = FoundingPlan.majority("default", List.of(NODE, OTHER))
                .foundersWith(Map.of(NODE, storage, OTHER, new StorageId(1, 2)));
        binding = new Binding(founders, true);
    }

    /** The next write; it counts as durable only when {@link #written} is told so. */
    AcceptorWrite next() {
        List<VoteRow> votes = new ArrayList<>();
        List<ChosenRow> chosen = new ArrayList<>();
        int kind = random.nextInt(10);
        if (kind == 0 || promised.equals(Ballot.NONE)) {
            promised = Ballot.above(promised, 0, random.nextBoolean() ? NODE : OTHER);
        } else if (kind <= 7) {
            for (int row = 0; row <= random.nextInt(2); row++) {
                // each row in a ballot of its own, so that no two votes of one ballot and slot differ
                promised = Ballot.above(promised, 0, OTHER);
                votes.add(new VoteRow(promised, chosenUpTo + 1 + random.nextInt(OPEN_SLOTS), entries(1 + random.nextInt(6))));
            }
        } else {
            int count = 1 + random.nextInt(4);
            chosen.add(new ChosenRow(chosenUpTo + 1, entries(count)));
            chosenUpTo += count;
        }
        return new AcceptorWrite(++lastId, new Meta(promised, chosenUpTo, binding), votes, chosen);
    }

    /** A write with about so many bytes of votes. */
    AcceptorWrite large(int count, int bytesEach) {
        promised = Ballot.above(promised, 0, OTHER);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(command(bytesEach));
        }
        return new AcceptorWrite(++lastId, new Meta(promised, chosenUpTo, binding),
                List.of(new VoteRow(promised, chosenUpTo + 1, entries)), List.of());
    }

    /** The write is durable. */
    void written(AcceptorWrite write) {
        model.add(write);
    }

    /** Goes on from what a store has after a restart; what was not durable never was. */
    void continueFrom(DurableState found) {
        promised = Ballot.max(promised, found.meta().promised());
        chosenUpTo = found.meta().chosenUpTo();
    }

    /** What all durable writes add up to. */
    DurableState expected() {
        return model.build();
    }

    private List<Entry> entries(int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(random.nextInt(8) == 0 ? NoOp.INSTANCE : command(random.nextInt(400)));
        }
        return entries;
    }

    private Command command(int bytes) {
        byte[] body = new byte[bytes];
        random.nextBytes(body);
        lastSequence++;
        return new Command(new ClientSequence(new ClientId(7, 7), lastSequence), lastSequence, chosenUpTo, Bytes.copyOf(body));
    }
}
