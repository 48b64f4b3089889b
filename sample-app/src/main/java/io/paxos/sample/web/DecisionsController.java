package io.paxos.sample.web;

import io.paxos.spring.template.ConsensusOperations;
import io.paxos.spring.template.Decision;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Decisions: a name gets one value, for ever. */
@RestController
@RequestMapping(path = "/api/decisions/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
final class DecisionsController {

    private final ConsensusOperations consensus;
    private final ApiRequests requests;

    DecisionsController(ConsensusOperations consensus, ApiRequests requests) {
        this.consensus = consensus;
        this.requests = requests;
    }

    /** Answers with the winner's value, which need not be the one in the request. */
    @PostMapping
    Decision<String> decide(@PathVariable String name, HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        return consensus.decide(ApiRequests.name(name), requests.text(request), ApiRequests.options(request));
    }

    @GetMapping
    Known decision(@PathVariable String name) {
        return consensus.decision(ApiRequests.name(name), String.class)
                .map(decision -> new Known(decision.name(), decision.value(), decision.slot()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "Nothing is decided under this name."));
    }

    /** A decision as it is read: who made it is not asked any more. */
    record Known(String name, String value, long slot) {
    }
}
