package io.paxos.spring.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The connections of one lane to all peers. Nothing of the host's settings for its own clients applies: no proxy, no redirect, no
 * cookie, no second try, no compression.
 */
final class PeerClient implements AutoCloseable {

    private static final MediaType BINARY = MediaType.parseMediaType(PeerHttp.BINARY);

    /** An idle connection is looked at before it is used, as a peer closes those that were idle for long. */
    private static final TimeValue TRUSTED_WHEN_IDLE = TimeValue.ofSeconds(1);

    private final HttpComponentsClientHttpRequestFactory connections;
    private final RestClient client;
    private final int bodyLimit;

    /**
     * @param peers how many there are
     * @param inFlight most exchanges under way to each
     * @param bodyLimit most bytes of a response
     */
    PeerClient(int peers, int inFlight, Duration connectTimeout, Duration readTimeout, int bodyLimit) {
        this.bodyLimit = bodyLimit;
        this.connections = ClientHttpRequestFactoryBuilder.httpComponents()
                .withConnectionManagerCustomizer(pool -> pool.setMaxConnPerRoute(inFlight).setMaxConnTotal(peers * inFlight))
                .withConnectionConfigCustomizer(connection -> connection.setValidateAfterInactivity(TRUSTED_WHEN_IDLE))
                .withSocketConfigCustomizer(socket -> socket.setTcpNoDelay(true))
                .withDefaultRequestConfigCustomizer(request -> request.setConnectionRequestTimeout(
                        Timeout.of(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)))
                .withHttpClientCustomizer(http -> http.setRoutePlanner(new DefaultRoutePlanner(null)).disableAutomaticRetries()
                        .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableContentCompression()
                        .setUserAgent("paxos"))
                .build(HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW)
                        .withTimeouts(connectTimeout, readTimeout));
        this.client = RestClient.builder().requestFactory(connections).build();
    }

    /**
     * One exchange; waits for its response.
     *
     * @param headers beside those of HTTP
     * @throws IOException if there was no response, or a longer one than may be
     */
    PeerResponse post(URI address, Map<String, String> headers, byte[] body) throws IOException {
        try {
            return client.post().uri(address).contentType(BINARY).headers(all -> headers.forEach(all::set)).body(body)
                    .exchangeForRequiredValue((request, response) -> read(response));
        } catch (RestClientException | UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private PeerResponse read(ClientHttpResponse response) throws IOException {
        HttpStatusCode status = response.getStatusCode();
        InputStream in = response.getBody();
        byte[] body = in.readNBytes(bodyLimit + 1);
        if (body.length > bodyLimit) {
            throw new IOException("a response of more than " + bodyLimit + " bytes");
        }
        return new PeerResponse(status.value(), response.getHeaders().getFirst(PeerHttp.SESSION),
                response.getHeaders().getFirst(PeerHttp.MAC), body);
    }

    @Override
    public void close() {
        try {
            connections.destroy();
        } catch (Exception e) {
            // the process is about to end; its connections end with it
        }
    }
}
