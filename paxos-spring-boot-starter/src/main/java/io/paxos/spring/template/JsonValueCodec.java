package io.paxos.spring.template;

import io.paxos.core.log.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The codec that is used unless the application has one: {@code byte[]} as it is, a {@code String} as its UTF-8, everything else
 * as JSON. What was written as one of the three must be read as the same.
 *
 * <p>Equal values have to have equal bytes, for a compare-and-set and for an idempotency key, on every node and after every
 * restart. Properties and the keys of maps are therefore in order. Sets are not: a value that holds one should hold a sorted one.
 */
public final class JsonValueCodec implements ValueCodec {

    private static final Bytes NULL = Bytes.utf8("null");

    private final JsonMapper mapper;

    /**
     * @param mapper writes and reads JSON. It must never write or read the names of classes ("default typing", PITFALLS 82), and
     *     go on reading what it once wrote. Map keys are put in order, and values without any property and trailing characters
     *     are refused, whatever it says of these
     */
    public JsonValueCodec(JsonMapper mapper) {
        this.mapper = mapper.rebuild().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    }

    /** Neither does it take what would be read as null, such as an empty {@code Optional}. */
    @Override
    public Bytes encode(Object value) {
        if (value instanceof byte[] bytes) {
            return Bytes.copyOf(bytes);
        }
        if (value instanceof String text) {
            return utf8(text);
        }
        Bytes json;
        try {
            json = Bytes.copyOf(mapper.writeValueAsBytes(value));
        } catch (RuntimeException e) {
            throw new ValueCodecException("a value of " + value.getClass() + " cannot be written as JSON", e);
        }
        if (json.equals(NULL)) {
            throw new ValueCodecException("what is written as null in JSON is not a value", null);
        }
        return json;
    }

    @Override
    public <T> T decode(Bytes bytes, Class<T> type) {
        if (type == byte[].class) {
            return type.cast(bytes.toByteArray());
        }
        if (type == String.class) {
            return type.cast(text(bytes));
        }
        @Nullable T value;
        try {
            value = mapper.readValue(bytes.toByteArray(), type);
        } catch (RuntimeException e) {
            throw new ValueCodecException(bytes + " cannot be read as JSON of " + type, e);
        }
        if (value == null) {
            throw new ValueCodecException(bytes + " are null as JSON of " + type + ", which is not a value", null);
        }
        return value;
    }

    /** {@link String#getBytes} would make question marks of what it cannot encode, and so equal bytes of unequal texts. */
    private static Bytes utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).encode(CharBuffer.wrap(text));
            return Bytes.copyOf(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
        } catch (CharacterCodingException e) {
            throw new ValueCodecException("a text of " + text.length() + " characters has a surrogate without its pair", e);
        }
    }

    private static String text(Bytes bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new ValueCodecException(bytes + " are not a text in UTF-8", e);
        }
    }
}
