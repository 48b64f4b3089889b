package io.paxos.spring.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Ends an exchange of which the container says that its peer has gone while it was held (often it does not notice, and the
 * exchange is held to its end). Left to itself the container would hand it to the host's error page, and the replies that are
 * still to come would go into the void instead of into a POST of their own.
 */
final class BrokenConnection implements AsyncListener {

    private final Runnable ending;

    BrokenConnection(Runnable ending) {
        this.ending = ending;
    }

    @Override
    public void onError(AsyncEvent event) {
        ending.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        ending.run();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // it has ended
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // it is not started twice
    }
}
