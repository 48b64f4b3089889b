package io.paxos.sample.process;

import java.net.http.HttpHeaders;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a request over HTTP has ended.
 *
 * @param status of the answer; 0 if there was none
 * @param headers of the answer
 * @param body of the answer, or what kept it away
 */
record Reply(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The connection failed, or no answer came in time. */
    static Reply none(Exception cause) {
        return new Reply(0, HttpHeaders.of(Map.of(), (name, value) -> true), cause.toString());
    }

    /** Whether it certainly was not executed. */
    boolean isRefused() {
        return status == 503;
    }

    /** Whether it perhaps was executed. */
    boolean isUnknown() {
        return status == 504 || status == 0;
    }

    /** The body as JSON. */
    JsonNode json() {
        return JSON.readTree(body);
    }

    /** A member that is a number. */
    long number(String member) {
        return json().required(member).asLong();
    }

    /** A member that is a text. */
    String text(String member) {
        return json().required(member).asString();
    }
}
