package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Lane;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.codec.UndecodableException;
import io.paxos.spring.security.OutgoingSession;
import io.paxos.spring.security.RequestClaim;
import io.paxos.spring.security.ResponseClaim;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The exchanges with one peer, in both lanes. Safe for use by many threads. */
final class PeerLink {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final NodeId self;
    private final NodeId peer;
    private final URI address;
    private final @Nullable OutgoingSession session;
    private final PeerInbox inbox;
    private final PeerContact contact;

    /**
     * @param session signs requests; null if nothing is signed
     */
    PeerLink(NodeId self, NodeId peer, URI base, @Nullable OutgoingSession session, PeerInbox inbox) {
        this.self = self;
        this.peer = peer;
        this.address = URI.create(base + PeerHttp.MESSAGES);
        this.session = session;
        this.inbox = inbox;
        this.contact = new PeerContact(self, peer, base);
    }

    /** Sends these messages in one exchange, if the guard lets them pass; what comes back goes to the inbox. Never throws. */
    void exchange(PeerClient client, Lane lane, PeerGuard guard, List<Envelope> messages) {
        try (PeerGuard.Permit permit = guard.enter()) {
            if (permit != null) {
                exchange(client, lane, permit, messages);
            }
        } catch (RuntimeException e) {
            contact.failed("the exchange failed: " + e);
        }
    }

    private void exchange(PeerClient client, Lane lane, PeerGuard.Permit permit, List<Envelope> messages) {
        try {
            byte[] body = BatchForm.encode(messages);
            if (session == null) {
                take(post(client, headers(lane), body, permit), permit);
            } else {
                exchangeSigned(client, lane, body, session, permit);
            }
        } catch (IOException e) {
            if (PeerClient.isFailedConnection(e)) {
                permit.failed(e);
            }
            contact.failed("no response: " + e.getMessage());
        } catch (UndecodableException e) {
            contact.failed("its response is not understood: " + e.getMessage());
        }
    }

    /**
     * An answer that says that the peer cannot serve counts even without a signature, as whatever stands before the peer may
     * give it.
     */
    private PeerResponse post(PeerClient client, Map<String, String> headers, byte[] body, PeerGuard.Permit permit)
            throws IOException {
        PeerResponse response = client.post(address, headers, body);
        if (response.status() >= SERVER_ERROR) {
            permit.failed(new IOException(peer + " answers with status " + response.status()));
        }
        return response;
    }

    /** A request that the peer knows no session for was not looked at, so it is sent again under the one that it gave. */
    private void exchangeSigned(PeerClient client, Lane lane, byte[] body, OutgoingSession own,
            PeerGuard.Permit permit) throws IOException {
        PeerResponse response = null;
        for (int attempt = 0; attempt < 2; attempt++) {
            RequestClaim request = own.sign(lane, body);
            response = post(client, headers(request), body, permit);
            if (!isAuthentic(own, request, response)) {
                contact.failed(
                        response.mac() == null ? meaningOf(response.status()) : "its response is signed by another secret");
                return;
            }
            if (response.status() != UNAUTHORIZED) {
                break;
            }
        }
        take(Objects.requireNonNull(response), permit);
    }

    private static boolean isAuthentic(OutgoingSession own, RequestClaim request, PeerResponse response) {
        String mac = response.mac();
        return mac != null
                && own.verify(request, new ResponseClaim(response.status(), response.session(), mac), response.body());
    }

    private void take(PeerResponse response, PeerGuard.Permit permit) {
        if (response.status() == OK) {
            List<Envelope> replies = BatchForm.decode(response.body());
            // all of a batch have the same sender and receiver
            if (!replies.get(0).header().from().equals(peer) || !replies.get(0).to().equals(self)) {
                contact.failed("another node answers there: " + replies.get(0).header().from());
                return;
            }
            permit.answered();
            contact.worked();
            inbox.receive(replies, response.body().length);
        } else if (response.status() == NO_CONTENT) {
            permit.answered();
            contact.worked();
        } else {
            contact.failed(meaningOf(response.status()));
        }
    }

    private static String meaningOf(int status) {
        return switch (status) {
            case OK, NO_CONTENT, UNAUTHORIZED -> "its response is not signed: has it the same paxos.security.shared-secret?";
            case FORBIDDEN ->
                "it refuses this node: have both the same paxos.peers, paxos.cluster and paxos.security.shared-secret?";
            case UNAVAILABLE -> "its node does not run (any more, or yet)";
            default -> "it answers with status " + status;
        };
    }

    private Map<String, String> headers(Lane lane) {
        return Map.of(PeerHttp.FROM, self.value(), PeerHttp.TO, peer.value(), PeerHttp.LANE, nameOf(lane));
    }

    private Map<String, String> headers(RequestClaim request) {
        return Map.of(PeerHttp.FROM, self.value(), PeerHttp.TO, peer.value(), PeerHttp.LANE, nameOf(request.lane()),
                PeerHttp.SESSION, request.session(), PeerHttp.COUNTER, Long.toString(request.counter()),
                PeerHttp.MAC, request.mac());
    }

    private static String nameOf(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }
}
