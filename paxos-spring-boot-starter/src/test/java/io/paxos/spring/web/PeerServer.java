package io.paxos.spring.web;

import io.paxos.spring.web.tomcat.PeerConnections;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/**
 * Tomcat as a host has it, behind a proxy that it trusts, with the endpoint of the peers before a servlet that answers everything
 * with status 299. The endpoint can be exchanged, as when a process starts again at the same address.
 */
final class PeerServer implements AutoCloseable {

    /** What the application answers. */
    static final int APPLICATION = 299;

    private final AtomicReference<PeerEndpoint> endpoint = new AtomicReference<>();
    private final WebServer server;

    /**
     * @param threads most that handle requests
     * @param ownPort of the peers; null for that of the application
     */
    PeerServer(int threads, Integer ownPort) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                protocol.setMinSpareThreads(1);
                protocol.setMaxThreads(threads);
            }
        });
        factory.addEngineValves(new RemoteIpValve());
        new PeerConnections(true, ownPort, InetAddress::getLoopbackAddress).customize(factory);
        server = factory.getWebServer(context -> register(context, ownPort == null ? "/paxos/v1/*" : "/*"));
        server.start();
    }

    private void register(ServletContext context, String pattern) {
        Filter delegate = (request, response, chain) -> endpoint.get().doFilter(request, response, chain);
        FilterRegistration.Dynamic filter = context.addFilter("peers", delegate);
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, pattern);
        ServletRegistration.Dynamic servlet = context.addServlet("application", new Application());
        servlet.setAsyncSupported(true);
        servlet.addMapping("/");
    }

    void use(PeerEndpoint next) {
        endpoint.set(next);
    }

    int port() {
        return server.getPort();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        server.stop();
        server.destroy();
    }

    /** Says with which path and method it was reached. */
    private static final class Application extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setStatus(APPLICATION);
            response.getOutputStream().print(request.getMethod() + " " + request.getRequestURI());
        }
    }
}
