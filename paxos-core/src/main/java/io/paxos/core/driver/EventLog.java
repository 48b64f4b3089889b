package io.paxos.core.driver;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.founding.FoundingStatus;
import io.paxos.core.port.ReplicaListener;
import io.paxos.core.replica.Event;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes the events of a replica to the log, for people. */
final class EventLog implements ReplicaListener {

    private static final Logger log = LoggerFactory.getLogger(ReplicaDriver.class);

    /** A sender that is refused sends on and on; it is named once, and no more than so many are. */
    private static final int MOST_REFUSED = 64;

    private final NodeId self;
    private final Set<Event.SenderRefused> refused = new HashSet<>();
    private Event.@Nullable RoleChanged last;

    EventLog(NodeId self) {
        this.self = self;
    }

    @Override
    public void onEvent(Event event) {
        if (event instanceof Event.RoleChanged changed) {
            // without a quorum a node polls once or twice a second, for as long as that lasts
            Level level = changed.equals(last) ? Level.DEBUG : Level.INFO;
            last = changed;
            log.atLevel(level).log("{} is {}{} ({})", self, changed.role(),
                    changed.ballot() == null ? "" : " in ballot " + changed.ballot(), changed.reason());
        } else if (event instanceof Event.FoundingChanged changed) {
            FoundingStatus status = changed.report().status();
            Level level = status.learnsOnly() || status == FoundingStatus.ROLLED_BACK ? Level.ERROR : Level.INFO;
            log.atLevel(level).log("{} is {}", self, changed.report().describe());
        } else if (event instanceof Event.Fenced fenced) {
            log.error("{} is fenced: it votes and serves no more until it is restarted ({})", self, fenced.reason());
        } else if (event instanceof Event.ApplyHalted halted) {
            log.error("{} cannot apply slot {} and applies no more; it goes on voting ({})", self, halted.slot(),
                    halted.reason());
        } else if (event instanceof Event.SenderRefused sender && refused.size() < MOST_REFUSED && refused.add(sender)) {
            log.warn("{} refuses a node that says it is {} and has the store {}: wiped, swapped, or a second node of that name",
                    self, sender.node(), sender.storage());
        }
    }
}
