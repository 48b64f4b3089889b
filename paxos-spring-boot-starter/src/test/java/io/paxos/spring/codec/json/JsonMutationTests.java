package io.paxos.spring.codec.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.paxos.core.message.Envelope;
import io.paxos.spring.codec.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged and forged texts. */
class JsonMutationTests {

    private static final long SEED = 82;
    private static final int MUTATIONS = 200_000;
    private static final int SAMPLES = 300;

    /** What a text consists of, so that most changes leave JSON behind. */
    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\":?|[-0-9.a-z]+|[\\[\\]{},]");

    private static final String[] FRAGMENTS = {"null", "true", "0", "-0", "-1", "1.0", "1e3", "\"1\"", "\"\"", "[]", "{}", "[{}]",
        "9223372036854775807", "9223372036854775808", "{\"noOp\":{}}", "\"version\":1,", "\"@class\":\"java.lang.Object\",",
        "\"node1\"", "\"YQ==\"", "\"YR==\"", "\"\\ud800\"", "\"\\r\\n\"", ",", ":", "/**/", "\ufeff", " "};

    /** Every text is either taken for exactly what it says, nothing added and nothing left out, or refused. */
    @Test
    @Tag("P74")
    @Tag("P82")
    @Tag("P83")
    void whatever_the_text_it_decodes_it_exactly_or_refuses_it() {
        // A thread of its own has a short stack, so that 200,000 exceptions are quickly made.
        assertTimeoutPreemptively(Duration.ofMinutes(1), JsonMutationTests::decodesExactlyOrRefuses);
    }

    private static void decodesExactlyOrRefuses() {
        Random random = new Random(SEED);
        RandomMessages values = new RandomMessages(random);
        List<List<String>> good = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            good.add(tokensOf(new String(JsonBatch.encode(values.batch(i % 10 == 0 ? 3 : 1)), UTF_8)));
        }
        int decoded = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = mutated(good, random);
            try {
                List<Envelope> batch = JsonBatch.decode(input);
                byte[] again = JsonBatch.encode(batch);
                if (!JsonBatch.decode(again).equals(batch) || !JsonText.read(again).equals(JsonText.read(input))) {
                    throw new AssertionError("another text of the same batch: " + new String(again, UTF_8));
                }
                decoded++;
            } catch (UndecodableException expected) {
                if (!isForTheLog(expected.getMessage())) {
                    throw new AssertionError("seed " + SEED + ", input " + i, expected);
                }
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", input " + i + ": " + new String(input, UTF_8), e);
            }
        }
        assertThat(decoded).as("inputs that stayed good, seed %d", SEED).isGreaterThan(3_000);
        assertThat(refused).as("inputs that went bad, seed %d", SEED).isGreaterThan(30_000);
    }

    /** One short line of printable characters (PITFALLS 83). */
    private static boolean isForTheLog(String message) {
        return message.startsWith("expected ") && message.length() < 500
                && message.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }

    private static List<String> tokensOf(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        assertThat(String.join("", tokens)).isEqualTo(text);
        return tokens;
    }

    private static byte[] mutated(List<List<String>> good, Random random) {
        List<String> tokens = new ArrayList<>(good.get(random.nextInt(good.size())));
        if (random.nextInt(4) == 0) {
            return damaged(String.join("", tokens).getBytes(UTF_8), random);
        }
        for (int changes = random.nextInt(2); changes >= 0; changes--) {
            change(tokens, good.get(random.nextInt(good.size())), random);
        }
        return String.join("", tokens).getBytes(UTF_8);
    }

    private static void change(List<String> tokens, List<String> other, Random random) {
        int at = random.nextInt(tokens.size());
        String stranger = other.get(random.nextInt(other.size()));
        switch (random.nextInt(7)) {
            case 0 -> tokens.set(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
            case 1 -> tokens.add(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
            case 2 -> tokens.subList(at, Math.min(tokens.size(), at + 1 + random.nextInt(4))).clear();
            // some tokens twice: perhaps a field, perhaps an element of a list
            case 3 -> tokens.addAll(at, List.copyOf(tokens.subList(at, Math.min(tokens.size(), at + 1 + random.nextInt(12)))));
            case 4 -> tokens.set(at, stranger);
            default -> {
                if (Character.isDigit(tokens.get(at).charAt(0))) {
                    tokens.set(at, String.valueOf(random.nextLong() >> random.nextInt(64)));
                } else if (tokens.get(at).endsWith(":") == stranger.endsWith(":")) {
                    tokens.set(at, stranger);
                }
            }
        }
        if (tokens.isEmpty()) {
            tokens.add(" ");
        }
    }

    /** Bytes changed, cut out or cut off, whatever characters they were. */
    private static byte[] damaged(byte[] bytes, Random random) {
        StringBuilder text = new StringBuilder(new String(bytes, ISO_8859_1));
        for (int changes = random.nextInt(3); changes >= 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setLength(at);
                case 1 -> text.setCharAt(at, (char) random.nextInt(0x100));
                case 2 -> text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
                default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
            }
        }
        return text.toString().getBytes(ISO_8859_1);
    }
}
