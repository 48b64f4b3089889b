package io.paxos.sample.web;

import io.paxos.core.error.NotExecutedException;
import io.paxos.core.machine.Names;
import io.paxos.sample.problem.RequestIds;
import io.paxos.spring.properties.PaxosProperties;
import io.paxos.spring.template.CallOptions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes requests apart. What is not exactly as it should be is refused, never mended: a name that was cut, or a text whose bad
 * bytes were replaced, would be somebody else's.
 */
@Component
final class ApiRequests {

    /** Two values in JSON, each byte written as an escape of six, and room for the rest. */
    private static final int JSON_FACTOR = 12;
    private static final int JSON_REST = 4096;

    private final int limit;

    ApiRequests(PaxosProperties properties) {
        this.limit = Math.toIntExact(properties.limits().value().toBytes());
    }

    /** The name, log or key in a path, if it is one. */
    static String name(String name) {
        if (!Names.isValid(name)) {
            throw badRequest("A name is one letter or digit, and up to 127 more of these or of . _ : -");
        }
        return name;
    }

    /** Options with the client's key, if it gave one. */
    static CallOptions options(HttpServletRequest request) {
        return CallOptions.DEFAULTS.withIdempotencyKey(RequestIds.key(request));
    }

    /** The value in a body of text. */
    String text(HttpServletRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        return value(body(request, MediaType.TEXT_PLAIN, limit));
    }

    /** The members of a JSON body, which must be just these; a value is null where the body has null. */
    Map<String, @Nullable String> json(HttpServletRequest request, String... members)
            throws IOException, HttpMediaTypeNotSupportedException {
        return StrictJson.read(body(request, MediaType.APPLICATION_JSON, JSON_FACTOR * limit + JSON_REST), Set.of(members));
    }

    /** A text that may be stored. */
    String value(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw badRequest("A value must not be null or empty.");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > limit) {
            throw tooLarge(limit);
        }
        return value;
    }

    /** A refusal that says what is wrong. */
    static ResponseStatusException badRequest(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }

    private static NotExecutedException tooLarge(int limit) {
        return new NotExecutedException(NotExecutedException.Reason.VALUE_TOO_LARGE,
                "The body or value is over the limit of " + limit + " bytes.");
    }

    private static String body(HttpServletRequest request, MediaType type, int limit)
            throws IOException, HttpMediaTypeNotSupportedException {
        requireType(request, type);
        byte[] bytes = request.getInputStream().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        try {
            // A new decoder reports what is malformed.
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw badRequest("The body is not UTF-8.");
        }
    }

    private static void requireType(HttpServletRequest request, MediaType expected) throws HttpMediaTypeNotSupportedException {
        String header = request.getContentType();
        MediaType given;
        try {
            given = header == null ? null : MediaType.parseMediaType(header);
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotSupportedException("The Content-Type is not one.", List.of(expected));
        }
        if (given == null || !given.equalsTypeAndSubtype(expected)
                || given.getCharset() != null && !given.getCharset().equals(StandardCharsets.UTF_8)) {
            throw new HttpMediaTypeNotSupportedException(given, List.of(expected));
        }
    }
}
