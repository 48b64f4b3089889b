package io.paxos.spring.web;

import io.paxos.core.message.Accept;
import io.paxos.core.message.Accepted;
import io.paxos.core.message.Fetch;
import io.paxos.core.message.Fetched;
import io.paxos.core.message.Heartbeat;
import io.paxos.core.message.HeartbeatAck;
import io.paxos.core.message.Identify;
import io.paxos.core.message.Identity;
import io.paxos.core.message.Message;
import io.paxos.core.message.Nack;
import io.paxos.core.message.Poll;
import io.paxos.core.message.PollAnswer;
import io.paxos.core.message.Prepare;
import io.paxos.core.message.Promise;
import io.paxos.core.message.ReadIndex;
import io.paxos.core.message.ReadIndexAnswer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The replies for which an exchange is worth holding open. This is about saving a POST only: a reply that is taken for that of
 * another exchange still reaches the same node, and says by itself what it answers.
 */
enum ReplyKind {
    IDENTITY, POLL_ANSWER, PROMISE, ACCEPTED, HEARTBEAT_ACK, FETCHED, READ_INDEX;

    private static final Map<Class<? extends Message>, ReplyKind> AWAITED = Map.of(
            Identify.class, IDENTITY,
            Poll.class, POLL_ANSWER,
            Prepare.class, PROMISE,
            Accept.class, ACCEPTED,
            Heartbeat.class, HEARTBEAT_ACK,
            Fetch.class, FETCHED,
            ReadIndex.class, READ_INDEX);

    /** A nack stands in the place of three others. */
    private static final Map<Class<? extends Message>, Set<ReplyKind>> GIVEN = Map.of(
            Identity.class, EnumSet.of(IDENTITY),
            PollAnswer.class, EnumSet.of(POLL_ANSWER),
            Promise.class, EnumSet.of(PROMISE),
            Accepted.class, EnumSet.of(ACCEPTED),
            HeartbeatAck.class, EnumSet.of(HEARTBEAT_ACK),
            Fetched.class, EnumSet.of(FETCHED),
            ReadIndexAnswer.class, EnumSet.of(READ_INDEX),
            Nack.class, EnumSet.of(PROMISE, ACCEPTED, HEARTBEAT_ACK));

    /** The reply that the message waits for; null if it waits for none. */
    static @Nullable ReplyKind awaitedBy(Message message) {
        return AWAITED.get(message.getClass());
    }

    /** The kinds of reply as which the message may count; none if it is no reply. */
    static Set<ReplyKind> givenBy(Message message) {
        return GIVEN.getOrDefault(message.getClass(), Set.of());
    }
}
