package io.paxos.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paxos.spring.properties.RefusedConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** What is said of an application whose web server cannot serve peers. */
class RefusedHostTests {

    @ParameterizedTest
    @CsvSource({"8080, other.port, 1, server.port", "9000, server.port, 9000, server.port",
        "9000, management.server.port, 9000, management.server.port"})
    void a_port_of_the_application_for_the_peers(int port, String property, String value, String named) {
        MockEnvironment environment = new MockEnvironment().withProperty(property, value);

        assertThatThrownBy(() -> RefusedHost.requireOwnPort(port, environment))
                .isInstanceOf(RefusedConfigurationException.class)
                .hasMessage("paxos.transport.port is " + port + ", which is " + named + " too.");
    }

    @ParameterizedTest
    @CsvSource({"9000, other.port, 9000", "8080, server.port, 8081", "9000, server.port, 0", "9000, server.port, nonsense"})
    void a_port_of_their_own(int port, String property, String value) {
        MockEnvironment environment = new MockEnvironment().withProperty(property, value);

        assertThatCode(() -> RefusedHost.requireOwnPort(port, environment)).doesNotThrowAnyException();
    }

    @Test
    void the_sentences_name_the_properties_and_what_to_do() {
        RefusedConfigurationException servlets = RefusedHost.withoutServlets();
        RefusedConfigurationException tomcat = RefusedHost.portWithoutTomcat("Jetty");

        assertThat(servlets).hasMessageContaining("paxos.peers lists other nodes").hasMessageContaining("no servlet web server");
        assertThat(servlets.action()).contains("spring-boot-starter-webmvc", "spring.main.web-application-type");
        assertThat(tomcat).hasMessageContaining("paxos.transport.port is set").hasMessageContaining("Jetty, not Tomcat");
        assertThat(tomcat.action()).contains("Remove paxos.transport.port");
    }
}
