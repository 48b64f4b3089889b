package io.paxos.spring.web;

import io.paxos.core.message.Envelope;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.codec.json.JsonBatch;
import io.paxos.spring.security.IncomingSessions;
import io.paxos.spring.security.ResponseClaim;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes responses, signed where the request was. */
final class PeerResponses {

    static final int OK = 200;
    static final int NO_CONTENT = 204;

    private static final byte[] NOTHING = new byte[0];

    private final @Nullable IncomingSessions sessions;

    /**
     * @param sessions signs; null if nothing is signed
     */
    PeerResponses(@Nullable IncomingSessions sessions) {
        this.sessions = sessions;
    }

    /** The replies to an authentic request, perhaps none. */
    void replies(PeerRequest request, HttpServletResponse response, List<Envelope> replies) throws IOException {
        if (replies.isEmpty()) {
            signed(request, response, NO_CONTENT, null, null, NOTHING);
        } else {
            signed(request, response, OK, null, request.json() ? PeerHttp.JSON : PeerHttp.BINARY,
                    request.json() ? JsonBatch.encode(replies) : BatchForm.encode(replies));
        }
    }

    /** Asks the sender of an authentic request to take this session. */
    void newSession(PeerRequest request, HttpServletResponse response, String session) throws IOException {
        signed(request, response, HttpServletResponse.SC_UNAUTHORIZED, session, null, NOTHING);
    }

    /** Refuses an authentic request. */
    void refused(PeerRequest request, HttpServletResponse response, RefusedRequestException why) throws IOException {
        signed(request, response, why.status(), null, "application/problem+json", problem(why));
    }

    /** Refuses a request of which nothing is known. */
    void refused(HttpServletResponse response, RefusedRequestException why) throws IOException {
        write(response, why.status(), "application/problem+json", problem(why));
    }

    private void signed(PeerRequest request, HttpServletResponse response, int status, @Nullable String session,
            @Nullable String type, byte[] body) throws IOException {
        if (sessions != null) {
            ResponseClaim claim = sessions.sign(request.claim(), status, session, body);
            response.setHeader(PeerHttp.MAC, claim.mac());
            if (session != null) {
                response.setHeader(PeerHttp.SESSION, session);
            }
        }
        write(response, status, type, body);
    }

    private static void write(HttpServletResponse response, int status, @Nullable String type, byte[] body) throws IOException {
        response.setStatus(status);
        if (type != null) {
            response.setContentType(type);
        }
        if (status != NO_CONTENT) {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    private static byte[] problem(RefusedRequestException why) {
        StringBuilder json = new StringBuilder("{\"type\":\"about:blank\",\"title\":\"refused\",\"status\":").append(why.status())
                .append(",\"detail\":\"");
        for (char c : why.reason().toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else {
                json.append(c >= ' ' && c < 0x7f ? c : '?');
            }
        }
        return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
