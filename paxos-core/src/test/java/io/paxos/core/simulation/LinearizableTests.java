package io.paxos.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.machine.Append;
import io.paxos.core.machine.Appended;
import io.paxos.core.machine.CompareAndSet;
import io.paxos.core.machine.Decide;
import io.paxos.core.machine.Decided;
import io.paxos.core.machine.DecisionResult;
import io.paxos.core.machine.DecisionsOf;
import io.paxos.core.machine.DecisionsResult;
import io.paxos.core.machine.LogPage;
import io.paxos.core.machine.LogRange;
import io.paxos.core.machine.MapValue;
import io.paxos.core.machine.Operation;
import io.paxos.core.machine.OperationCodec;
import io.paxos.core.machine.Put;
import io.paxos.core.machine.ValueOf;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@link Linearizable} makes of what it hears from clients. */
class LinearizableTests {

    private final Linearizable linearizable = new Linearizable();
    private long lastRequest;

    @Test
    @Tag("P49")
    void a_retry_under_the_same_request_id_is_the_same_call() {
        Append append = new Append("x", Bytes.utf8("a"));
        ClientCall first = invoked(ClientCall.write(append, command(append, 1)));
        unknown(first);
        ClientCall retry = invoked(ClientCall.write(append, command(append, 1)));
        retry.done(new Appended("x", 0, 5));
        linearizable.onEnded(retry);
        ClientCall read = invoked(ClientCall.read(new LogRange("x", 0, 9)));
        read.done(new LogPage("x", 0, List.of(append.value())));
        linearizable.onEnded(read);
        assertThatCode(linearizable::onFinished).doesNotThrowAnyException();
    }

    @Test
    @Tag("P49")
    @Tag("USI-7")
    void a_retry_with_another_answer_is_a_violation() {
        Append append = new Append("x", Bytes.utf8("a"));
        ClientCall first = invoked(ClientCall.write(append, command(append, 1)));
        first.done(new Appended("x", 0, 5));
        linearizable.onEnded(first);
        ClientCall retry = invoked(ClientCall.write(append, command(append, 1)));
        retry.done(new Appended("x", 1, 6));
        assertThatThrownBy(() -> linearizable.onEnded(retry)).isInstanceOf(InvariantViolation.class);
    }

    @Test
    @Tag("P51")
    @Tag("USI-7")
    void a_call_refused_for_certain_must_not_be_seen() {
        ClientCall put = invoked(write(new Put("x", Bytes.utf8("a"))));
        put.endWithout(true);
        linearizable.onEnded(put);
        readOf("x", "a", 1);
        assertThatThrownBy(linearizable::onFinished).isInstanceOf(InvariantViolation.class)
                .hasMessageStartingWith("Linearizable: key x is not linearizable")
                .hasMessageContaining("certainly not executed: [1..] put a");
    }

    @Test
    @Tag("P38")
    void a_call_of_unknown_outcome_may_be_seen_or_not() {
        unknown(invoked(write(new Put("x", Bytes.utf8("a")))));
        unknown(invoked(write(new Put("x", Bytes.utf8("b")))));
        readOf("x", "b", 1);
        assertThatCode(linearizable::onFinished).doesNotThrowAnyException();
    }

    @Test
    @Tag("P38")
    void a_call_that_has_not_ended_may_be_seen() {
        invoked(write(new Put("x", Bytes.utf8("a"))));
        readOf("x", "a", 1);
        assertThatCode(linearizable::onFinished).doesNotThrowAnyException();
    }

    @Test
    @Tag("USI-7")
    void each_name_of_a_query_over_several_is_checked() {
        ClientCall decide = invoked(write(new Decide("y", Bytes.utf8("a"))));
        decide.done(new Decided("y", Bytes.utf8("a"), 1, true));
        linearizable.onEnded(decide);
        ClientCall read = invoked(ClientCall.read(new DecisionsOf(List.of("x", "y"))));
        read.done(new DecisionsResult(List.of(new DecisionResult("x", null, 0), new DecisionResult("y", null, 0))));
        linearizable.onEnded(read);
        assertThatThrownBy(linearizable::onFinished).hasMessageContaining("decision y is not linearizable");
    }

    @Test
    void a_history_too_involved_to_decide_is_counted_and_not_called_good() {
        int values = 12; // a compare-and-set from each to each: the way to nowhere is long
        for (int from = 0; from < values; from++) {
            for (int to = 0; to < values; to++) {
                unknown(invoked(write(new CompareAndSet("x", Bytes.utf8("v" + from), Bytes.utf8("v" + to)))));
            }
        }
        unknown(invoked(write(new Put("x", Bytes.utf8("v0")))));
        unknown(invoked(write(new CompareAndSet("x", Bytes.utf8("nowhere"), Bytes.utf8("end")))));
        readOf("x", "end", 40);
        linearizable.onFinished();
        assertThat(linearizable.notDecided()).isEqualTo(1);
    }

    private void readOf(String key, String value, long version) {
        ClientCall read = invoked(ClientCall.read(new ValueOf(key)));
        read.done(new MapValue(key, Bytes.utf8(value), version));
        linearizable.onEnded(read);
    }

    private ClientCall invoked(ClientCall call) {
        linearizable.onInvoked(call);
        return call;
    }

    private void unknown(ClientCall call) {
        call.endWithout(false);
        linearizable.onEnded(call);
    }

    private ClientCall write(Operation operation) {
        return ClientCall.write(operation, command(operation, ++lastRequest));
    }

    private static Command command(Operation operation, long sequence) {
        return new Command(new ClientSequence(new ClientId(1, 1), sequence), 1, 0, OperationCodec.encode(operation));
    }
}
