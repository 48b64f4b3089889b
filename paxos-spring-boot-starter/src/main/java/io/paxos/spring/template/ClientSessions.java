package io.paxos.spring.template;

import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.session.AnswerLimits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers the commands of this process (rule C1, PITFALLS 90). Safe for use by many threads.
 *
 * <p>The table of answers refuses a sequence that is {@value #WINDOW} or more above the lowest open one of its client. Instead
 * of refusing such a call, this process is then one more client. Windows are never given up: each keeps answers on every node
 * until it says that it waits for them no longer, which it does with its next command. So the first one that has room is taken,
 * and there are about as many as the most calls ever open at once make necessary.
 */
final class ClientSessions {

    /** Most sequences from the lowest open one to the highest, both included; that of {@link AnswerLimits#DEFAULTS}. */
    static final int WINDOW = 1_024;

    private final SecureRandom random = new SecureRandom();
    private final List<Window> windows = new ArrayList<>();

    /** Opens the next sequence of a client that has room, which may be a new one. */
    synchronized Sequence open() {
        for (Window window : windows) {
            if (window.hasRoom()) {
                return window.open();
            }
        }
        Window fresh = new Window(new ClientId(random.nextLong(), random.nextLong()));
        windows.add(fresh);
        return fresh.open();
    }

    /**
     * A sequence of a call.
     *
     * <p>It may be closed as soon as nobody attempts the call again, although a copy of its command may still be on its way
     * after an unknown end. The copy is then executed in the first slot that holds one, or, if the client's next command comes
     * before it, refused by the table as closed; in neither case twice.
     */
    final class Sequence implements AutoCloseable {

        private final Window window;
        private final ClientSequence id;
        private final long lowestOpen;
        private boolean closed;

        private Sequence(Window window, ClientSequence id, long lowestOpen) {
            this.window = window;
            this.id = id;
            this.lowestOpen = lowestOpen;
        }

        /** The request id. */
        ClientSequence id() {
            return id;
        }

        /** The lowest sequence of the client that was open when this one was opened; at most this one. */
        long lowestOpen() {
            return lowestOpen;
        }

        /** The call has ended or is given up: its command will never be handed in again. */
        @Override
        public void close() {
            synchronized (ClientSessions.this) {
                if (!closed) {
                    closed = true;
                    window.close(id.sequence());
                }
            }
        }
    }

    /** One client. Its sequences from the lowest open one to below the next one are a ring. */
    private final class Window {

        private final ClientId client;
        private final boolean[] ended = new boolean[WINDOW];
        private long lowestOpen = 1;
        private long next = 1;

        Window(ClientId client) {
            this.client = client;
        }

        boolean hasRoom() {
            return next - lowestOpen < WINDOW;
        }

        Sequence open() {
            return new Sequence(this, new ClientSequence(client, next++), lowestOpen);
        }

        void close(long sequence) {
            ended[at(sequence)] = true;
            while (lowestOpen < next && ended[at(lowestOpen)]) {
                ended[at(lowestOpen)] = false;
                lowestOpen++;
            }
        }

        private int at(long sequence) {
            return (int) (sequence % WINDOW);
        }
    }
}
