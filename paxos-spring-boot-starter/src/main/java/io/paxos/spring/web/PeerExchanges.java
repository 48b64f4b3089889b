package io.paxos.spring.web;

import io.paxos.core.message.Envelope;
import java.util.List;

/** What a lane does with the messages that it has gathered. */
@FunctionalInterface
interface PeerExchanges {

    /** Sends these messages, and takes in what comes back. Waits for the response; never throws. */
    void exchange(List<Envelope> messages);
}
