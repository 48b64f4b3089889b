package io.paxos.sample.web;

import io.paxos.spring.template.ConsensusOperations;
import io.paxos.spring.template.Decision;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The seats of the show. Who gets a seat is a decision, so it is sold once, whichever replica sells it. */
@RestController
@RequestMapping(path = "/api/seats", produces = MediaType.APPLICATION_JSON_VALUE)
final class SeatsController {

    /** A1 to A10, B1 to B10, and so on to F10. */
    private static final List<String> SEATS = Stream.of("A", "B", "C", "D", "E", "F")
            .flatMap(row -> IntStream.rangeClosed(1, 10).mapToObj(number -> row + number)).toList();
    private static final int MAX_CUSTOMER = 128;

    private final ConsensusOperations consensus;
    private final ApiRequests requests;

    SeatsController(ConsensusOperations consensus, ApiRequests requests) {
        this.consensus = consensus;
        this.requests = requests;
    }

    /** All seats at one moment. */
    @GetMapping
    List<Seat> seats() {
        Map<String, Decision<String>> sold = consensus.decisions(SEATS.stream().map(SeatsController::decisionOf).toList(),
                String.class);
        return SEATS.stream().map(seat -> {
            Decision<String> sale = sold.get(decisionOf(seat));
            return new Seat(seat, sale == null ? null : sale.value());
        }).toList();
    }

    /** Whether this request sold the seat or an earlier one, it is the customer's. */
    @PostMapping("/{seat}")
    @ResponseStatus(HttpStatus.CREATED)
    Sale sell(@PathVariable String seat, HttpServletRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        if (!SEATS.contains(seat)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such seat: they are A1 to F10.");
        }
        String customer = customer(requests.json(request, "customer").get("customer"));
        Decision<String> sale = consensus.decide(decisionOf(seat), customer, ApiRequests.options(request));
        if (!sale.value().equals(customer)) {
            throw soldTo(seat, sale.value());
        }
        return new Sale(seat, customer, sale.slot());
    }

    private static String customer(@Nullable String customer) {
        if (customer == null || customer.isEmpty() || customer.codePointCount(0, customer.length()) > MAX_CUSTOMER) {
            throw ApiRequests.badRequest("A customer has 1 to " + MAX_CUSTOMER + " characters.");
        }
        return customer;
    }

    private static ErrorResponseException soldTo(String seat, String customer) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
                "Seat " + seat + " is sold to somebody else. Choose another one.");
        problem.setProperty("soldTo", customer);
        return new ErrorResponseException(HttpStatus.CONFLICT, problem, null);
    }

    private static String decisionOf(String seat) {
        return "seat-" + seat;
    }

    /** A seat, and who has it; null if nobody. */
    record Seat(String seat, @Nullable String customer) {
    }

    /** A seat that is sold. */
    record Sale(String seat, String customer, long slot) {
    }
}
