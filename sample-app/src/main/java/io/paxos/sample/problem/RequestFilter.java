package io.paxos.sample.problem;

import io.paxos.spring.properties.PaxosProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What holds for every request: its log lines carry the node's id; a {@code ;} in the path and a bad key are refused; and a body
 * that nobody wanted is read to its end, so that the client is ready to hear why.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class RequestFilter extends OncePerRequestFilter {

    /** Most bytes of an unwanted body that are read. A larger one may end in a broken connection. */
    private static final long MAX_UNWANTED = 32L << 20;

    private final String node;

    RequestFilter(PaxosProperties properties) {
        this.node = properties.nodeId();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        MDC.put("paxos.node", node);
        try {
            if (request.getRequestURI().indexOf(';') >= 0) {
                // Spring would cut the path there: "a;b" would become the name "a".
                response.sendError(HttpServletResponse.SC_BAD_REQUEST, "A path must not contain a semicolon.");
            } else if (RequestIds.isBadKey(request)) {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST,
                        "An Idempotency-Key is given once, and has 1 to 128 printable ASCII characters.");
            } else {
                chain.doFilter(request, response);
            }
            if (!request.isAsyncStarted()) {
                readToTheEnd(request);
            }
        } finally {
            MDC.remove("paxos.node");
        }
    }

    // Tomcat does so itself, except for clients that sent "Expect: 100-continue": for them it closes, and the answer may be lost.
    private static void readToTheEnd(HttpServletRequest request) {
        try {
            InputStream body = request.getInputStream();
            byte[] unwanted = new byte[8192];
            long left = MAX_UNWANTED;
            int read = 0;
            while (left > 0 && read >= 0) {
                left -= read;
                read = body.read(unwanted);
            }
        } catch (IOException e) {
            // The client stopped sending: it wants no answer either.
        }
    }
}
