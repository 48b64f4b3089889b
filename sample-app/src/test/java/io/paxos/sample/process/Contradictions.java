package io.paxos.sample.process;

import java.util.ArrayList;
import java.util.List;

/** What was found that must not be. Safe for use by many threads. */
final class Contradictions {

    private static final int MOST = 20;

    private final List<String> found = new ArrayList<>();
    private int count;

    /** Notes one; from the twentieth on they are only counted. */
    synchronized void add(String contradiction) {
        count++;
        if (found.size() < MOST) {
            found.add(contradiction);
        }
    }

    /** The first of them; empty if there is none. */
    synchronized List<String> found() {
        return count <= MOST ? List.copyOf(found) : List.of(count + " in all, the first of them: " + found);
    }
}
