package io.paxos.sample.web;

import io.paxos.spring.template.CompareAndSet;
import io.paxos.spring.template.ConsensusOperations;
import io.paxos.spring.template.Versioned;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** A map with versions. */
@RestController
@RequestMapping(path = "/api/map/{key}", produces = MediaType.APPLICATION_JSON_VALUE)
final class MapController {

    private final ConsensusOperations consensus;
    private final ApiRequests requests;

    MapController(ConsensusOperations consensus, ApiRequests requests) {
        this.consensus = consensus;
        this.requests = requests;
    }

    @PutMapping
    Versioned<String> put(@PathVariable String key, HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        return consensus.put(ApiRequests.name(key), requests.text(request), ApiRequests.options(request));
    }

    @GetMapping
    Versioned<String> get(@PathVariable String key, @RequestParam(defaultValue = "linearizable") String consistency,
            HttpServletRequest request) {
        return consensus
                .get(ApiRequests.name(key), String.class,
                        ApiRequests.options(request).withConsistency(QueryValues.consistency(consistency)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
                        consistency.equals("local") ? "This key is not known on this node." : "There is no such key."));
    }

    /** An expected null means that the key must be absent. */
    @PostMapping("/compare-and-set")
    Outcome compareAndSet(@PathVariable String key, HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        String name = ApiRequests.name(key);
        Map<String, @Nullable String> body = requests.json(request, "expected", "value");
        String expected = body.get("expected") == null ? null : requests.value(body.get("expected"));
        CompareAndSet<String> result = consensus.compareAndSet(name, expected, requests.value(body.get("value")),
                ApiRequests.options(request));
        return new Outcome(result.updated(), result.value(), result.version());
    }

    /** What the key holds now. */
    record Outcome(boolean updated, @Nullable String value, long version) {
    }
}
