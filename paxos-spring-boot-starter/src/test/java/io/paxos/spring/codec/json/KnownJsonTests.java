package io.paxos.spring.codec.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.spring.codec.json.KnownMessages.Known;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The texts that people write and other releases read. */
class KnownJsonTests {

    static final List<Known> KNOWN = KnownMessages.ALL;

    @ParameterizedTest
    @FieldSource("KNOWN")
    @Tag("P73")
    void a_message_has_the_known_text(Known known) {
        assertThat(new String(JsonBatch.encode(known.batch()), UTF_8)).isEqualTo(known.compact());
    }

    @ParameterizedTest
    @FieldSource("KNOWN")
    @Tag("P73")
    void the_known_text_is_the_message(Known known) {
        assertThat(JsonBatch.decode(known.text().getBytes(UTF_8))).isEqualTo(known.batch());
    }
}
