package io.paxos.sample.problem;

import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers what Tomcat refuses before any application sees it (a bad request line, {@code %2F} in the path), where its own valve
 * would send a page of HTML. Also gives a body to the errors of the actuator that have none.
 */
final class ProblemReportValve extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ProblemReportValve.class);

    private final Problems problems;
    private final JsonMapper json;

    private ProblemReportValve(Problems problems, JsonMapper json) {
        this.problems = problems;
        this.json = json;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0) {
            return;
        }
        if (!response.setErrorReported() && !request.getRequestURI().startsWith("/actuator/")) {
            return;
        }
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(json.writeValueAsBytes(problems.body(request, status, null, Map.of())));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            log.debug("An error of status {} could not be reported", status, e);
        }
    }

    /** Adds it to Tomcat, after Boot's own valve, so that it is the first to report. */
    @Component
    static final class Customizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

        private final Problems problems;
        private final JsonMapper json;

        Customizer(Problems problems, JsonMapper json) {
            this.problems = problems;
            this.json = json;
        }

        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            factory.addContextCustomizers(
                    context -> context.getParent().getPipeline().addValve(new ProblemReportValve(problems, json)));
        }
    }
}
