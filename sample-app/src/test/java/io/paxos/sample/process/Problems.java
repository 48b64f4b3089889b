package io.paxos.sample.process;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

/** What the contract says of errors. */
final class Problems {

    private Problems() {
    }

    /**
     * Checks that it is a whole problem of this status.
     *
     * @param node who answered
     * @return its detail
     */
    static String mustBeProblem(Reply reply, int status, String node) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).as(reply.toString()).hasValue("application/problem+json");
        JsonNode problem = reply.json();
        assertThat(problem.propertyNames()).contains("type", "title", "status", "detail", "node", "requestId");
        assertThat(problem.required("status").asInt()).isEqualTo(status);
        assertThat(problem.required("node").asString()).isEqualTo(node);
        assertThat(reply.headers().firstValue("Retry-After").isPresent()).as("Retry-After: %s", reply).isEqualTo(status == 503);
        assertThat(problem.required("detail").asString()).isNotBlank();
        return problem.required("detail").asString();
    }

    /** Checks that a call was refused or is unknown, as there is no quorum, in words that name the node and the reason. */
    static void mustSayThatNothingGoes(Reply reply, String node) {
        if (reply.status() == 504) {
            assertThat(mustBeProblem(reply, 504, node)).contains("was perhaps executed on " + node);
        } else {
            mustBeRefused(reply, node);
        }
    }

    /** Checks that a call was certainly not executed, as there is no quorum. */
    static void mustBeRefused(Reply reply, String node) {
        assertThat(mustBeProblem(reply, 503, node)).contains("was not executed on " + node + ": ", "leader", "majority");
    }
}
