package io.paxos.core.founding;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.membership.Binding;
import io.paxos.core.membership.FoundingPlan;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import io.paxos.core.message.NodeIdentity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The founding as one node sees it. Legal moves of the status: FORMING to BOUND to FOUNDED; FORMING to FOUNDED for a
 * node alone; FORMING or BOUND to one of IDENTITY_MISMATCH, NOT_A_FOUNDER, ROLLED_BACK when a founded peer is heard.
 * The {@linkplain #binding() binding} must be durable before a message that says so leaves; this class does not send.
 */
public class Founding {

    /** What a peer said in answer to the present nonce. */
    private record Heard(StorageId storage, NodeIdentity identity) {
    }

    private static final int MOST_LOST = 64;

    private final NodeId self;
    private final StorageId storage;
    private final FoundingPlan plan;
    private final String planDigest;
    private Binding binding;
    private FoundingStatus status;
    private @Nullable Membership founders;
    private long nonce;
    private final TreeMap<NodeId, Heard> heard = new TreeMap<>();
    private final Set<NodeId> boundToSame = new HashSet<>();
    private final TreeSet<StorageId> lost = new TreeSet<>();

    /**
     * @param binding what the store holds
     * @param nonce random for this start of the process
     * @throws FoundedDifferentlyException if the store was founded by others than the plan lists (rule F7)
     */
    public Founding(NodeId self, StorageId storage, FoundingPlan plan, Binding binding, long nonce) {
        this.self = self;
        this.storage = storage;
        this.plan = plan;
        this.planDigest = plan.digest();
        this.binding = binding;
        this.nonce = nonce;
        this.founders = binding.founders();
        if (founders == null) {
            this.status = FoundingStatus.FORMING;
        } else {
            if (!founders.isPinned(self, storage) || !plan.agreesWith(founders)) {
                throw new FoundedDifferentlyException(self, storage, plan, founders);
            }
            this.status = binding.founded() ? FoundingStatus.FOUNDED : FoundingStatus.BOUND;
        }
        // F5: a node alone has heard all listed nodes and is bound as all of them are
        if (plan.nodes().equals(List.of(self)) && !binding.founded()) {
            bind(plan.foundersWith(Map.of(self, storage)));
            becomeFounded();
        }
    }

    /** What must be durable before anybody hears of it. */
    public Binding binding() {
        return binding;
    }

    /** What this node may do. */
    public FoundingStatus status() {
        return status;
    }

    /** The founders of the cluster that this node is a voter or learner of; null while it does not know one. */
    public @Nullable Membership founders() {
        return status.knowsFounders() ? founders : null;
    }

    /** Whether peers still have to be asked. */
    public boolean asks() {
        return status == FoundingStatus.FORMING || status == FoundingStatus.BOUND;
    }

    /** The question for peers. */
    public Identify question() {
        return new Identify(nonce, List.copyOf(lost));
    }

    /** The answer to a peer's question, to leave when {@link #binding()} is durable. */
    public Identity answer(Identify question) {
        return new Identity(question.nonce(), identity());
    }

    /** Takes in the losses that a peer knows of. */
    public void onIdentify(Identify question) {
        learnLost(question.lost());
    }

    /** Takes in the answer of a peer; nothing but an answer to the present nonce counts. */
    public void onIdentity(NodeId from, StorageId store, Identity answer) {
        if (answer.nonce() != nonce || !asks() || lost.contains(store)) {
            return;
        }
        if (plan.weights().containsKey(from)) {
            Heard before = heard.get(from);
            if (before != null && !before.storage().equals(store)) {
                // two stores under one name within one question: nobody can tell which came last, so all is asked again
                askAgain();
                return;
            }
            heard.put(from, new Heard(store, answer.identity()));
        }
        onClaim(from, store, answer.identity().binding());
        noticeLostStores();
        bindIfAllAgree();
    }

    /** How the founding stands, for people. */
    public FoundingReport report() {
        List<NodeId> unheard = asks() ? plan.nodes().stream().filter(n -> !n.equals(self) && !heard.containsKey(n)).toList()
                : List.of();
        List<NodeId> differing = heard.entrySet().stream().filter(e -> differs(e.getValue().identity()))
                .map(Map.Entry::getKey).toList();
        return new FoundingReport(status, unheard, differing, lostFounders(), dataMayBeDeleted(unheard));
    }

    private NodeIdentity identity() {
        return new NodeIdentity(planDigest, binding);
    }

    private boolean differs(NodeIdentity other) {
        Membership theirs = other.binding().founders();
        return !other.planDigest().equals(planDigest)
                || theirs != null && (binding.founders() == null ? !theirs.isPinned(self, storage) : !binding.isBoundTo(theirs));
    }

    /** What a peer claims of its binding is durable, and only grows. */
    private void onClaim(NodeId from, StorageId store, Binding claim) {
        Membership claimed = claim.founders();
        if (!asks() || claimed == null || !claimed.isPinned(from, store)) {
            return;
        }
        if (claim.founded()) {
            onFoundedPeer(claimed);
        } else if (binding.isBoundTo(claimed)) {
            boundToSame.add(from);
        }
        // F3: all founders are bound to the same
        if (status == FoundingStatus.BOUND && founders != null && boundToSame.containsAll(founders.others(self))) {
            becomeFounded();
        }
    }

    private void onFoundedPeer(Membership theirs) {
        Member own = theirs.member(self);
        if (binding.isBoundTo(theirs)) {
            becomeFounded();
        } else if (own == null) {
            becomeLearner(FoundingStatus.NOT_A_FOUNDER, theirs);
        } else if (!own.storage().equals(storage)) {
            becomeLearner(FoundingStatus.IDENTITY_MISMATCH, theirs);
        } else {
            // F4: only a store that has forgotten its binding can be a founder without being bound
            status = FoundingStatus.ROLLED_BACK;
        }
    }

    private void bindIfAllAgree() {
        if (status != FoundingStatus.FORMING || !heard.keySet().containsAll(plan.weights().keySet().stream()
                .filter(node -> !node.equals(self)).toList())) {
            return;
        }
        Map<NodeId, StorageId> stores = new TreeMap<>();
        stores.put(self, storage);
        heard.forEach((node, said) -> stores.put(node, said.storage()));
        if (new HashSet<>(stores.values()).size() < stores.size()) {
            return; // one store under two names: a copied data directory
        }
        Membership all = plan.foundersWith(stores);
        for (Heard said : heard.values()) {
            Membership other = said.identity().binding().founders();
            if (!said.identity().planDigest().equals(planDigest) || other != null && !other.equals(all)) {
                return;
            }
        }
        bind(all);
        heard.forEach((node, said) -> onClaim(node, said.storage(), said.identity().binding()));
    }

    private void bind(Membership all) {
        if (binding.founders() != null && !binding.isBoundTo(all)) {
            throw new IllegalStateException("bound to " + binding.founders() + ", cannot be bound to " + all);
        }
        binding = new Binding(all, binding.founded());
        founders = all;
        status = FoundingStatus.BOUND;
    }

    private void becomeFounded() {
        if (status != FoundingStatus.BOUND) {
            throw new IllegalStateException("invalid transition [" + status + " -> FOUNDED]");
        }
        binding = new Binding(founders, true);
        status = FoundingStatus.FOUNDED;
    }

    private void becomeLearner(FoundingStatus learner, Membership theirs) {
        status = learner;
        founders = theirs;
    }

    /**
     * A founder's node id answers with another store: the pinned one is lost. From then on nothing that the lost store
     * ever said counts here, and every peer that is asked is told, and does likewise. Otherwise a message of the lost
     * store that was still on its way could found the cluster after {@link #dataMayBeDeleted} has said that it never
     * will be.
     */
    private void noticeLostStores() {
        if (status != FoundingStatus.BOUND || founders == null) {
            return;
        }
        Set<StorageId> replaced = new TreeSet<>();
        for (Member member : founders.members()) {
            Heard said = heard.get(member.node());
            if (said != null && !said.storage().equals(member.storage())) {
                replaced.add(member.storage());
            }
        }
        learnLost(replaced);
    }

    private void learnLost(Iterable<StorageId> stores) {
        boolean news = false;
        for (StorageId store : stores) {
            boolean matters = founders == null ? lost.size() < MOST_LOST
                    : founders.members().stream().anyMatch(member -> member.storage().equals(store));
            news |= matters && !store.equals(storage) && lost.add(store);
        }
        if (news && asks()) {
            if (founders != null) {
                founders.members().stream().filter(m -> lost.contains(m.storage())).map(Member::node)
                        .forEach(boundToSame::remove);
            }
            // answers count only if the peer was asked with all losses known
            askAgain();
        }
    }

    private void askAgain() {
        nonce++;
        heard.clear();
    }

    private List<NodeId> lostFounders() {
        if (status != FoundingStatus.BOUND || founders == null) {
            return List.of();
        }
        return founders.members().stream().filter(m -> lost.contains(m.storage())).map(Member::node).toList();
    }

    /**
     * F6: every store of F that is not lost has answered, with the losses known to it, that it is not founded; and so
     * few are lost that without the others no value can have been chosen.
     */
    private boolean dataMayBeDeleted(List<NodeId> unheard) {
        List<NodeId> gone = lostFounders();
        return founders != null && !gone.isEmpty() && unheard.stream().allMatch(gone::contains)
                && gone.size() * 2 < founders.members().size() && !founders.isAcceptQuorum(new HashSet<>(gone));
    }
}
