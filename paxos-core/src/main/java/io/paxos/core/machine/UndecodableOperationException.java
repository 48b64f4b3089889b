package io.paxos.core.machine;

/**
 * The body of a command is not an operation that this node knows: of a newer version, or damaged. The node must stop
 * applying: skipping it would make its state differ from that of a node which knows it (PITFALLS 73).
 */
public final class UndecodableOperationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong and where; never the bytes themselves, which may be secret
     */
    public UndecodableOperationException(String message) {
        super(message);
    }
}
