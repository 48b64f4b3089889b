package io.paxos.spring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paxos.core.log.Bytes;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonValueCodecTests {

    record Order(String customer, List<Integer> seats, Instant at) {
    }

    private final JsonValueCodec codec = new JsonValueCodec(JsonMapper.builder().build());

    @Test
    void bytes_are_taken_as_they_are() {
        byte[] value = {0, -1, 34};
        Bytes encoded = codec.encode(value);
        value[0] = 9;

        assertThat(encoded.toByteArray()).containsExactly(0, -1, 34);
        assertThat(codec.decode(encoded, byte[].class)).containsExactly(0, -1, 34);
        assertThat(codec.decode(Bytes.EMPTY, byte[].class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "\"quoted\"", "é€𝄞", "null", "\u0000"})
    void texts_are_their_utf8(String text) {
        assertThat(codec.encode(text)).isEqualTo(Bytes.utf8(text));
        assertThat(codec.decode(Bytes.utf8(text), String.class)).isEqualTo(text);
    }

    @Test
    void what_is_no_text_is_refused_both_ways() {
        assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> codec.encode("secret \ud800"))
                .withMessageNotContaining("secret");
        assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> codec.encode("\udc00 x"));
        assertThatExceptionOfType(ValueCodecException.class)
                .isThrownBy(() -> codec.decode(Bytes.copyOf(new byte[] {(byte) 0xc3, 0x28}), String.class));
        assertThatExceptionOfType(ValueCodecException.class)
                .isThrownBy(() -> codec.decode(Bytes.copyOf(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}), String.class));
    }

    @Test
    void other_values_are_json() {
        Order order = new Order("alice", List.of(1, 2), Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(codec.decode(codec.encode(order), Order.class)).isEqualTo(order);
        assertThat(codec.encode(5)).isEqualTo(Bytes.utf8("5"));
        assertThat(codec.decode(Bytes.utf8(" [1] "), int[].class)).containsExactly(1);
    }

    @Test
    void equal_maps_have_equal_bytes() {
        Map<String, Integer> one = new LinkedHashMap<>(Map.of("b", 2));
        one.put("a", 1);
        Map<String, Integer> other = new HashMap<>(Map.of("a", 1, "b", 2));

        assertThat(codec.encode(one)).isEqualTo(codec.encode(other)).isEqualTo(Bytes.utf8("{\"a\":1,\"b\":2}"));
    }

    @Test
    void null_is_no_value() {
        assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> codec.encode(Optional.empty()));
        assertThatExceptionOfType(ValueCodecException.class)
                .isThrownBy(() -> codec.decode(Bytes.utf8("null"), Order.class));
    }

    @Test
    void what_json_cannot_say_is_refused_without_repeating_it() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("secret", endless);

        assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> codec.encode(endless))
                .withMessageNotContaining("secret");
        assertThatExceptionOfType(ValueCodecException.class).as("a value of which nothing would be kept")
                .isThrownBy(() -> codec.encode(new Object()));
        assertThatExceptionOfType(ValueCodecException.class)
                .isThrownBy(() -> codec.decode(Bytes.utf8("\"secret\""), Integer.class)).withMessageNotContaining("secret");
        assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> codec.decode(Bytes.utf8("1 2"), Integer.class));
        assertThatExceptionOfType(ValueCodecException.class).isThrownBy(() -> codec.decode(Bytes.EMPTY, Order.class));
    }

    @Test
    @Tag("P82")
    void names_of_classes_in_json_mean_nothing() {
        Object read = codec.decode(Bytes.utf8("{\"@class\":\"java.util.ArrayDeque\"}"), Object.class);

        assertThat(read).isInstanceOf(Map.class);
    }
}
