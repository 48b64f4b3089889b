package io.paxos.core.message;

/** One method for each kind of message. */
public interface MessageHandler {
    /** A {@link Identify} has come in. */
    void onIdentify(Header header, Identify message);

    /** A {@link Identity} has come in. */
    void onIdentity(Header header, Identity message);

    /** A {@link Poll} has come in. */
    void onPoll(Header header, Poll message);

    /** A {@link PollAnswer} has come in. */
    void onPollAnswer(Header header, PollAnswer message);

    /** A {@link Prepare} has come in. */
    void onPrepare(Header header, Prepare message);

    /** A {@link Promise} has come in. */
    void onPromise(Header header, Promise message);

    /** A {@link Accept} has come in. */
    void onAccept(Header header, Accept message);

    /** A {@link Accepted} has come in. */
    void onAccepted(Header header, Accepted message);

    /** A {@link Nack} has come in. */
    void onNack(Header header, Nack message);

    /** A {@link Heartbeat} has come in. */
    void onHeartbeat(Header header, Heartbeat message);

    /** A {@link HeartbeatAck} has come in. */
    void onHeartbeatAck(Header header, HeartbeatAck message);

    /** A {@link Fetch} has come in. */
    void onFetch(Header header, Fetch message);

    /** A {@link Fetched} has come in. */
    void onFetched(Header header, Fetched message);

    /** A {@link Submit} has come in. */
    void onSubmit(Header header, Submit message);

    /** A {@link Refused} has come in. */
    void onRefused(Header header, Refused message);

    /** A {@link ReadIndex} has come in. */
    void onReadIndex(Header header, ReadIndex message);

    /** A {@link ReadIndexAnswer} has come in. */
    void onReadIndexAnswer(Header header, ReadIndexAnswer message);

    /** A {@link Transfer} has come in. */
    void onTransfer(Header header, Transfer message);
}
