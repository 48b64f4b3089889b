package io.paxos.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.paxos.core.message.Lane;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SharedSecretTests {

    private static final String TEXT = "correct-horse-battery-staple-0001";

    @Test
    void it_is_counted_in_bytes_of_utf8() {
        assertThat(SharedSecret.of("x".repeat(32))).isNotNull();
        assertThat(SharedSecret.of("\u00e9".repeat(16))).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> SharedSecret.of("x".repeat(31)))
                .withMessage("a shared secret has at least 32 bytes in UTF-8, not 31");
        assertThatIllegalArgumentException().isThrownBy(() -> SharedSecret.of("\u00e9".repeat(15) + "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> SharedSecret.of(""));
    }

    @Test
    @Tag("P83")
    void it_stands_in_no_text_that_the_room_makes() {
        SharedSecret secret = SharedSecret.of(TEXT);
        OutgoingSession sender = new OutgoingSession(secret, Wire.CLUSTER, Wire.NODE1, Wire.NODE2);
        IncomingSessions receiver = new IncomingSessions(secret, Wire.CLUSTER, Wire.NODE2, Wire.othersOf(Wire.NODE2));
        RequestClaim request = sender.sign(Lane.BULK, Wire.BODY);
        Verdict verdict = receiver.verify(request, Wire.BODY);

        assertThat(secret).hasToString("SharedSecret[hidden]");
        assertThat("" + sender + receiver + request + verdict + Wire.answer(receiver, request, verdict))
                .doesNotContain(TEXT).doesNotContain("correct-horse");
    }

    @Test
    @Tag("P83")
    void one_that_is_too_short_does_not_stand_in_the_error() {
        String tooShort = TEXT.substring(0, 31);

        assertThatIllegalArgumentException().isThrownBy(() -> SharedSecret.of(tooShort)).satisfies(e -> {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("correct").doesNotContain("horse");
        });
    }

    @Test
    @Tag("P83")
    void what_a_peer_wrote_does_not_come_into_the_log_by_way_of_a_claim() {
        String forged = "\r\nINFO all is well";

        assertThat(new RequestClaim(Wire.NODE1, Wire.NODE2, Lane.BULK, forged, 7, forged))
                .hasToString("RequestClaim[from=node1, to=node2, lane=BULK, counter=7]");
        assertThat(new ResponseClaim(401, forged, forged)).hasToString("ResponseClaim[status=401]");
        assertThat(new Verdict(Verdict.Kind.NEW_SESSION, forged)).hasToString("NEW_SESSION");
    }
}
