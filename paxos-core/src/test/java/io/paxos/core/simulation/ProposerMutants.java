package io.paxos.core.simulation;

import io.paxos.core.ballot.Ballot;
import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.NoOp;
import io.paxos.core.log.SlotReport;
import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Header;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.replica.Effects;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.ReplicaSetup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The mutants that count or recover what they should not, or propose it. */
final class ProposerMutants {

    private ProposerMutants() {
    }

    static final class LatePromiseCounted extends AroundReplica {
        private @Nullable Prepare campaign;

        LatePromiseCounted(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        List<Input> before(Input input) {
            Prepare now = campaign;
            if (now != null && input instanceof Input.Received received
                    && received.envelope().message() instanceof Promise late
                    && late.ballot().node().equals(setup().self()) && late.ballot().isBelow(now.ballot())
                    && late.nextPage() == 0) {
                Promise counted = new Promise(now.ballot(), now.from(), now.from(), late.reports(), 0,
                        late.compactedUpTo(), late.chosenUpTo());
                return List.of(new Input.Received(
                        new Envelope(received.envelope().header(), received.envelope().to(), counted)));
            }
            return List.of(input);
        }

        @Override
        Effects after(Effects effects) {
            for (Envelope envelope : effects.afterWrites()) {
                if (envelope.message() instanceof Prepare prepare) {
                    campaign = prepare;
                }
            }
            return effects;
        }
    }

    /** Whoever acknowledges a batch twice counts for a second member. */
    static final class SenderCountedTwice extends AroundReplica {
        private final Set<Envelope> heard = new HashSet<>();

        SenderCountedTwice(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        List<Input> before(Input input) {
            if (input instanceof Input.Received received && received.envelope().message() instanceof Accepted accepted
                    && !heard.add(new Envelope(received.envelope().header(), setup().self(), accepted))) {
                NodeId sender = received.envelope().header().from();
                for (Header other : headers().values()) {
                    if (!other.from().equals(sender) && !other.from().equals(setup().self())) {
                        return List.of(input, received(other, accepted));
                    }
                }
            }
            return List.of(input);
        }
    }

    /** Something is wrong with how promises are read. */
    private abstract static class PromiseMisread extends AroundReplica {
        PromiseMisread(ReplicaSetup setup) {
            super(setup);
        }

        /** What is read instead. */
        abstract Promise misread(Promise promise);

        @Override
        final List<Input> before(Input input) {
            return input instanceof Input.Received received && received.envelope().message() instanceof Promise promise
                    ? List.of(received(received.envelope().header(), misread(promise))) : List.of(input);
        }

        final Promise with(Promise promise, List<SlotReport> reports, long nextPage) {
            return new Promise(promise.ballot(), promise.from(), promise.pageFrom(), reports, nextPage, promise.compactedUpTo(),
                    promise.chosenUpTo());
        }
    }

    /** Of the votes reported for a slot the first is taken, not the one with the highest ballot. */
    static final class FirstReportTaken extends PromiseMisread {
        private final Map<Ballot, Set<Long>> reported = new HashMap<>();

        FirstReportTaken(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        Promise misread(Promise promise) {
            Set<Long> known = reported.computeIfAbsent(promise.ballot(), ballot -> new HashSet<>());
            return with(promise, promise.reports().stream()
                    .filter(report -> report.chosen() != null || known.add(report.slot())).toList(), promise.nextPage());
        }
    }

    /** Votes that were reported are forgotten, and their slots filled with no-ops. */
    static final class RecoveredVotesDropped extends PromiseMisread {
        RecoveredVotesDropped(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        Promise misread(Promise promise) {
            return with(promise, promise.reports().stream().filter(report -> report.chosen() != null).toList(),
                    promise.nextPage());
        }
    }

    /** The first page of a promise counts for the whole. */
    static final class PageTakenForTheWhole extends PromiseMisread {
        PageTakenForTheWhole(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        Promise misread(Promise promise) {
            return with(promise, promise.reports(), 0);
        }
    }

    static final class AcknowledgementsCumulative extends AroundReplica {
        private final TreeMap<Long, Accept> sent = new TreeMap<>();

        AcknowledgementsCumulative(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        List<Input> before(Input input) {
            if (!(input instanceof Input.Received received)
                    || !(received.envelope().message() instanceof Accepted accepted)) {
                return List.of(input);
            }
            List<Input> all = new ArrayList<>();
            for (Accept batch : sent.headMap(accepted.lastSlot(), true).values()) {
                if (batch.ballot().equals(accepted.ballot())) {
                    all.add(new Input.Received(new Envelope(received.envelope().header(), received.envelope().to(),
                            new Accepted(batch.ballot(), batch.firstSlot(), batch.lastSlot()))));
                }
            }
            return all;
        }

        @Override
        Effects after(Effects effects) {
            for (Envelope envelope : effects.free()) {
                if (envelope.message() instanceof Accept accept) {
                    sent.put(accept.firstSlot(), accept);
                }
            }
            return effects;
        }
    }

    /** A batch that is sent again is put together anew. */
    static final class BatchChangedOnResend extends AroundReplica {
        private final Map<Long, Accept> sent = new HashMap<>();

        BatchChangedOnResend(ReplicaSetup setup) {
            super(setup);
        }

        @Override
        Effects after(Effects effects) {
            List<Envelope> free = effects.free().stream().map(this::changed).toList();
            free.forEach(this::remember);
            return new Effects(effects.write(), free, effects.afterWrites(), effects.applied(), effects.replies(),
                    effects.events());
        }

        private Envelope changed(Envelope envelope) {
            return envelope.message() instanceof Accept accept && accept.equals(sent.get(accept.firstSlot()))
                    ? new Envelope(envelope.header(), envelope.to(), new Accept(accept.ballot(), accept.firstSlot(),
                            Collections.nCopies(accept.entries().size(), NoOp.INSTANCE), accept.chosenUpTo()))
                    : envelope;
        }

        private void remember(Envelope envelope) {
            if (envelope.message() instanceof Accept accept && envelope.to().equals(setup().plan().nodes().get(0))) {
                sent.put(accept.firstSlot(), accept);
            }
        }
    }
}
