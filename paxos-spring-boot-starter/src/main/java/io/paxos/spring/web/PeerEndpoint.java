package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Lane;
import io.paxos.spring.security.IncomingSessions;
import io.paxos.spring.security.RequestClaim;
import io.paxos.spring.security.SharedSecret;
import io.paxos.spring.security.Verdict;
import io.paxos.spring.web.ExchangeCount.Place;
import io.paxos.spring.web.PeerRequest.Head;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /paxos/v1/**} itself, before anything of the host's: takes batches of messages from members, and gives back the
 * replies to them, as soon as all are released or the exchange was held long enough. No thread is held meanwhile.
 *
 * <p>Without a shared secret it answers connections from this machine only, and no browser.
 */
public final class PeerEndpoint extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(PeerEndpoint.class);

    private static final int TOO_MANY = 429;

    /** Longest time for a body to come, which peers send in one go. */
    private static final Duration BODY_PATIENCE = Duration.ofSeconds(5);

    private final transient NodeId self;
    private final transient String cluster;
    private final transient Set<NodeId> others;
    private final transient @Nullable IncomingSessions sessions;
    private final transient TransportOptions options;
    private final transient HeldExchanges held;
    private final transient PeerInbox inbox;
    private final transient PeerThreads threads;
    private final transient ExchangeCount underWay;
    private final transient PeerResponses responses;
    private final transient Complaints complaints;
    private final transient Map<Lane, BodyBudget> unproven;

    PeerEndpoint(NodeId self, String cluster, Set<NodeId> others, @Nullable SharedSecret secret, TransportOptions options,
            HeldExchanges held, PeerInbox inbox, PeerThreads threads) {
        this.self = self;
        this.cluster = cluster;
        this.others = Set.copyOf(others);
        this.sessions = secret == null ? null : new IncomingSessions(secret, cluster, self, this.others);
        this.options = options;
        this.held = held;
        this.inbox = inbox;
        this.threads = threads;
        this.underWay = new ExchangeCount(options.inFlight());
        this.responses = new PeerResponses(sessions);
        this.complaints = new Complaints(self);
        // bulk must not take the room of control
        this.unproven = Map.of(Lane.CONTROL, new BodyBudget(this.others, TransportOptions.CONTROL_UNPROVEN),
                Lane.BULK, new BodyBudget(this.others, (options.inFlight() + 1L) * options.bodyLimit()));
    }

    /** The pattern of the requests that it must see: all of them if it has a port of its own, where nothing else is answered. */
    public String urlPattern() {
        return options.port() == null ? PeerHttp.ROOT + "/*" : "/*";
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        boolean forPeers = path.equals(PeerHttp.ROOT) || path.startsWith(PeerHttp.ROOT + "/");
        boolean atPeersPort = options.port() == null ? forPeers : request.getLocalPort() == options.port();
        if (!forPeers && !atPeersPort) {
            chain.doFilter(request, response);
            return;
        }
        try {
            if (!forPeers || !atPeersPort || !path.equals(PeerHttp.MESSAGES)) {
                throw new RefusedRequestException(HttpServletResponse.SC_NOT_FOUND, "There is nothing here.");
            }
            requireAcceptable(request, response);
            Head head = PeerRequest.Head.read(request, options);
            requireMember(head.claim());
            PeerRequest read = readAuthentic(head, request, response);
            if (read != null) {
                enter(read, request, response);
            }
        } catch (RefusedRequestException e) {
            log.debug("{} refused a request with status {}: {}", self, e.status(), e.reason());
            responses.refused(response, e);
        }
    }

    /** What can be said before anything of the body was read. */
    private void requireAcceptable(HttpServletRequest request, HttpServletResponse response) throws RefusedRequestException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            throw new RefusedRequestException(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Messages come by POST.");
        }
        if (sessions == null && (!LocalAddress.isLoopback(request.getLocalAddr()) || request.getHeader("Origin") != null)) {
            throw new RefusedRequestException(HttpServletResponse.SC_FORBIDDEN,
                    "Without paxos.security.shared-secret only programs on the same machine are answered.");
        }
        if (!inbox.isOpen()) {
            throw new RefusedRequestException(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The node does not run.");
        }
    }

    private void requireMember(RequestClaim claim) throws RefusedRequestException {
        if (!claim.to().equals(self) || !others.contains(claim.from())) {
            throw new RefusedRequestException(HttpServletResponse.SC_FORBIDDEN,
                    "The sender is no member, or meant another node.");
        }
    }

    /** The request with its body, once it is proven to be what it claims; null if it is not, and was answered here. */
    private @Nullable PeerRequest readAuthentic(Head head, HttpServletRequest request, HttpServletResponse response)
            throws RefusedRequestException, IOException {
        BodyBudget ofLane = Objects.requireNonNull(unproven.get(head.claim().lane()));
        try (BodyBudget.Reading budget = ofLane.read(head.claim().from())) {
            PeerRequest read = head.readBody(request.getInputStream(), BODY_PATIENCE, budget);
            return isAuthentic(read, response) ? read : null;
        }
    }

    /** Whether the request is proven to be what it claims; if not, it is answered here. */
    private boolean isAuthentic(PeerRequest request, HttpServletResponse response) throws RefusedRequestException, IOException {
        if (sessions == null) {
            if (!request.claim().mac().isEmpty()) {
                complaints.say(request.claim().from(), "it is signed, and this node has no paxos.security.shared-secret");
                throw new RefusedRequestException(HttpServletResponse.SC_FORBIDDEN,
                        "The request is signed, and this node has no secret.");
            }
            return true;
        }
        Verdict verdict = sessions.verify(request.claim(), request.body());
        String newSession = verdict.newSession();
        if (newSession != null) {
            responses.newSession(request, response, newSession);
            return false;
        }
        switch (verdict.kind()) {
            case ACCEPTED -> {
                return true;
            }
            case REPLAYED -> throw new RefusedRequestException(HttpServletResponse.SC_CONFLICT, "The request was seen before.");
            default -> {
                complaints.say(request.claim().from(),
                        "it is not signed with paxos.security.shared-secret, or for another paxos.cluster");
                throw new RefusedRequestException(HttpServletResponse.SC_FORBIDDEN,
                        "The request is not signed, or by another secret or for another cluster.");
            }
        }
    }

    /** An authentic request takes its place among those of its sender, before its body is looked at. */
    private void enter(PeerRequest request, HttpServletRequest http, HttpServletResponse response) throws IOException {
        Place place = underWay.enter(request.claim().from(), request.claim().lane());
        if (place == null) {
            responses.refused(request, response, new RefusedRequestException(TOO_MANY, "Too many exchanges are under way."));
            return;
        }
        boolean open = false;
        try {
            List<Envelope> messages = request.messages(cluster);
            if (HeldExchange.isWorthHolding(messages)) {
                hold(request, messages, http.startAsync(), place);
                open = true;
            } else {
                inbox.receive(messages, request.body().length);
                place.leave();
                responses.replies(request, response, List.of());
            }
        } catch (RefusedRequestException e) {
            log.debug("{} refused messages of {}: {}", self, request.claim().from(), e.reason());
            place.leave();
            responses.refused(request, response, e);
        } finally {
            if (!open) {
                place.leave();
            }
        }
    }

    /** Messages that the inbox has no room for are lost, and the exchange ends without a reply. */
    private void hold(PeerRequest request, List<Envelope> messages, AsyncContext async, Place place) {
        OpenResponse response = new OpenResponse(request, async, place);
        HeldExchange exchange = new HeldExchange(request.claim().from(), messages, response);
        try {
            async.setTimeout(0); // it ends by the timer below: the container's looks only once a second
            async.addListener(new BrokenConnection(() -> {
                response.giveUp();
                held.end(exchange);
            }));
            // in this order: a timer that came before would find nothing to end
            held.add(exchange);
            response.timer = threads.schedule(() -> held.end(exchange), options.hold());
            if (!inbox.receive(messages, request.body().length)) {
                held.end(exchange);
            }
        } catch (RuntimeException | Error e) {
            log.warn("{} cannot hold an exchange with {}", self, request.claim().from(), e);
            response.fail();
            held.end(exchange);
        }
    }

    /** Writes the response of a held exchange, on a thread of the peers' own, as the one that ends it is that of the protocol. */
    private final class OpenResponse implements Consumer<List<Envelope>> {

        private final PeerRequest request;
        private final AsyncContext async;
        private final Place place;
        private volatile Runnable timer = () -> {};
        // not a monitor, which would hold the carrier of a virtual thread while it writes
        private final ReentrantLock lock = new ReentrantLock();
        private boolean ended;

        OpenResponse(PeerRequest request, AsyncContext async, Place place) {
            this.request = request;
            this.async = async;
            this.place = place;
        }

        @Override
        public void accept(List<Envelope> replies) {
            timer.run();
            if (!threads.execute(() -> write(replies))) {
                fail();
            }
        }

        /** At most once, and never after {@link #giveUp}: the container uses its objects again for other requests. */
        private void write(List<Envelope> replies) {
            lock.lock();
            try {
                if (ended) {
                    return;
                }
                ended = true;
                place.leave();
                responses.replies(request, (HttpServletResponse) async.getResponse(), replies);
                complete(() -> {});
            } catch (IOException | RuntimeException e) {
                // the peer has gone, or the server is closing: a loss like any other
                log.debug("{} could not answer {}", self, request.claim().from(), e);
                complete(() -> {});
            } finally {
                lock.unlock();
            }
        }

        /** There is nobody to write: the status says so, unsigned, which is a loss like any other. */
        private void fail() {
            end(() -> ((HttpServletResponse) async.getResponse()).setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE));
        }

        /** The peer has gone: nothing is written. */
        private void giveUp() {
            end(() -> {});
        }

        private void end(Runnable saying) {
            lock.lock();
            try {
                if (!ended) {
                    ended = true;
                    place.leave();
                    complete(saying);
                }
            } finally {
                lock.unlock();
            }
        }

        private void complete(Runnable saying) {
            try {
                try {
                    saying.run();
                } finally {
                    async.complete();
                }
            } catch (RuntimeException e) {
                log.debug("{} could not end an exchange with {}", self, request.claim().from(), e);
            }
        }
    }
}
