package io.paxos.spring.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.paxos.core.log.Bytes;
import io.paxos.core.log.ClientId;
import io.paxos.core.log.ClientSequence;
import io.paxos.core.log.Command;
import io.paxos.core.log.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds for every form, on random values. */
class FormTests {

    private static final long SEED = 20_261_121;

    static final List<Form<?>> FORMS = Form.ALL;

    @ParameterizedTest
    @FieldSource("FORMS")
    <T> void a_value_comes_back_as_it_was(Form<T> form) {
        RandomValues values = new RandomValues(new Random(SEED));
        for (int i = 0; i < 3_000; i++) {
            T value = form.sample().apply(values);
            assertThat(form.decode().apply(form.encode().apply(value)))
                    .as("value %d of seed %d: %s", i, SEED, value).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @FieldSource("FORMS")
    @Tag("P74")
    <T> void an_encoding_that_is_cut_short_anywhere_or_goes_on_is_refused(Form<T> form) {
        RandomValues values = new RandomValues(new Random(SEED));
        for (int i = 0; i < 10; i++) {
            byte[] whole = form.encode().apply(form.sample().apply(values));
            for (int length = 0; length <= whole.length + 1; length++) {
                if (length != whole.length) {
                    assertThat(isDecoded(form, Arrays.copyOf(whole, length)))
                            .as("value %d of seed %d, %d of %d bytes", i, SEED, length, whole.length).isFalse();
                }
            }
        }
    }

    @Test
    void sizes_are_known_before_anything_is_written() {
        RandomValues values = new RandomValues(new Random(SEED));
        for (int i = 0; i < 2_000; i++) {
            RowBody body = values.rowBody();
            assertThat(RowBodyForm.sizeOf(body)).as("body %d of seed %d", i, SEED)
                    .isEqualTo(RowBodyForm.encode(body).length);

            BinaryOutput out = new BinaryOutput();
            Entry entry = values.entry(60);
            EntryForm.write(out, entry);
            assertThat(EntryForm.sizeOf(entry)).as("entry %d of seed %d", i, SEED).isEqualTo(out.size());
        }
    }

    @Test
    void a_body_may_be_large() {
        byte[] content = new byte[1 << 20];
        new Random(SEED).nextBytes(content);
        Command command = new Command(new ClientSequence(new ClientId(1, 2), 3), 3, 0, Bytes.copyOf(content));

        BinaryOutput out = new BinaryOutput();
        EntryForm.write(out, command);

        assertThat(EntryForm.read(new BinaryInput(out.toByteArray()))).isEqualTo(command);
    }

    private static boolean isDecoded(Form<?> form, byte[] input) {
        try {
            form.decode().apply(input);
            return true;
        } catch (UndecodableException expected) {
            return false;
        }
    }
}
