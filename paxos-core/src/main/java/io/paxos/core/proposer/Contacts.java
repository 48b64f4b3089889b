package io.paxos.core.proposer;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.Membership;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When each member last answered the leader in its ballot, and how far it was: check-quorum (PITFALLS 43) and display. */
public final class Contacts {

    /**
     * A member as its leader sees it.
     *
     * @param heardAt tick of its last answer; if it has not answered yet, of the beginning of the leadership
     * @param answered whether it has answered in this leadership
     * @param chosenUpTo what it last said to know chosen; 0 if it has not said yet
     */
    public record Contact(long heardAt, boolean answered, long chosenUpTo) {
    }

    private final NodeId self;
    private final Membership membership;
    private final Map<NodeId, Contact> contacts = new TreeMap<>();
    private final Map<NodeId, Long> votedUpTo = new TreeMap<>();

    /** For check-quorum, every member counts as heard when the leadership begins. */
    public Contacts(NodeId self, Membership membership, long now) {
        this.self = self;
        this.membership = membership;
        membership.others(self).forEach(member -> contacts.put(member, new Contact(now, false, 0)));
    }

    /** The member answered. */
    public void heard(NodeId member, long now) {
        contacts.computeIfPresent(member, (node, last) -> new Contact(now, true, last.chosenUpTo()));
    }

    /** The member answered and said how far it is. */
    public void heard(NodeId member, long now, long chosenUpTo) {
        contacts.computeIfPresent(member,
                (node, last) -> new Contact(now, true, Math.max(chosenUpTo, last.chosenUpTo())));
    }

    /** Whether an accept-quorum, this node included, answered within that many ticks. */
    public boolean hasAcceptQuorum(long now, int ticks) {
        Set<NodeId> recent = new HashSet<>();
        recent.add(self);
        contacts.forEach((member, contact) -> {
            if (now - contact.heardAt() <= ticks) {
                recent.add(member);
            }
        });
        return membership.isAcceptQuorum(recent);
    }

    /** The member has made its votes durable up to this slot. */
    public void voted(NodeId member, long slot) {
        votedUpTo.merge(member, slot, Math::max);
    }

    /** Whether the member has answered within that many ticks. */
    public boolean hasAnswered(NodeId member, long now, int ticks) {
        Contact contact = contacts.get(member);
        return contact != null && contact.answered() && now - contact.heardAt() <= ticks;
    }

    /**
     * Who should lead next, of those that have answered within that many ticks: whose disk holds most, as one that hangs answers
     * heartbeats all the same; then who knows most chosen, then who was heard last. Null if there is nobody.
     */
    public @Nullable NodeId successor(long now, int ticks) {
        return contacts.entrySet().stream().filter(e -> hasAnswered(e.getKey(), now, ticks))
                .max(Comparator.comparingLong((Map.Entry<NodeId, Contact> e) -> votedUpTo.getOrDefault(e.getKey(), 0L))
                        .thenComparingLong(e -> e.getValue().chosenUpTo())
                        .thenComparingLong(e -> e.getValue().heardAt()))
                .map(Map.Entry::getKey).orElse(null);
    }

    /** Each other member with its last contact. */
    public Map<NodeId, Contact> all() {
        return new TreeMap<>(contacts);
    }
}
