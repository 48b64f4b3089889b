package io.paxos.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test class during which something was logged at ERROR. */
final class NoErrorLines implements BeforeEachCallback, AfterAllCallback {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    // Not before all, as the start of the application sets the logging up anew.
    @Override
    public void beforeEach(ExtensionContext context) {
        lines.start();
        if (!root().isAttached(lines)) {
            root().addAppender(lines);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        root().detachAppender(lines);
        List<ILoggingEvent> all = List.copyOf(lines.list);
        assertThat(all).filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.ERROR)).isEmpty();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
