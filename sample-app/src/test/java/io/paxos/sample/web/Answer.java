package io.paxos.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer over HTTP, and what the contract says of all of them. */
record Answer(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();

    /** An answer as it came over a socket; its body may be of one chunk or of a known length. */
    static Answer parse(String response) {
        String[] parts = response.split("\r\n\r\n", 2);
        assertThat(parts).as("an answer: %s", response).hasSize(2);
        List<String> lines = Arrays.asList(parts[0].split("\r\n"));
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lines.stream().skip(1).map(line -> line.split(": *", 2))
                .forEach(header -> headers.computeIfAbsent(header[0], name -> new ArrayList<>()).add(header[1]));
        String body = headers.containsKey("Transfer-Encoding")
                ? parts[1].substring(parts[1].indexOf('{'), parts[1].lastIndexOf('}') + 1) : parts[1];
        return new Answer(Integer.parseInt(lines.get(0).split(" ")[1]), HttpHeaders.of(headers, (name, value) -> true), body);
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    /** One member as text. */
    String member(String name) {
        return json().required(name).asString();
    }

    /** Checks status, type and body; in the expected body, any slot is written as 0. */
    Answer mustBe(int expectedStatus, String expectedJson) {
        assertThat(status).as(body).isEqualTo(expectedStatus);
        assertThat(headers.firstValue("Content-Type")).hasValue("application/json");
        assertThat(JSON.readTree(body.replaceAll("\"slot\":[1-9][0-9]*", "\"slot\":0"))).isEqualTo(JSON.readTree(expectedJson));
        return this;
    }

    /** Checks that it is a whole problem of this status. */
    Answer mustBeProblem(int expectedStatus) {
        assertThat(status).as(body).isEqualTo(expectedStatus);
        assertThat(headers.firstValue("Content-Type")).as(body).hasValue("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.propertyNames()).contains("type", "title", "status", "detail", "node", "requestId");
        assertThat(problem.get("status").asInt()).isEqualTo(expectedStatus);
        assertThat(member("node")).isEqualTo("single");
        assertThat(List.of(member("type"), member("title"), member("detail"), member("requestId"))).doesNotContain("");
        assertThat(headers.firstValue("Retry-After").isPresent()).as("Retry-After").isEqualTo(expectedStatus == 503);
        return this;
    }
}
