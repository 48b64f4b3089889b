package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.paxos.spring.properties.PaxosProperties;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What an editor shows for {@code paxos.*} is what the code does. */
class ConfigurationMetadataTests {

    /** Properties that are absent unless somebody sets them. */
    private static final List<String> WITHOUT_DEFAULT = List.of("paxos.datasource.url", "paxos.datasource.username",
            "paxos.datasource.password", "paxos.transport.port", "paxos.security.shared-secret");

    /** Each property with its value when nothing is set. */
    private static final Map<String, Object> VALUES = values();

    static Stream<String> properties() {
        return VALUES.keySet().stream();
    }

    @Test
    void every_property_is_described_and_nothing_else() throws IOException, URISyntaxException {
        assertThat(metadata().keySet()).containsExactlyInAnyOrderElementsOf(VALUES.keySet());
    }

    /** The table of DESIGN 9, as an editor shows it. */
    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "enabled, java.lang.Boolean, true", "cluster, java.lang.String, default", "node-id, java.lang.String, node1",
        "peers, 'java.util.Map<java.lang.String,java.lang.String>', none", "data-dir, java.lang.String, ./data",
        "datasource.url, java.lang.String, none", "datasource.username, java.lang.String, none",
        "datasource.password, java.lang.String, none", "datasource.allow-volatile, java.lang.Boolean, false",
        "request-timeout, java.time.Duration, 5s", "election.heartbeat, java.time.Duration, 50ms",
        "election.timeout, java.time.Duration, 500ms", "transport.hold, java.time.Duration, 200ms",
        "transport.in-flight, java.lang.Integer, 4", "transport.connect-timeout, java.time.Duration, 250ms",
        "transport.read-timeout, java.time.Duration, 1s", "transport.port, java.lang.Integer, none",
        "log.batch-size, java.lang.Integer, 1024", "log.batch-bytes, org.springframework.util.unit.DataSize, 256KB",
        "log.in-flight, java.lang.Integer, 8", "log.queue-size, java.lang.Integer, 10000",
        "log.queue-bytes, org.springframework.util.unit.DataSize, 32MB",
        "limits.value, org.springframework.util.unit.DataSize, 64KB", "security.shared-secret, java.lang.String, none",
        "trace.enabled, java.lang.Boolean, false", "trace.size, java.lang.Integer, 1000"})
    void a_property_has_its_type_and_default(String property, String type, String shown) throws IOException, URISyntaxException {
        Map<String, Object> metadata = metadata().get("paxos." + property);

        assertThat(metadata).containsEntry("type", type);
        Object value = metadata.get("defaultValue");
        assertThat(value == null ? null : value.toString()).isEqualTo(shown);
    }

    @ParameterizedTest
    @MethodSource("properties")
    void a_description_is_plain_sentences(String property) throws IOException, URISyntaxException {
        assertThat(metadata().get(property).get("description")).asString()
                .matches("[A-Z].*\\.").hasSizeGreaterThan(10).doesNotContain("{@", "<p>", "\n");
    }

    @ParameterizedTest
    @MethodSource("properties")
    void the_default_shown_is_the_one_that_works(String property) throws IOException, URISyntaxException {
        Object shown = metadata().get(property).get("defaultValue");

        if (VALUES.get(property) instanceof Map<?, ?> none) {
            assertThat(shown).isNull();
            assertThat(none).isEmpty();
        } else if (WITHOUT_DEFAULT.contains(property)) {
            assertThat(shown).isNull();
            assertThat(VALUES.get(property)).isNull();
        } else {
            assertThat(shown).isNotNull();
            assertThat(bound(Map.of(property, shown.toString()))).isEqualTo(bound(Map.of()));
        }
    }

    private static PaxosProperties bound(Map<String, String> set) {
        return new Binder(new MapConfigurationPropertySource(set)).bindOrCreate("paxos", PaxosProperties.class);
    }

    private static Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        collect("paxos", (Record) bound(Map.of()), values);
        return values;
    }

    private static void collect(String prefix, Record properties, Map<String, Object> values) {
        for (RecordComponent component : properties.getClass().getRecordComponents()) {
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            try {
                Object value = component.getAccessor().invoke(properties);
                if (value instanceof Record nested) {
                    collect(name, nested, values);
                } else {
                    values.put(name, value);
                }
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(name, e);
            }
        }
    }

    /**
     * The starter's own metadata, by property; other jars of the class path have files of the same name. What Boot gives to every
     * actuator endpoint is not ours.
     */
    private static Map<String, Map<String, Object>> metadata() throws IOException, URISyntaxException {
        Path classes = Path.of(PaxosProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String json = Files.readString(classes.resolve("META-INF/spring-configuration-metadata.json"));
        List<Map<String, Object>> properties = JsonPath.read(json, "$.properties");
        return properties.stream().filter(each -> !each.get("name").toString().startsWith("management.endpoint."))
                .collect(Collectors.toMap(each -> (String) each.get("name"), each -> each));
    }
}
