package io.paxos.spring.security;

import static io.paxos.spring.security.Wire.BODY;
import static io.paxos.spring.security.Wire.CLUSTER;
import static io.paxos.spring.security.Wire.NODE1;
import static io.paxos.spring.security.Wire.NODE2;
import static io.paxos.spring.security.Wire.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.message.Lane;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The encoding below the MACs is spoken between versions: these were computed by another program (Python's hmac) from what
 * {@link ExchangeMac} says in its javadoc, for the exchange below.
 */
class KnownMacTests {

    private static final String REQUEST = "de911068da91ebcf8e5dae8bcd374f27afceb72477718b01644de9bfc520f1df";
    private static final String RESPONSE = "e28c97d204385fb129c4c2f2583a341b9798079eec2d68403723de58d279c45f";
    private static final String NEW_SESSION = "7e1d6c34ce7fea992ba2f2fb87917c7975d6117865ab151f0cf643d52779827d";

    private final RequestClaim request = new OutgoingSession(SECRET, CLUSTER, NODE1, NODE2).sign(Lane.BULK, BODY);
    private final IncomingSessions receiver = new IncomingSessions(SECRET, CLUSTER, NODE2, Set.of(NODE1));

    @Test
    void a_request_has_this_mac() {
        assertThat(request).isEqualTo(new RequestClaim(NODE1, NODE2, Lane.BULK, "", 1, REQUEST));
    }

    @Test
    void a_response_has_this_mac() {
        assertThat(receiver.sign(request, 200, null, Wire.ANSWER)).isEqualTo(new ResponseClaim(200, null, RESPONSE));
        assertThat(receiver.sign(request, 401, "5e5510", Wire.ANSWER)).isEqualTo(new ResponseClaim(401, "5e5510", NEW_SESSION));
    }
}
