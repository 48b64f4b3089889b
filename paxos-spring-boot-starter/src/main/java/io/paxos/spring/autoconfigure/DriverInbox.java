package io.paxos.spring.autoconfigure;

import io.paxos.core.driver.ReplicaDriver;
import io.paxos.core.message.Envelope;
import io.paxos.spring.web.PeerInbox;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Messages of peers go to the driver, which itself needs the transport: so it is looked up when the first message comes. */
final class DriverInbox implements PeerInbox {

    private final ObjectProvider<ReplicaDriver> drivers;
    private volatile @Nullable ReplicaDriver found;

    DriverInbox(ObjectProvider<ReplicaDriver> drivers) {
        this.drivers = drivers;
    }

    @Override
    public boolean isOpen() {
        return driver().isRunning();
    }

    @Override
    public boolean receive(List<Envelope> messages, long bytes) {
        return driver().receive(messages, bytes);
    }

    private ReplicaDriver driver() {
        ReplicaDriver driver = found;
        if (driver == null) {
            driver = drivers.getObject();
            found = driver;
        }
        return driver;
    }
}
