package io.paxos.core.machine;

import java.util.List;

/**
 * Asks what was decided under several names, all at one moment.
 *
 * @param names the names, at most {@value #MOST_NAMES}; one that stands there twice is answered twice
 */
public record DecisionsOf(List<String> names) implements Query {

    /** Most names in one query: the thread of the protocol answers it in one piece. */
    public static final int MOST_NAMES = 1_000;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are too many names, or one has another form than {@link Names} says
     */
    public DecisionsOf {
        names = List.copyOf(names);
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException("one query asks for at most " + MOST_NAMES + " decisions, not " + names.size());
        }
        names.forEach(Names::requireValid);
    }

    @Override
    public <R> R dispatch(Cases<R> cases) {
        return cases.decisionsOf(this);
    }
}
