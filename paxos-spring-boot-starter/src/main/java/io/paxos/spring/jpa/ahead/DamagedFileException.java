package io.paxos.spring.jpa.ahead;

import java.io.IOException;

/** A file or its log is not as it was left: what it held cannot be told, and must not be guessed. */
public final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedFileException(String message) {
        super(message);
    }
}
