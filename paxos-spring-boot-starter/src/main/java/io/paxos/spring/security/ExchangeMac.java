package io.paxos.spring.security;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Lane;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The MACs of requests and responses in one cluster: HMAC-SHA-256 over fields that each have their length before them, in
 * lower-case hex. The fields: version, cluster, sender, receiver, direction, lane, session, counter, body; for a response also
 * status, new session and the request's MAC. A length is four bytes, -1 for a field that is not there; texts are UTF-8;
 * numbers are big-endian, the counter in eight bytes, the status in four.
 */
final class ExchangeMac {

    private static final byte[] VERSION = utf8("paxos-exchange/1");
    private static final byte[] REQUEST = utf8("request");
    private static final byte[] RESPONSE = utf8("response");

    private final SharedSecret secret;
    private final byte[] cluster;

    ExchangeMac(SharedSecret secret, String cluster) {
        this.secret = secret;
        this.cluster = utf8(cluster);
    }

    /** The MAC of a request. */
    String ofRequest(NodeId from, NodeId to, Lane lane, String session, long counter, byte[] body) {
        return hex(exchange(from, to, REQUEST, lane, session, counter, body));
    }

    /** The MAC of the response to that request, which goes the other way. */
    String ofResponse(RequestClaim request, int status, @Nullable String newSession, byte[] body) {
        Mac mac = exchange(request.to(), request.from(), RESPONSE, request.lane(), request.session(), request.counter(), body);
        add(mac, ByteBuffer.allocate(Integer.BYTES).putInt(status).array());
        add(mac, newSession == null ? null : utf8(newSession));
        add(mac, utf8(request.mac()));
        return hex(mac);
    }

    /** Whether a MAC is the expected one; how long it takes does not depend on where they differ. */
    static boolean same(String expected, String claimed) {
        return MessageDigest.isEqual(utf8(expected), utf8(claimed));
    }

    private Mac exchange(NodeId from, NodeId to, byte[] direction, Lane lane, String session, long counter, byte[] body) {
        Mac mac = secret.newMac();
        add(mac, VERSION);
        add(mac, cluster);
        add(mac, utf8(from.value()));
        add(mac, utf8(to.value()));
        add(mac, direction);
        add(mac, utf8(lane.name()));
        add(mac, utf8(session));
        add(mac, ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
        add(mac, body);
        return mac;
    }

    private static void add(Mac mac, byte @Nullable [] field) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(field == null ? -1 : field.length).array());
        if (field != null) {
            mac.update(field);
        }
    }

    private static String hex(Mac mac) {
        return HexFormat.of().formatHex(mac.doFinal());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
