package io.paxos.core.simulation;

import io.paxos.core.driver.EffectsExecutor;
import io.paxos.core.log.AcceptorWrite;
import io.paxos.core.message.Envelope;
import io.paxos.core.replica.Applied;
import io.paxos.core.replica.Event;
import io.paxos.core.replica.Input;
import io.paxos.core.replica.Reply;

/** Where the effects of one life of a process go; at any of them it may die, and then the rest never happens. */
final class SimulatedOutlet implements EffectsExecutor.Outlet {

    private final SimulatedWorld world;
    private final SimulatedNode node;
    private final int ofLife;

    /** For the present life of the node. */
    SimulatedOutlet(SimulatedWorld world, SimulatedNode node) {
        this.world = world;
        this.node = node;
        this.ofLife = node.life();
    }

    private boolean isDead() {
        if (node.life() == ofLife && world.processFaults().crashesAmidEffects()) {
            world.record().strike(FaultKind.CRASH_AMID_EFFECTS);
            world.processFaults().crashAndRestart(node);
        }
        return node.life() != ofLife;
    }

    @Override
    public void persist(AcceptorWrite write) {
        if (!isDead()) {
            node.write(write);
        }
    }

    @Override
    public void send(Envelope envelope) {
        if (!isDead()) {
            world.record().onSent(envelope);
            world.network().send(envelope);
        }
    }

    @Override
    public void sendToSelf(Envelope envelope) {
        if (!isDead()) {
            node.input(new Input.Received(envelope));
        }
    }

    @Override
    public void applied(Applied slot) {
        if (!isDead()) {
            world.record().onApplied(node.id(), slot);
        }
    }

    @Override
    public void reply(Reply reply) {
        if (!isDead()) {
            world.onReply(reply);
        }
    }

    @Override
    public void event(Event event) {
        if (!isDead()) {
            if (event instanceof Event.FoundingChanged changed) {
                node.onFounding(changed.report().status());
            }
            world.record().onEvent(node.id(), event);
        }
    }
}
