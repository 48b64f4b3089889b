package io.paxos.core.simulation;

import io.paxos.core.log.Command;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationResult;
import io.paxos.core.machine.Query;
import io.paxos.core.machine.QueryResult;
import org.jspecify.annotations.Nullable;

/** One call of a client, over all its attempts: an operation under one request id, or a linearizable read. */
public final class ClientCall {

    /** How a call ended for its client (rule C4). */
    public enum Ending {
        /** It has not ended. */
        OPEN,
        /** It was answered. */
        DONE,
        /** Every attempt was refused for certain. */
        NOT_EXECUTED,
        /** At least one attempt may have been executed, and no answer came. */
        UNKNOWN
    }

    private final @Nullable Operation operation;
    private final @Nullable Command command;
    private final @Nullable Query query;
    private Ending ending = Ending.OPEN;
    private @Nullable OperationResult result;
    private @Nullable QueryResult read;

    private ClientCall(@Nullable Operation operation, @Nullable Command command, @Nullable Query query) {
        this.operation = operation;
        this.command = command;
        this.query = query;
    }

    static ClientCall write(Operation operation, Command command) {
        return new ClientCall(operation, command, null);
    }

    static ClientCall read(Query query) {
        return new ClientCall(null, null, query);
    }

    /** The operation; null for a read. */
    public @Nullable Operation operation() {
        return operation;
    }

    /** The command, the same in all attempts; null for a read. */
    public @Nullable Command command() {
        return command;
    }

    /** The query; null for an operation. */
    public @Nullable Query query() {
        return query;
    }

    /** How it ended. */
    public Ending ending() {
        return ending;
    }

    /** The answer to an operation; null if it has none. */
    public @Nullable OperationResult result() {
        return result;
    }

    /** The answer to a read; null if it has none. */
    public @Nullable QueryResult readResult() {
        return read;
    }

    void done(OperationResult answer) {
        ending = Ending.DONE;
        result = answer;
    }

    void done(QueryResult answer) {
        ending = Ending.DONE;
        read = answer;
    }

    void endWithout(boolean certain) {
        ending = certain ? Ending.NOT_EXECUTED : Ending.UNKNOWN;
    }

    @Override
    public String toString() {
        return (operation != null ? operation + " as " + (command == null ? "?" : command.id()) : "read " + query) + " "
                + ending;
    }
}
