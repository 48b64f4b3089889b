package io.paxos.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.paxos.core.message.Lane;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a secret, only programs on the same machine are answered, and no browser. */
@Tag("P79")
class LocalCallerTests {

    private static final byte[] BODY = PeerCalls.body(Peers.accepted(7));

    private static TestPeer peer;

    @BeforeAll
    static void start() {
        peer = TestPeer.alone(null, Peers.options(Duration.ofMillis(200), 4));
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    private static HttpRequest.Builder request(URI base) {
        return PeerCalls.request(base, Lane.BULK, BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost"})
    void every_loopback_address_is_answered(String host) throws Exception {
        assertThat(PeerCalls.send(request(URI.create("http://" + host + ":" + peer.server.port()))).statusCode()).isEqualTo(204);
    }

    /** The address that was connected to counts; where the connection comes from is what a proxy on this machine hides. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void no_other_address_is_answered_whatever_forwarded_headers_say(String claimed) throws Exception {
        Optional<InetAddress> outside = addressOfThisMachine();
        assumeThat(outside).as("an address beyond loopback").isPresent();
        URI base = URI.create("http://" + outside.get().getHostAddress() + ":" + peer.server.port());

        assertThat(PeerCalls.send(request(base)).statusCode()).isEqualTo(403);
        assertThat(PeerCalls.send(request(base).header("X-Forwarded-For", claimed).header("X-Forwarded-Host", claimed)
                .header("X-Forwarded-Proto", "http").header("X-Forwarded-By", claimed).header("X-Real-IP", claimed)
                .header("Forwarded", "for=" + claimed + ";by=" + claimed + ";host=" + claimed)).statusCode()).isEqualTo(403);
    }

    @Test
    void forwarded_headers_do_not_close_it_either() throws Exception {
        assertThat(PeerCalls.send(request(peer.server.base()).header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Host", "example.com").header("X-Forwarded-Proto", "https")).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost", "null", ""})
    void a_browser_is_refused(String origin) throws IOException {
        assertThat(PeerCalls.rawStatus(peer.server.port(),
                PeerCalls.head(PeerCalls.MESSAGES, PeerCalls.BINARY) + "Origin: " + origin
                        + "\r\nContent-Length: " + BODY.length + "\r\n\r\n",
                BODY)).isEqualTo(403);
    }

    private static Optional<InetAddress> addressOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()).findFirst();
    }
}
