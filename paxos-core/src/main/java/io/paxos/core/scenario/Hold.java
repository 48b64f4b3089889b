package io.paxos.core.scenario;

/** What of an exchange is held back, until a later step delivers or drops it. */
public enum Hold {
    /** Nothing: the request arrives, and so does the answer. */
    NOTHING,
    /** The request: it was sent, and has not arrived. */
    REQUEST,
    /** The answer: the request was received and acted upon, and its sender does not know. */
    ANSWER
}
