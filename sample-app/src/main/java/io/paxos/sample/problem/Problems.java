package io.paxos.sample.problem;

import io.paxos.spring.properties.PaxosProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes the bodies of errors, of this node. */
@Component
final class Problems {

    private final String node;

    Problems(PaxosProperties properties) {
        this.node = properties.nodeId();
    }

    /**
     * The body of an error.
     *
     * @param detail what is wrong and what to do; null or blank for the general words of this status
     * @param more further members
     */
    Map<String, Object> body(HttpServletRequest request, int status, @Nullable String detail, Map<String, Object> more) {
        HttpStatus known = HttpStatus.resolve(status);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", known == null ? "Status " + status : known.getReasonPhrase());
        body.put("status", status);
        body.put("detail", detail == null || detail.isBlank() ? general(status) : detail);
        body.put("node", node);
        body.put("requestId", RequestIds.of(request));
        body.putAll(more);
        return body;
    }

    private static String general(int status) {
        return switch (status) {
            case 400 -> "The request line, a header or the body is not well-formed.";
            case 404 -> "There is nothing here.";
            case 405 -> "This method is not offered here.";
            default -> status < 500 ? "The request is refused." : "This node could not answer; its log says why.";
        };
    }
}
