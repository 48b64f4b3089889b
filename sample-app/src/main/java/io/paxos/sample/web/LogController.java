package io.paxos.sample.web;

import io.paxos.core.error.NotExecutedException;
import io.paxos.spring.template.AppendReceipt;
import io.paxos.spring.template.CallOptions;
import io.paxos.spring.template.ConsensusOperations;
import io.paxos.spring.template.LogEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/** Logs: values in one order, the same on all nodes. */
@RestController
@RequestMapping(path = "/api/log/{log}", produces = MediaType.APPLICATION_JSON_VALUE)
final class LogController {

    /** A page may be 1,000 times the largest value. */
    private static final int PAGES_AT_A_TIME = 4;

    private final ConsensusOperations consensus;
    private final ApiRequests requests;
    private final JsonMapper json;
    private final Semaphore pages = new Semaphore(PAGES_AT_A_TIME);

    LogController(ConsensusOperations consensus, ApiRequests requests, JsonMapper json) {
        this.consensus = consensus;
        this.requests = requests;
        this.json = json;
    }

    @PostMapping
    AppendReceipt append(@PathVariable String log, HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        return consensus.append(ApiRequests.name(log), requests.text(request), ApiRequests.options(request));
    }

    /** Writes the page as a stream, so that its text is never in memory as a whole. */
    @GetMapping
    void read(@PathVariable String log, @RequestParam(defaultValue = "0") String from,
            @RequestParam(defaultValue = "100") String limit, @RequestParam(defaultValue = "linearizable") String consistency,
            HttpServletResponse response) throws IOException {
        String name = ApiRequests.name(log);
        long first = QueryValues.number("from", from, 0, Long.MAX_VALUE);
        int most = (int) QueryValues.number("limit", limit, 1, 1_000);
        CallOptions options = CallOptions.DEFAULTS.withConsistency(QueryValues.consistency(consistency));
        if (!pages.tryAcquire()) {
            throw new NotExecutedException(NotExecutedException.Reason.OVERLOADED,
                    "This node is writing " + PAGES_AT_A_TIME + " pages already. Try again, or ask another node.");
        }
        try {
            write(consensus.read(name, first, most, String.class, options), response);
        } finally {
            pages.release();
        }
    }

    private void write(List<LogEntry<String>> entries, HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try (SequenceWriter page = json.writer().writeValuesAsArray(response.getOutputStream())) {
            page.writeAll(entries);
        }
    }
}
