package io.paxos.core.scenario;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import io.paxos.core.log.Vote;
import io.paxos.core.membership.Member;
import io.paxos.core.membership.Membership;
import io.paxos.core.membership.QuorumSizes;
import io.paxos.core.membership.StorageId;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Message;
import io.paxos.core.message.Prepare;
import io.paxos.core.scenario.Exchange.Fate;
import io.paxos.core.scenario.Incident.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Paxos by hand: one slot, and every message a step of the caller (TOY-6). Each step returns its event, and a step that the
 * protocol does not allow is refused with an event, not with an exception, and changes nothing.
 *
 * <pre>{@code
 * Scenario scenario = Scenario.of("amy", "ben", "cal");
 * scenario.propose("amy", "Openhimer");
 * scenario.prepare("amy", "amy");
 * scenario.prepare("amy", "ben");
 * System.out.println(scenario.accept("amy", "ben").line());
 * }</pre>
 *
 * <p>Names of nodes are those of {@link NodeId}; every method throws {@link IllegalArgumentException} for another. Not
 * thread-safe.
 */
public final class Scenario {

    private final Membership membership;
    private final Map<NodeId, ScriptedNode> nodes = new TreeMap<>();
    private final List<Held> onTheWay = new ArrayList<>();
    private final Map<Ballot, Set<NodeId>> votedIn = new TreeMap<>();
    private final List<ScenarioEvent> trace = new ArrayList<>();
    private long proposals;

    private Scenario(Membership membership) {
        this.membership = membership;
        membership.members().forEach(member -> nodes.put(member.node(), new ScriptedNode(member, membership)));
        trace.add(new Incident(Kind.FOUNDED, null, null, membership.nodes().size() + " nodes, quorum of promises "
                + membership.quorums().prepare() + ", of votes " + membership.quorums().accept(), Why.QUORUMS_MEET));
    }

    /**
     * Nodes with a majority as quorum.
     *
     * @throws IllegalArgumentException if there is no node, or one stands twice
     */
    public static Scenario of(String... nodes) {
        return of(QuorumSizes.majority(nodes.length), List.of(nodes));
    }

    /**
     * Nodes with quorums of their own.
     *
     * @throws IllegalArgumentException if a quorum of promises and one of votes might miss each other (TOY-10), a quorum can
     *     never be reached, there is no node, or one stands twice
     */
    public static Scenario of(QuorumSizes quorums, List<String> nodes) {
        List<Member> members = new ArrayList<>();
        for (String node : nodes) {
            members.add(new Member(NodeId.of(node), new StorageId(0, members.size() + 1L), 1));
        }
        return new Scenario(new Membership(0, members, quorums));
    }

    // --- steps

    /** The node begins a proposal in the lowest ballot of its own above all that it knows of. */
    public ScenarioEvent propose(String node, String value) {
        ScriptedNode proposer = node(node);
        return proposer.isUp() ? propose(proposer, value, proposer.nextRound()) : down(proposer.id(), "propose " + value);
    }

    /**
     * The node begins a proposal with a round of the script's choice, in place of the one it may have. Refused unless the
     * ballot is above all that the node has promised.
     *
     * @param round from 1
     */
    public ScenarioEvent propose(String node, String value, long round) {
        ScriptedNode proposer = node(node);
        return proposer.isUp() ? propose(proposer, value, round) : down(proposer.id(), "propose " + value);
    }

    /** The proposer asks an acceptor for its promise. Asked again, it is the same Prepare. */
    public ScenarioEvent prepare(String from, String to) {
        return prepare(from, to, Hold.NOTHING);
    }

    /** The proposer asks an acceptor for its promise, and a part of the exchange is held back. */
    public ScenarioEvent prepare(String from, String to, Hold hold) {
        return ask(Phase.PREPARE, node(from), node(to).id(), hold);
    }

    /** The proposer asks an acceptor for its vote. Refused without a quorum of promises. Asked again, it is the same Accept. */
    public ScenarioEvent accept(String from, String to) {
        return accept(from, to, Hold.NOTHING);
    }

    /** The proposer asks an acceptor for its vote, and a part of the exchange is held back. */
    public ScenarioEvent accept(String from, String to, Hold hold) {
        return ask(Phase.ACCEPT, node(from), node(to).id(), hold);
    }

    /** The oldest message that is held back between the two arrives; an acceptor's answer gets back at once. */
    public ScenarioEvent deliver(String from, String to) {
        Held held = take(node(from).id(), node(to).id());
        return held == null ? nothingHeld(from, to) : arrive(held, Hold.NOTHING);
    }

    /** The oldest message that is held back between the two is lost. */
    public ScenarioEvent drop(String from, String to) {
        Held held = take(node(from).id(), node(to).id());
        return held == null ? nothingHeld(from, to) : lost(held);
    }

    /** The node stops and forgets all but its promise and its vote, which were durable before any answer. */
    public ScenarioEvent crash(String node) {
        ScriptedNode stopped = node(node);
        if (!stopped.isUp()) {
            return down(stopped.id(), "crash");
        }
        stopped.crash();
        return record(new Incident(Kind.CRASHED, stopped.id(), null, node + " crashes", Why.STOPPED));
    }

    /** The node comes back with its promise and its vote, and without a proposal. */
    public ScenarioEvent restart(String node) {
        ScriptedNode back = node(node);
        if (back.isUp()) {
            return refused(back.id(), null, node + " is up", Why.IS_UP);
        }
        back.start();
        return record(new Incident(Kind.RESTARTED, back.id(), null, node + " is back; it has promised "
                + Texts.of(back.promised()) + " and accepted " + Texts.of(accepted(back.vote())), Why.STABLE_STORAGE));
    }

    // --- what has come of them

    /** The nodes, in order of names. */
    public List<NodeId> nodes() {
        return membership.nodes();
    }

    /** All events, oldest first; the first is the founding. */
    public List<ScenarioEvent> trace() {
        return List.copyOf(trace);
    }

    /** What the node knows to be chosen; null if nothing. A crash makes it forget: only votes are durable here. */
    public @Nullable String choice(String node) {
        Entry chosen = node(node).chosen();
        return chosen == null ? null : Texts.of(chosen);
    }

    private ScenarioEvent propose(ScriptedNode proposer, String value, long round) {
        Ballot ballot = new Ballot(membership.epoch(), round, proposer.id());
        // each proposal is a request of its own, as if another client had made it
        Command own = new Command(new ClientSequence(new ClientId(0, ++proposals), 1), 1, 0, Bytes.utf8(value));
        String what = proposer.id() + " proposes " + value + " in ballot " + Texts.of(ballot);
        Ballot promised = proposer.promised();
        return proposer.propose(ballot, own)
                ? record(new Incident(Kind.PROPOSED, proposer.id(), null, what, Why.OWN_PROMISE_FIRST))
                : refused(proposer.id(), null, what + ", and has promised " + Texts.of(promised),
                        ballot.isAbove(promised) ? Why.ROUND_TOO_FAR : Why.BALLOT_USED_UP);
    }

    private ScenarioEvent ask(Phase phase, ScriptedNode proposer, NodeId acceptor, Hold hold) {
        NodeId from = proposer.id();
        if (!proposer.isUp()) {
            return down(from, "send");
        }
        Proposal proposal = proposer.proposal();
        if (proposal == null) {
            return refused(from, acceptor, "No proposal: " + from + " has not proposed a value", Why.NOTHING_PROPOSED);
        }
        Message message = phase == Phase.PREPARE ? proposal.prepareFor(acceptor) : proposal.accept();
        if (message == null) {
            return refused(from, acceptor, "No promise quorum: " + from + " has " + proposal.members(Phase.PREPARE).size()
                    + " of " + proposer.quorum(Phase.PREPARE), Why.NO_PROMISE_QUORUM);
        }
        Held request = new Held(from, acceptor, phase, proposal.ballot(), message);
        if (hold == Hold.REQUEST) {
            onTheWay.add(request);
            return record(new Incident(Kind.HELD, request.from(), request.to(), request.name(), Why.ON_ITS_WAY));
        }
        return arrive(request, hold);
    }

    private ScenarioEvent arrive(Held held, Hold hold) {
        ScriptedNode receiver = node(held.to());
        if (!receiver.isUp()) {
            return lost(held);
        }
        if (held.message() instanceof Prepare prepare) {
            return answered(held, receiver.answer(prepare), null, hold);
        }
        if (held.message() instanceof Accept accept) {
            return answered(held, receiver.answer(accept), Held.valueOf(accept), hold);
        }
        return record(new AnswerArrived(held.from(), held.to(), held.phase(), held.ballot(), held.verdict(),
                receiver.receive(held.from(), held.phase(), held.message())));
    }

    private ScenarioEvent answered(Held request, ScriptedNode.Answer answer, @Nullable String value, Hold hold) {
        ScriptedNode proposer = node(request.from());
        Proposal proposal = proposer.proposal();
        String own = proposal == null || !proposal.ballot().equals(request.ballot()) ? null : Texts.of(proposal.own());
        Fate fate = hold == Hold.ANSWER ? Fate.HELD : proposer.isUp() ? Fate.ARRIVED : Fate.LOST;
        Count count = null;
        if (fate == Fate.HELD) {
            onTheWay.add(new Held(request.to(), request.from(), request.phase(), request.ballot(), answer.reply()));
        } else if (fate == Fate.ARRIVED) {
            count = proposer.receive(request.to(), request.phase(), answer.reply());
        }
        boolean makesChosen = value != null && Held.verdictOf(answer.reply()) == Verdict.ACC && isChosenBy(request);
        return record(new Exchange(request.phase(), request.from(), request.to(), request.ballot(), own, value,
                answer.promisedBefore(), accepted(answer.votedBefore()), makesChosen, Held.verdictOf(answer.reply()),
                answer.promised(), answer.why(), fate, count));
    }

    /** Whether a vote just cast is the one that completes an accept-quorum in its ballot. */
    private boolean isChosenBy(Held request) {
        Set<NodeId> voters = votedIn.computeIfAbsent(request.ballot(), ballot -> new TreeSet<>());
        boolean before = membership.isAcceptQuorum(voters);
        voters.add(request.to());
        return !before && membership.isAcceptQuorum(voters);
    }

    private @Nullable Held take(NodeId from, NodeId to) {
        for (Held held : onTheWay) {
            if (held.from().equals(from) && held.to().equals(to)) {
                onTheWay.remove(held);
                return held;
            }
        }
        return null;
    }

    private ScenarioEvent lost(Held held) {
        return record(new Incident(Kind.LOST, held.from(), held.to(), held.name(), Why.NETWORK_LOSES));
    }

    private ScenarioEvent nothingHeld(String from, String to) {
        return refused(node(from).id(), node(to).id(), "Nothing is on its way from " + from + " to " + to,
                Why.NOTHING_ON_THE_WAY);
    }

    private ScenarioEvent down(NodeId node, String what) {
        return refused(node, null, node + " is down and cannot " + what, Why.IS_DOWN);
    }

    private ScenarioEvent refused(NodeId from, @Nullable NodeId to, String what, Why why) {
        return record(new Incident(Kind.REFUSED, from, to, what, why));
    }

    private ScenarioEvent record(ScenarioEvent event) {
        trace.add(event);
        return event;
    }

    private ScriptedNode node(String name) {
        return node(NodeId.of(name));
    }

    private ScriptedNode node(NodeId id) {
        ScriptedNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no node " + id + " among " + membership.nodes());
        }
        return node;
    }

    private static @Nullable AcceptedValue accepted(@Nullable Vote vote) {
        return vote == null ? null : new AcceptedValue(Texts.of(vote.entry()), vote.ballot());
    }
}
