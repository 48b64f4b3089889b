package io.paxos.sample.problem;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.error.OutcomeUnknownException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns what controllers and Spring throw into problems. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    /** Certainly nothing happened: too large and a used key are the caller's to change, all else passes. */
    @ExceptionHandler
    @Nullable ResponseEntity<Object> notExecuted(NotExecutedException e, WebRequest request) {
        HttpHeaders headers = new HttpHeaders();
        HttpStatus status = switch (e.reason()) {
            case VALUE_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case KEY_REUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
            case NO_LEADER, OVERLOADED, DEADLINE, FENCED, NOT_STARTED, SHUTTING_DOWN -> HttpStatus.SERVICE_UNAVAILABLE;
        };
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, "1");
        }
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, e.getMessage()), headers, status, request);
    }

    /** Perhaps it happened: never mixed up with the above. */
    @ExceptionHandler
    @Nullable ResponseEntity<Object> outcomeUnknown(OutcomeUnknownException e, WebRequest request) {
        HttpStatus status = HttpStatus.GATEWAY_TIMEOUT;
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, e.getMessage()), new HttpHeaders(), status,
                request);
    }

    /** Tomcat decodes the query only when somebody asks for a parameter. */
    @ExceptionHandler
    @Nullable ResponseEntity<Object> badQuery(InvalidParameterException e, WebRequest request) {
        HttpStatus status = HttpStatus.BAD_REQUEST;
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, "The query is not well-formed."),
                new HttpHeaders(), status, request);
    }

    /**
     * What fails here with I/O is the client's connection: it has gone, or has sent what Tomcat already refuses. Anything else
     * is a fault of this application.
     */
    @ExceptionHandler
    @Nullable ResponseEntity<Object> other(Exception e, WebRequest request) {
        if (isOfTheConnection(e)) {
            log.debug("The request or its answer was cut off", e);
            return null;
        }
        log.error("A request failed", e);
        return handleExceptionInternal(e, null, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
    }

    private static boolean isOfTheConnection(Throwable e) {
        return e instanceof IOException || e.getCause() != null && isOfTheConnection(e.getCause());
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        HttpServletRequest servletRequest = ((ServletWebRequest) request).getRequest();
        String detail = null;
        Map<String, Object> more = Map.of();
        if (body instanceof ProblemDetail problem) {
            detail = problem.getDetail();
            more = problem.getProperties() == null ? more : problem.getProperties();
        }
        HttpHeaders all = new HttpHeaders(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(problems.body(servletRequest, status.value(), detail, more), all, status);
    }
}
