package io.paxos.spring.codec.json;

import io.paxos.spring.codec.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the standard has it, in bounds, as a tree of nodes. The mapper is our own: no setting of the host reaches it. */
final class JsonText {

    private static final int MOST_DEPTH = 32;

    /** The longest name of a field that we know has half of this. */
    private static final int MOST_NAME = 32;

    /** A long takes 20. */
    private static final int MOST_DIGITS = 20;

    /** A message of a thousand commands takes 30,000. Without a bound, two bytes would become a node of some dozens. */
    private static final int MOST_TOKENS = 1_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH)
                    .maxNameLength(MOST_NAME).maxNumberLength(MOST_DIGITS).maxTokenCount(MOST_TOKENS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {
    }

    /** The text of a tree, in UTF-8. */
    static byte[] write(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    /**
     * The one value that the bytes hold in UTF-8, a missing node if they hold none. No word of theirs is repeated in an
     * exception, for a parser quotes what it stumbles over, and that may be a part of a value.
     *
     * @throws UndecodableException if they are not JSON in UTF-8 without a byte order mark, or exceed a bound
     */
    static JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(utf8(bytes));
        } catch (StreamConstraintsException e) {
            // The words of this one are names of bounds and numbers.
            throw unreadable("JSON within bounds", e, Refusals.printable(e.getOriginalMessage()));
        } catch (UnexpectedEndOfInputException e) {
            throw unreadable("JSON", e, "the end of the text");
        } catch (JacksonException e) {
            throw unreadable("JSON", e, "something malformed, a field for the second time, or text after the end");
        }
    }

    /** Not left to the parser, which would guess at UTF-16, skip a byte order mark, and take some malformed sequences. */
    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UndecodableException("expected JSON in UTF-8, found a sequence of bytes that is malformed");
        }
    }

    private static UndecodableException unreadable(String what, JacksonException e, String found) {
        TokenStreamLocation location = e.getLocation();
        String where = location == null ? "a place unknown" : "line " + location.getLineNr() + ", column "
                + location.getColumnNr();
        return Refusals.unexpected(what, where, found);
    }
}
