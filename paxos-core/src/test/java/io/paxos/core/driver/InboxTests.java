package io.paxos.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What waits for the protocol: its order, its bounds, and its end. */
class InboxTests {

    private static final long AT_ONCE = 0;
    private static final long LONG = TimeUnit.MINUTES.toNanos(5);

    /** Three calls, of 100 bytes together, and messages of 1,000. */
    private final Inbox inbox =
            new Inbox(new DriverOptions(Duration.ofMillis(1), 3, 100, 1_000, Duration.ofSeconds(1)));

    @Test
    void all_that_waits_is_taken_at_once_in_the_order_in_which_it_came() {
        Inbox.Item call = item();
        Inbox.Item message = item();
        Inbox.Item own = item();
        Inbox.Item lastCall = item();
        assertThat(inbox.offerCall(call, 1)).isTrue();
        assertThat(inbox.offerMessages(message, 1)).isTrue();
        inbox.put(own);
        assertThat(inbox.offerCall(lastCall, 1)).isTrue();

        assertThat(inbox.takeAll(AT_ONCE)).containsExactly(call, message, own, lastCall);
        assertThat(inbox.takeAll(AT_ONCE)).isEmpty();
    }

    @Test
    @Tag("P70")
    void no_more_calls_wait_than_allowed() {
        for (int i = 0; i < 3; i++) {
            assertThat(inbox.offerCall(item(), 0)).isTrue();
        }
        assertThat(inbox.offerCall(item(), 0)).isFalse();

        assertThat(inbox.takeAll(AT_ONCE)).hasSize(3);
        assertThat(inbox.offerCall(item(), 0)).isTrue();
    }

    @Test
    @Tag("P70")
    void the_commands_of_calls_that_wait_have_no_more_bytes_than_allowed() {
        assertThat(inbox.offerCall(item(), 99)).isTrue();
        assertThat(inbox.offerCall(item(), 2)).isFalse();
        assertThat(inbox.offerCall(item(), 1)).isTrue();

        assertThat(inbox.takeAll(AT_ONCE)).hasSize(2);
        assertThat(inbox.offerCall(item(), 100)).isTrue();
    }

    @Test
    @Tag("P70")
    void messages_that_wait_have_no_more_bytes_than_allowed() {
        assertThat(inbox.offerMessages(item(), 999)).isTrue();
        assertThat(inbox.offerMessages(item(), 2)).isFalse();
        assertThat(inbox.offerMessages(item(), 1)).isTrue();

        assertThat(inbox.takeAll(AT_ONCE)).hasSize(2);
        assertThat(inbox.offerMessages(item(), 1_000)).isTrue();
    }

    @Test
    @Tag("P70")
    void calls_messages_and_the_drivers_own_words_do_not_crowd_each_other_out() {
        assertThat(inbox.offerMessages(item(), 1_000)).isTrue();
        assertThat(inbox.offerCall(item(), 100)).isTrue();
        assertThat(inbox.offerCall(item(), 0)).isTrue();
        assertThat(inbox.offerCall(item(), 0)).isTrue();
        Inbox.Item own = item();
        inbox.put(own);
        assertThat(inbox.takeAll(AT_ONCE)).hasSize(5).endsWith(own);
    }

    @Test
    void once_closed_it_gives_out_what_was_in_and_takes_nothing_more() {
        Inbox.Item call = item();
        Inbox.Item message = item();
        inbox.offerCall(call, 1);
        inbox.offerMessages(message, 1);

        assertThat(inbox.close()).containsExactly(call, message);

        assertThat(inbox.offerCall(item(), 1)).isFalse();
        assertThat(inbox.offerMessages(item(), 1)).isFalse();
        inbox.put(item());
        assertThat(inbox.takeAll(AT_ONCE)).isEmpty();
        assertThat(inbox.close()).isEmpty();
    }

    @Test
    void whoever_waits_is_woken_by_the_first_item() throws Exception {
        for (int i = 0; i < 100; i++) {
            CompletableFuture<List<Inbox.Item>> taken = new CompletableFuture<>();
            Thread taker = new Thread(() -> taken.complete(inbox.takeAll(LONG)), "taker");
            taker.setDaemon(true);
            taker.start();
            if (i % 2 == 0) { // else it is woken or not even waiting yet, as it happens
                Await.until("it waits", () -> taker.getState() == Thread.State.TIMED_WAITING);
            }
            Inbox.Item item = item();
            switch (i % 3) {
                case 0 -> inbox.offerCall(item, 1);
                case 1 -> inbox.offerMessages(item, 1);
                default -> inbox.put(item);
            }
            assertThat(taken.get(Await.SECONDS, TimeUnit.SECONDS)).containsExactly(item);
        }
    }

    @Test
    void whoever_waits_for_nothing_waits_for_as_long_as_asked_and_no_longer() {
        long begin = System.nanoTime();
        assertThat(inbox.takeAll(TimeUnit.MILLISECONDS.toNanos(20))).isEmpty();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));

        assertThat(inbox.takeAll(-1)).isEmpty();
    }

    @Test
    void an_interrupt_that_cannot_be_is_not_swallowed() {
        Thread.currentThread().interrupt();
        assertThatIllegalStateException().isThrownBy(() -> inbox.takeAll(LONG));
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Unlike any other. */
    private static Inbox.Item item() {
        return new Inbox.Item() {
            @Override
            public void actIn(Turn turn) {
                throw new AssertionError("an inbox does not act");
            }
        };
    }
}
