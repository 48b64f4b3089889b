package io.paxos.spring.security;

import static io.paxos.spring.security.Wire.BODY;
import static io.paxos.spring.security.Wire.NODE1;
import static io.paxos.spring.security.Wire.NODE2;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Lane;
import io.paxos.spring.security.Verdict.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As many exchanges at once as a peer has connections: four of the bulk lane, two of the control lane. */
@Tag("P79")
class ConcurrentExchangeTests {

    private static final int THREADS = 6;
    private static final int ROUNDS = 300;
    private static final int EXCHANGES = 20;
    private static final int MESSAGES = 20_000;

    @Test
    void first_contacts_of_six_threads_settle_on_one_session_and_lose_no_more_than_themselves() throws Exception {
        IncomingSessions receiver = Wire.receiver(NODE2);
        for (int restart = 0; restart < ROUNDS; restart++) {
            inOneRound(Wire.sender(NODE1, NODE2), receiver);
        }
    }

    @Test
    void six_threads_find_their_way_to_a_restarted_receiver() throws Exception {
        IncomingSessions before = Wire.receiver(NODE2);
        OutgoingSession sender = Wire.connected(NODE1, NODE2, before);
        for (int restart = 0; restart < ROUNDS; restart++) {
            inOneRound(sender, Wire.receiver(NODE2));
        }
    }

    /** All threads play back the same messages in the same order; the one that comes first with a message has it accepted. */
    @Test
    void a_message_that_six_threads_bring_at_once_is_accepted_once() throws Exception {
        IncomingSessions receiver = Wire.receiver(NODE2);
        OutgoingSession sender = Wire.connected(NODE1, NODE2, receiver);
        List<RequestClaim> requests = Stream.generate(() -> sender.sign(Lane.BULK, BODY)).limit(MESSAGES).toList();

        List<List<RequestClaim>> accepted = atOnce(
                thread -> requests.stream().filter(request -> receiver.verify(request, BODY).kind() == Kind.ACCEPTED).toList());

        assertThat(accepted.stream().flatMap(List::stream).map(RequestClaim::counter).sorted().toList())
                .isEqualTo(requests.stream().map(RequestClaim::counter).toList());
    }

    private static void inOneRound(OutgoingSession sender, IncomingSessions receiver) throws Exception {
        List<List<Kind>> verdicts = atOnce(
                thread -> Stream.generate(() -> Wire.exchange(sender, receiver, thread < 2 ? Lane.CONTROL : Lane.BULK, BODY))
                        .limit(EXCHANGES).toList());

        assertThat(verdicts).allSatisfy(ofThread -> {
            assertThat(ofThread.get(0)).isIn(Kind.NEW_SESSION, Kind.ACCEPTED);
            assertThat(ofThread.subList(1, EXCHANGES)).containsOnly(Kind.ACCEPTED);
        });
    }

    /** What the threads come to, which all begin at the same moment. */
    private static <T> List<T> atOnce(IntFunction<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return work.apply(thread);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> thread : running) {
                results.add(thread.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
