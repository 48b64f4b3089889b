package io.paxos.sample;

import io.paxos.spring.properties.PaxosProperties;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says at the start where to look and what to try. */
@Component
final class StartUpNotes {

    private static final Logger log = LoggerFactory.getLogger(StartUpNotes.class);

    private final PaxosProperties properties;

    StartUpNotes(PaxosProperties properties) {
        this.properties = properties;
    }

    @EventListener
    void whenReady(ApplicationReadyEvent event) {
        Path directory = properties.dataDirectory().resolve(properties.nodeId()).toAbsolutePath().normalize();
        log.info("Node {} answers on http://localhost:{}/ and keeps its data in {}", properties.nodeId(),
                event.getApplicationContext().getEnvironment().getProperty("local.server.port"), directory);
    }

    /**
     * Logs what a newcomer may try first.
     *
     * @param urls base URLs of three nodes, or thrice of one; without a slash at the end
     */
    static void tryOut(List<String> urls) {
        log.info("""
                Open {}/ in a browser, or try:
                  curl -H 'Content-Type: application/json' -d '{"customer":"alice"}' {}/api/seats/A1
                  curl {}/api/seats
                  curl -H 'Content-Type: text/plain' -d hello {}/api/log/greetings""", urls.get(0), urls.get(0), urls.get(1),
                urls.get(2));
    }
}
