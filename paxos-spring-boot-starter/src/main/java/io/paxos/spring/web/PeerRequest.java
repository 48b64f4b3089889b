package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Lane;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.codec.UndecodableException;
import io.paxos.spring.codec.json.JsonBatch;
import io.paxos.spring.security.RequestClaim;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in: looked at as far as it can be without understanding its body.
 *
 * @param claim what it says of itself; proven only once its authentication was checked
 * @param json whether the body, and that of the response, is JSON
 * @param body as sent; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PeerRequest(RequestClaim claim, boolean json, byte[] body) {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_SLOW = 408;
    private static final int LENGTH_REQUIRED = 411;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int UNSUPPORTED_TYPE = 415;

    private static final Pattern JSON = Pattern.compile("application/json(\\s*;\\s*charset=\"?utf-8\"?)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNTER = Pattern.compile("[0-9]{1,18}");

    /** Bytes for which there is room before any has come. */
    private static final int FIRST_PART = 16 * 1024;

    /** Most characters of a session or an authentication. */
    private static final int MOST_TOKEN = 256;

    /** What the headers say; read before the body, which may be large. */
    record Head(RequestClaim claim, boolean json, int length) {

        /**
         * Reads the headers.
         *
         * @throws RefusedRequestException if they are not those of a request, or the body is too large
         */
        static Head read(HttpServletRequest request, TransportOptions options) throws RefusedRequestException {
            boolean json = isJson(request);
            RequestClaim claim = claimOf(request);
            long length = request.getContentLengthLong();
            if (length < 0) {
                throw new RefusedRequestException(LENGTH_REQUIRED, "The length of the body must be given.");
            }
            int most = options.bodyLimit(claim.lane());
            if (length > most) {
                throw new RefusedRequestException(TOO_LARGE, "The body is larger than " + most + " bytes.");
            }
            return new Head(claim, json, (int) length);
        }

        /**
         * Reads the body.
         *
         * @param patience longest time for all of it, give or take a single read
         * @param budget room for what has come
         * @throws RefusedRequestException if it ends early, or is too slow, or there is no room for it
         * @throws IOException if the connection breaks
         */
        PeerRequest readBody(InputStream in, Duration patience, BodyBudget.Reading budget)
                throws RefusedRequestException, IOException {
            long deadline = System.nanoTime() + patience.toNanos();
            byte[] body = new byte[Math.min(length, FIRST_PART)];
            for (int at = 0; at < length;) {
                if (at == body.length) {
                    body = Arrays.copyOf(body, (int) Math.min(length, 2L * at));
                }
                int read = in.read(body, at, body.length - at);
                if (read < 0) {
                    throw new RefusedRequestException(BAD_REQUEST, "The body ends before its length.");
                }
                at += read;
                if (!budget.take(read)) {
                    throw new RefusedRequestException(TOO_MANY, "Too much is being read that claims to come from this sender.");
                }
                if (at < length && System.nanoTime() - deadline > 0) {
                    throw new RefusedRequestException(TOO_SLOW, "The body comes too slowly.");
                }
            }
            return new PeerRequest(claim, json, body);
        }
    }

    /**
     * The messages in the body.
     *
     * @param cluster name of this node's cluster
     * @throws RefusedRequestException if they cannot be understood, are of another cluster, or are not from the sender, to the
     *     receiver and for the lane that the request claims
     */
    List<Envelope> messages(String cluster) throws RefusedRequestException {
        List<Envelope> messages;
        try {
            messages = json ? JsonBatch.decode(body) : BatchForm.decode(body);
        } catch (UndecodableException e) {
            throw new RefusedRequestException(BAD_REQUEST, "The body is not understood: " + e.getMessage());
        }
        for (Envelope message : messages) {
            if (!message.header().from().equals(claim.from()) || !message.to().equals(claim.to())) {
                throw new RefusedRequestException(BAD_REQUEST,
                        "A message has another sender or receiver than the headers of the request.");
            }
            if (!message.header().cluster().name().equals(cluster)) {
                throw new RefusedRequestException(FORBIDDEN, "A message is of another cluster.");
            }
            if (message.message().lane() != claim.lane()) {
                throw new RefusedRequestException(BAD_REQUEST, "A message belongs to the other lane.");
            }
        }
        return messages;
    }

    private static boolean isJson(HttpServletRequest request) throws RefusedRequestException {
        String type = request.getContentType();
        if (type == null || request.getHeader("Content-Encoding") != null) {
            throw unsupported();
        }
        if (JSON.matcher(type.trim()).matches()) {
            return true;
        }
        if (!type.trim().equalsIgnoreCase(PeerHttp.BINARY)) {
            throw unsupported();
        }
        return false;
    }

    private static RefusedRequestException unsupported() {
        return new RefusedRequestException(UNSUPPORTED_TYPE,
                "The content type must be " + PeerHttp.BINARY + " or " + PeerHttp.JSON + ", not encoded.");
    }

    private static RequestClaim claimOf(HttpServletRequest request) throws RefusedRequestException {
        String session = token(request, PeerHttp.SESSION);
        String mac = token(request, PeerHttp.MAC);
        String counter = request.getHeader(PeerHttp.COUNTER);
        if (counter != null && !COUNTER.matcher(counter).matches()) {
            throw new RefusedRequestException(BAD_REQUEST, PeerHttp.COUNTER + " is not a number.");
        }
        return new RequestClaim(nodeId(request, PeerHttp.FROM), nodeId(request, PeerHttp.TO), lane(request), session,
                counter == null ? 0 : Long.parseLong(counter), mac);
    }

    private static String token(HttpServletRequest request, String header) throws RefusedRequestException {
        String value = request.getHeader(header);
        if (value != null && value.length() > MOST_TOKEN) {
            throw new RefusedRequestException(BAD_REQUEST, header + " is too long.");
        }
        return value == null ? "" : value;
    }

    private static NodeId nodeId(HttpServletRequest request, String header) throws RefusedRequestException {
        String value = request.getHeader(header);
        try {
            return NodeId.of(value == null ? "" : value);
        } catch (IllegalArgumentException e) {
            throw new RefusedRequestException(BAD_REQUEST, header + " must name a node.");
        }
    }

    private static Lane lane(HttpServletRequest request) throws RefusedRequestException {
        @Nullable String value = request.getHeader(PeerHttp.LANE);
        for (Lane lane : Lane.values()) {
            if (lane.name().toLowerCase(Locale.ROOT).equals(value)) {
                return lane;
            }
        }
        throw new RefusedRequestException(BAD_REQUEST, PeerHttp.LANE + " must be control or bulk.");
    }
}
