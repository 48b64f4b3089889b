package io.paxos.spring.web;

/** A request is refused; nothing came of it. */
final class RefusedRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status of HTTP
     * @param reason why, in words of our own, as the request may hold anything
     */
    RefusedRequestException(int status, String reason) {
        // made for each request of a flood: without a stack trace, which nobody reads
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
