package io.paxos.core.replica;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Query;
import io.paxos.core.message.Envelope;
import org.jspecify.annotations.Nullable;

/** What can happen to a replica. */
public sealed interface Input {

    /** Calls the method for this kind of input. */
    void applyTo(Handler handler);

    /** The process has started; the first input, once. */
    record Start() implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onStart();
        }
    }

    /** One tick has passed. After a pause of the process one tick is enough: what was missed is not made up for. */
    record Tick() implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onTick();
        }
    }

    /** A message has come in. */
    record Received(Envelope envelope) implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onReceived(envelope);
        }
    }

    /** The write of that id and all before it are durable. */
    record Written(long writeId) implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onWritten(writeId);
        }
    }

    /**
     * A write has failed, or its result is unknown. The replica is fenced for good: its memory is ahead of its disk
     * (PITFALLS 11, 12). It must be started again from what the store holds.
     *
     * @param reason for people
     */
    record WriteFailed(String reason) implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onWriteFailed(reason);
        }
    }

    /**
     * A caller wants a command executed.
     *
     * @param call names the call in its {@link Reply}; unique in the process
     */
    record Propose(long call, Command command) implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onPropose(call, command);
        }
    }

    /**
     * A caller wants to read.
     *
     * @param call names the call in its {@link Reply}; unique in the process
     * @param local whether what this node has applied is enough, however old (rule R2)
     */
    record Read(long call, Query query, boolean local) implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onRead(call, query, local);
        }
    }

    /** The deadline of a call has come. It is answered at once with what is certain; nothing if it was answered before. */
    record Cancel(long call) implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onCancel(call);
        }
    }

    /**
     * Hand the leadership over; ignored by others than a leader that serves.
     *
     * @param target who shall take over; null for whoever is furthest
     */
    record TransferLeadership(@Nullable NodeId target) implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onTransferLeadership(target);
        }
    }

    /**
     * The process is about to end. All calls are ended, whoever handed in commands is told, and nothing is led any more; no
     * further input but {@link Written} makes sense.
     */
    record Stop() implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onStop();
        }
    }

    /**
     * The driver has handed over all that had come in: time to act on what has gathered. Batches end here, so the more
     * has come in, the larger they are.
     */
    record InboxDrained() implements Input {
        @Override
        public void applyTo(Handler handler) {
            handler.onInboxDrained();
        }
    }

    /** One method for each kind of input. */
    interface Handler {
        /** See {@link Start}. */
        void onStart();

        /** See {@link Tick}. */
        void onTick();

        /** See {@link Received}. */
        void onReceived(Envelope envelope);

        /** See {@link Written}. */
        void onWritten(long writeId);

        /** See {@link WriteFailed}. */
        void onWriteFailed(String reason);

        /** See {@link Propose}. */
        void onPropose(long call, Command command);

        /** See {@link Read}. */
        void onRead(long call, Query query, boolean local);

        /** See {@link Cancel}. */
        void onCancel(long call);

        /** See {@link TransferLeadership}. */
        void onTransferLeadership(@Nullable NodeId target);

        /** See {@link Stop}. */
        void onStop();

        /** See {@link InboxDrained}. */
        void onInboxDrained();
    }
}
