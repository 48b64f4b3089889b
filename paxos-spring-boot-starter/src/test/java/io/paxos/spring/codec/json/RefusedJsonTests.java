package io.paxos.spring.codec.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.paxos.spring.codec.UndecodableException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that differ from a good one in one thing each. */
@Tag("P74")
class RefusedJsonTests {

    /** Most of what can be wrong can be wrong here: it has every kind of field, but for flags and the founders. */
    private static final String PROMISE = textOf("Promise");

    private static final String IDENTITY = textOf("Identity");

    /** In the promise, what stands left of the first bar becomes what stands between the bars; the words are to its right. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // fields that are missing
        "\"version\":1,                  | ``                              | a field at batch.version, found none",
        "\"to\":\"node2\",               | ``                              | a field at batch.to, found none",
        "\"group\":\"default\",          | ``                              | messages[0].header.group, found none",
        "\"nextPage\":44,                | ``                              | at batch.messages[0].promise.nextPage, found none",
        "\"chosenUpTo\":41               | \"chosenUpTo2\":41              | promise.chosenUpTo, found none",
        "\"vote\":null,                  | ``                              | promise.reports[0].vote, found none",
        ",\"chosen\":null                | ``                              | promise.reports[1].chosen, found none",
        "{\"noOp\":{}}                   | {}                              | one field for an entry at batch.messages[0]",
        // fields that nobody knows, or twice
        "\"version\":1,                  | \"version\":1,\"x\":1,          | expected no more fields at batch, found 'x'",
        "\"noOp\":{}                     | \"noOp\":{\"x\":1}              | chosen.noOp, found 'x'",
        "\"slot\":41,                    | \"slot\":41,\"Slot\":41,        | found 'Slot'",
        "\"slot\":41,                    | \"slot\":41,\"slot\":41,        | a field for the second time",
        "\"slot\":41,                    | \"slot\":41,\"sl\\u006ft\":41,  | a field for the second time",
        "{\"noOp\":{}}                   | {\"noOp\":{},\"command\":{}}    | one field for an entry at batch",
        "\"promise\":{                   | \"fetch\":{\"from\":1},\"promise\":{ | one field for a message",
        "\"promise\":{                   | \"promisse\":{                  | 'promisse', which this node does not know",
        "\"noOp\":                       | \"snapshot\":                   | an entry at batch.messages[0].promise.reports[0]",
        "\"clientSequence\":             | \"clientsequence\":             | a request id at batch",
        // integers that are none, or out of range
        "\"version\":1,                  | \"version\":2,                  | version 2, and this node knows version 1 only",
        "\"slot\":41                     | \"slot\":41.0                   | reports[0].slot, found a number with a point",
        "\"slot\":41                     | \"slot\":4e1                    | found a number with a point or an exponent",
        "\"slot\":41                     | \"slot\":\"41\"                 | found a text",
        "\"slot\":41                     | \"slot\":null                   | found null",
        "\"slot\":41                     | \"slot\":true                   | found true or false",
        "\"slot\":41                     | \"slot\":[41]                   | found an array",
        "\"slot\":41                     | \"slot\":{}                     | found an object",
        "\"slot\":41                     | \"slot\":-1                     | an integer from 0 to 9223372036854775807 at",
        "\"slot\":41                     | \"slot\":9223372036854775808    | found one out of range",
        "\"slot\":41                     | \"slot\":-9223372036854775809   | found one out of range",
        "\"slot\":41                     | \"slot\":999999999999999999999  | Number value length (21) exceeds",
        "\"slot\":41                     | \"slot\":041                    | JSON at line 1",
        "\"slot\":41                     | \"slot\":+41                    | JSON at line 1",
        "\"slot\":41                     | \"slot\":0x29                   | JSON at line 1",
        "\"slot\":41                     | \"slot\":NaN                    | JSON at line 1",
        // texts that are none, too long, or of another form
        "\"to\":\"node2\"                | \"to\":2                        | a node id at batch.to, found an integer",
        "\"to\":\"node2\"                | \"to\":null                     | a node id at batch.to, found null",
        "\"to\":\"node2\"                | \"to\":\"Node2\"                | a node id at batch.to, found a text that is none",
        "\"to\":\"node2\"                | \"to\":\"\"                     | a node id at batch.to, found a text that is none",
        "\"from\":\"node1\"              | \"from\":\"\"                   | header.from, found a text that is none",
        "\"node\":\"node2\"              | \"node\":\"nöde\"               | a node id or nothing at",
        "\"storage\":\"0000              | \"storage\":\"000               | 32 hexadecimal digits in lower case at",
        "\"storage\":\"0000              | \"storage\":\"000A              | 32 hexadecimal digits in lower case at",
        "\"storage\":\"0000              | \"storage\":\"00000             | 33 characters, which is above the most of 32",
        "\"client\":\"0000               | \"client\":\"000G               | 32 hexadecimal digits in lower case at",
        "\"founders\":\"ab               | \"founders\":\"                 | 64 hexadecimal digits in lower case or nothing",
        "\"founders\":\"ab               | \"founders\":\"aB               | 64 hexadecimal digits in lower case or nothing",
        "\"group\":\"default\"           | \"group\":\"\\ud800\"           | a name at batch.messages[0].header.group",
        "\"group\":\"default\"           | \"group\":\"\"                  | a name at batch.messages[0].header.group",
        "\"name\":\"default\"            | \"name\":\"\"                   | a name at batch.messages[0].header.cluster",
        "\"YWJjZA==\"                    | \"YWJjZA\"                      | base64 at batch",
        "\"YWJjZA==\"                    | \"YWJjZB==\"                    | base64 at batch",
        "\"YWJjZA==\"                    | \"YWJj ZA==\"                   | base64 at batch",
        "\"YWJjZA==\"                    | \"YW_jZA==\"                    | base64 at batch",
        "\"YWJjZA==\"                    | \"YWJjZA==YWJj\"                | base64 at batch",
        "\"YWJjZA==\"                    | [97]                            | base64 at batch.messages[0].promise.reports[1]",
        // objects and arrays that are none, or empty
        "\"noOp\":{}                     | \"noOp\":null                   | an object at batch",
        "\"noOp\":{}                     | \"noOp\":[]                     | found an array",
        "\"noOp\":{}                     | \"noOp\":\"\"                   | found a text",
        "\"reports\":[                   | \"reports\":[null,              | an object at batch.messages[0].promise.reports[0]",
        "\"reports\":[                   | \"reports\":[[],                | found an array",
        // values that their types refuse
        "\"slot\":41                     | \"slot\":0                      | slot 0 reports either a vote or a chosen value",
        "\"vote\":null,\"chosen\":{\"noOp\":{}} | \"vote\":null,\"chosen\":null | slot 41 reports either",
        "\"chosen\":null                 | \"chosen\":{\"noOp\":{}}        | slot 43 reports either",
        "\"lowestOpen\":8                | \"lowestOpen\":10              | lowest open sequence 10 does not fit",
        "\"sequence\":9                  | \"sequence\":0                  | a request sequence starts at 1",
        "\"round\":4                     | \"round\":0                     | no ballot: epoch 0, round 0",
        "\"node\":\"node2\"              | \"node\":\"\"                   | no ballot: epoch 0, round 4, node nobody",
        "\"pageFrom\":41                 | \"pageFrom\":40                 | promise from 41, page from 40"})
    void a_promise_with_something_else_is_refused(String there, String instead, String words) {
        refuses(replaced(PROMISE, there, instead), words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"founded\":true                | \"founded\":\"true\"            | true or false at batch",
        "\"founded\":true                | \"founded\":1                   | found an integer",
        "\"founded\":true                | \"founded\":null                | found null",
        "\"planDigest\":\"cd             | \"planDigest\":\"               | 64 hexadecimal digits in lower case at batch",
        "\"weight\":2                    | \"weight\":0                    | an integer from 1 to 2147483647 at",
        "\"weight\":2                    | \"weight\":2147483648           | an integer from 1 to 2147483647 at",
        "\"weight\":2                    | \"weight\":4                    | may miss each other",
        "\"accept\":3                    | \"accept\":4                    | can never be reached",
        "\"node\":\"node3\"                | \"node\":\"node1\"               | stands twice",
        "\"node\":\"node3\"                | \"node\":\"node0\"               | in the order of their nodes",
        "\"weight\":2                    | \"weight\":2147483647           | overflow",
        "000000000000000000000000000000a | 000000000000001ffffffffffffffff | stands twice",
        "-9223372036854775808            | -9223372036854775809            | found one out of range"})
    void an_identity_with_something_else_is_refused(String there, String instead, String words) {
        refuses(replaced(IDENTITY, there, instead), words);
    }

    @Test
    void founders_are_needed_to_be_founded() {
        refuses(IDENTITY.replaceFirst("\"founders\":\\{.*},\"founded\"", "\"founders\":null,\"founded\""), "founded by nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "1", "\"x\"", "[]", "{}", "[{}]", "{\"version\":1,\"to\":\"node2\",\"messages\":[]}",
        "{\"version\":1,\"to\":\"node2\",\"messages\":{}}", "{\"version\":1,\"to\":\"node2\",\"messages\":[1]}", "x", "{'a':1}",
        "{a:1}", "/**/{}", "{\"a\":1,}", "[", "]"})
    void what_is_no_batch_is_refused(String text) {
        refuses(text, "expected ");
    }

    @ParameterizedTest
    @ValueSource(strings = {" x", "{}", ",", "}", "null", "\0", " #"})
    void nothing_follows_a_batch(String more) {
        refuses(PROMISE + more, "or text after the end");
    }

    @Test
    void a_batch_cut_short_anywhere_is_refused() {
        for (int length = 0; length < PROMISE.length(); length++) {
            refuses(PROMISE.substring(0, length), "expected ");
        }
    }

    @Test
    void all_messages_come_from_one_node() {
        String two = PROMISE.replaceFirst("\"messages\":\\[(.*)]}$", "\"messages\":[$1,$1]}");
        assertThat(JsonBatch.decode(two.getBytes(UTF_8))).hasSize(2);

        int last = two.lastIndexOf("\"from\":\"node1\"");
        refuses(two.substring(0, last) + two.substring(last).replaceFirst("node1", "node3"),
                "a batch from node1 to node2 has no message from node3 to node2");
    }

    @Test
    void another_encoding_than_utf_8_is_refused() {
        refuses(("\ufeff" + PROMISE).getBytes(UTF_8), "JSON at line 1, column 1");
        refuses(PROMISE.getBytes(UTF_16), "UTF-8");
        refuses(PROMISE.getBytes(UTF_16LE), "JSON at line 1, column");
        String named = PROMISE.replace("\"default\"", "\"d\u00fc\"");
        assertThat(JsonBatch.decode(named.getBytes(UTF_8)).get(0).header().group()).isEqualTo("d\u00fc");
        refuses(named.getBytes(ISO_8859_1), "UTF-8");
        // a slash in two bytes, half a pair of surrogates, a character above the last, one cut short
        for (String bytes : new String[] {"\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00e2\u0082"}) {
            refuses(PROMISE.replace("default", bytes).getBytes(ISO_8859_1), "UTF-8");
        }
    }

    @Test
    @Tag("P81")
    void depth_names_and_the_count_of_tokens_are_bounded() {
        refuses("[".repeat(33), "nesting depth (33) exceeds");
        refuses("{\"a\":".repeat(1_000_000), "nesting depth (33) exceeds");
        refuses("{\"" + "a".repeat(33) + "\":1}", "Name length (33) exceeds");
        refuses("[" + "0,".repeat(1_000_000) + "0]", "Token count (1000001) exceeds");
        refuses(PROMISE.replace("\"group\":\"default\"", "\"group\":\"" + "x".repeat(65) + "\""),
                "65 characters, which is above the most of 64");
        refuses(PROMISE.replace("\"name\":\"default\"", "\"name\":\"" + "x".repeat(256) + "\""),
                "256 characters, which is above the most of 255");
    }

    @Test
    @Tag("P83")
    void what_a_peer_wrote_is_repeated_in_short_and_on_one_line_or_not_at_all() {
        refuses(PROMISE.replace("\"version\":1", "\"version\":1,\"a\\r\\nERROR\\u0007\u202e\":1"), "found 'a??ERROR??'");
        for (String secret : new String[] {"s3cret", "\"s3cret", "{\"s3cret\":1,\"s3cret\":2}", "\"s3cret\\x\"", "s3cret\n"}) {
            assertThatExceptionOfType(UndecodableException.class)
                    .isThrownBy(() -> JsonBatch.decode(PROMISE.replace("\"YWJjZA==\"", secret).getBytes(UTF_8)))
                    .withMessageNotContaining("s3cret").withNoCause();
        }
        refuses(PROMISE.replace("\"to\":\"node2\"", "\"to\":\"s3cret\u0007\""), "JSON at line 1");
        // the refusal of the core lists all members
        refuses(IDENTITY.replaceFirst("(\"members\":\\[)(\\{[^}]*},)", "$1" + "$2".repeat(20)),
                "stands twice in [Member[node=node1");
    }

    private static String textOf(String kind) {
        return KnownMessages.ALL.stream().filter(known -> known.toString().equals(kind)).findFirst().orElseThrow().compact();
    }

    private static String replaced(String text, String there, String instead) {
        assertThat(text).contains(there);
        int at = text.indexOf(there);
        return text.substring(0, at) + instead + text.substring(at + there.length());
    }

    private static void refuses(String text, String words) {
        refuses(text.getBytes(UTF_8), words);
    }

    private static void refuses(byte[] bytes, String words) {
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> JsonBatch.decode(bytes))
                .withMessageContaining(words).withNoCause()
                .satisfies(refusal -> assertThat(refusal.getMessage()).matches("[ -~]{1,500}"));
    }
}
