package io.paxos.spring.security;

import org.jspecify.annotations.Nullable;

/**
 * What the receiver makes of a request.
 *
 * @param kind what is to be done with it
 * @param newSession with {@link Kind#NEW_SESSION} the id to answer with; null with all others
 */
public record Verdict(Kind kind, @Nullable String newSession) {

    static final Verdict ACCEPTED = new Verdict(Kind.ACCEPTED, null);
    static final Verdict REPLAYED = new Verdict(Kind.REPLAYED, null);
    static final Verdict REFUSED = new Verdict(Kind.REFUSED, null);

    /** What is to be done with a request. */
    public enum Kind {
        /** It is the member's, and new: to be acted on, and answered signed. */
        ACCEPTED,
        /** It is the member's, but perhaps old: not acted on, and answered by a signed 401 that carries the new session. */
        NEW_SESSION,
        /** It is the member's, but was seen before or is too old to tell: a loss. Not acted on, and answered unsigned. */
        REPLAYED,
        /** It is not a member's, or not for this node: not acted on, and answered unsigned. */
        REFUSED
    }

    /**
     * @throws IllegalArgumentException if there is a new session with another kind, or none with that one
     */
    public Verdict {
        if ((kind == Kind.NEW_SESSION) != (newSession != null)) {
            throw new IllegalArgumentException("a new session goes with NEW_SESSION, not with " + kind);
        }
    }

    static Verdict newSession(String id) {
        return new Verdict(Kind.NEW_SESSION, id);
    }

    /** The kind only. */
    @Override
    public String toString() {
        return kind.name();
    }
}
