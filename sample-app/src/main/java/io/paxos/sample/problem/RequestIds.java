package io.paxos.sample.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What names a request: its {@code Idempotency-Key}, or else a random id of this one HTTP request. */
public final class RequestIds {

    private static final String HEADER = "Idempotency-Key";
    private static final String ATTRIBUTE = RequestIds.class.getName();
    private static final int MAX_LENGTH = 128;

    private RequestIds() {
    }

    /** The key that the client gave; null if it gave none, or not one that is valid. */
    public static @Nullable String key(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(HEADER));
        return keys.size() == 1 && isKey(keys.get(0)) ? keys.get(0) : null;
    }

    /** Whether the client gave something that is not one key of 1 to 128 printable ASCII characters. */
    static boolean isBadKey(HttpServletRequest request) {
        return request.getHeader(HEADER) != null && key(request) == null;
    }

    /** The id of this request for its answer, the same whenever asked. */
    static String of(HttpServletRequest request) {
        String key = key(request);
        if (key != null) {
            return key;
        }
        if (request.getAttribute(ATTRIBUTE) == null) {
            request.setAttribute(ATTRIBUTE, UUID.randomUUID().toString());
        }
        return request.getAttribute(ATTRIBUTE).toString();
    }

    private static boolean isKey(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && value.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }
}
