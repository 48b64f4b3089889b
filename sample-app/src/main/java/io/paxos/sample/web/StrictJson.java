package io.paxos.sample.web;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON object of strings. Bound to a record, {@code 1e999} would be taken for a string, and of a repeated member the
 * last would win.
 */
final class StrictJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private StrictJson() {
    }

    /**
     * The members of an object, which must be these, each once, and each a string or null.
     *
     * @throws org.springframework.web.server.ResponseStatusException 400, with what is wrong
     */
    static Map<String, @Nullable String> read(String json, Set<String> members) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            Map<String, @Nullable String> values = readObject(parser, members);
            if (parser.nextToken() != null) {
                throw ApiRequests.badRequest("There is more in the body than one JSON object.");
            }
            return values;
        } catch (JacksonException e) {
            throw ApiRequests.badRequest("The body is not JSON.");
        }
    }

    private static Map<String, @Nullable String> readObject(JsonParser parser, Set<String> members) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw ApiRequests.badRequest("The body is not a JSON object.");
        }
        Map<String, @Nullable String> values = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            if (!members.contains(member) || values.containsKey(member)) {
                throw ApiRequests.badRequest("The body has a member that is unknown or repeated; it must have " + members + ".");
            }
            values.put(member, readValue(parser, member));
        }
        if (values.size() < members.size()) {
            throw ApiRequests.badRequest("The body lacks a member; it must have " + members + ".");
        }
        return values;
    }

    private static @Nullable String readValue(JsonParser parser, String member) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw ApiRequests.badRequest("The member " + member + " is not a string.");
        }
        String value = parser.getString();
        // Half of a surrogate pair can be written in JSON, but not in UTF-8.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw ApiRequests.badRequest("The member " + member + " is not Unicode.");
        }
        return value;
    }
}
