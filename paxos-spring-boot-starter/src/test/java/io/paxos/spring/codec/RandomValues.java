package io.paxos.spring.codec;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ChosenRow;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.IdempotencyKey;
import io.paxos.core.log.Meta;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.RequestId;
import io.paxos.core.log.VoteRow;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Valid values of every type that has a form, all from one seed; the ends of the ranges come often. */
final class RandomValues {

    private static final String NODE_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-";

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    /** 0 or more, of any order of magnitude. */
    long number() {
        return random.nextInt(16) == 0 ? Long.MAX_VALUE : random.nextLong() >>> 1 + random.nextInt(63);
    }

    /** From {@code least} to {@code most}, of any order of magnitude. */
    int number(int least, int most) {
        return (int) (least + Math.min((long) most - least, number() >>> random.nextInt(63)));
    }

    Bytes bytes(int mostSize) {
        byte[] content = new byte[random.nextInt(mostSize + 1)];
        random.nextBytes(content);
        return Bytes.copyOf(content);
    }

    String ascii(int leastLength, int mostLength, int leastCharacter, int mostCharacter) {
        int length = random.nextInt(8) == 0 ? mostLength : leastLength + random.nextInt(Math.min(12, mostLength));
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) (leastCharacter + random.nextInt(mostCharacter - leastCharacter + 1)));
        }
        return text.toString();
    }

    /** Characters of one to four bytes. */
    String text(int mostCharacters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(mostCharacters + 1); i > 0; i--) {
            int c = random.nextInt(1 << 7 + random.nextInt(4) * 5) % (Character.MAX_CODE_POINT + 1);
            text.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 'x' : c);
        }
        return text.toString();
    }

    NodeId node() {
        StringBuilder value = new StringBuilder();
        int length = random.nextInt(8) == 0 ? 63 : 1 + random.nextInt(8);
        while (value.length() < length) {
            int choices = value.isEmpty() ? NODE_CHARACTERS.length() - 1 : NODE_CHARACTERS.length();
            value.append(NODE_CHARACTERS.charAt(random.nextInt(choices)));
        }
        return NodeId.of(value.toString());
    }

    Ballot ballot() {
        return random.nextInt(10) == 0 ? Ballot.NONE : new Ballot(number(), Math.max(1, number()), node());
    }

    StorageId storage() {
        return new StorageId(random.nextLong(), random.nextLong());
    }

    RequestId requestId() {
        return random.nextBoolean()
                ? new ClientSequence(new ClientId(random.nextLong(), random.nextLong()), Math.max(1, number()))
                : new IdempotencyKey(ascii(1, IdempotencyKey.MAX_LENGTH, 0x20, 0x7e), digest());
    }

    Command command(int mostBody) {
        RequestId id = requestId();
        long lowestOpen = id instanceof ClientSequence own ? Math.max(1, Math.min(own.sequence(), number())) : 0;
        return new Command(id, lowestOpen, number(), bytes(mostBody));
    }

    Entry entry(int mostBody) {
        return random.nextInt(3) == 0 ? NoOp.INSTANCE : command(mostBody);
    }

    List<Entry> entries(int least, int most, int mostBody) {
        return list(least, most, () -> entry(mostBody));
    }

    VoteRow voteRow(int mostEntries, int mostBody) {
        List<Entry> entries = entries(1, mostEntries, mostBody);
        return new VoteRow(ballot(), firstSlot(entries.size()), entries);
    }

    ChosenRow chosenRow(int mostEntries, int mostBody) {
        List<Entry> entries = entries(1, mostEntries, mostBody);
        return new ChosenRow(firstSlot(entries.size()), entries);
    }

    RowBody rowBody() {
        List<VoteRow> votes = list(0, 3, () -> voteRow(4, 40));
        return new RowBody(votes, list(votes.isEmpty() ? 1 : 0, 2, () -> chosenRow(4, 40)));
    }

    AcceptorWrite write(int mostEntries, int mostBody) {
        return new AcceptorWrite(1, Meta.INITIAL, list(0, 4, () -> voteRow(mostEntries, mostBody)),
                list(0, 3, () -> chosenRow(mostEntries, mostBody)));
    }

    Membership membership() {
        TreeSet<NodeId> nodes = new TreeSet<>();
        for (int i = random.nextInt(7); i >= 0; i--) {
            nodes.add(node());
        }
        List<Member> members = new ArrayList<>();
        int total = 0;
        for (NodeId node : nodes) {
            int weight = number(1, Integer.MAX_VALUE / nodes.size());
            members.add(new Member(node, storage(), weight));
            total += weight;
        }
        int prepare = number(1, total);
        int accept = number(total - prepare + 1, total);
        return new Membership(number(), members, new QuorumSizes(prepare, accept));
    }

    Binding binding() {
        return random.nextInt(10) == 0 ? Binding.UNBOUND : new Binding(membership(), random.nextBoolean());
    }

    private Bytes digest() {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        return Bytes.copyOf(digest);
    }

    private long firstSlot(int count) {
        return Math.max(1, Math.min(Long.MAX_VALUE - count, number()));
    }

    private <T> List<T> list(int least, int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}
