package io.paxos.spring.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsHttpClientBuilder;
import org.springframework.boot.http.client.HttpRedirects;

/**
 * The connections of one lane to all peers. Nothing of the host's settings for its own clients applies: no proxy, no redirect, no
 * cookie, no password, no second try, no compression. Not a {@code RestClient}: an exchange has one deadline for all of it, and
 * only the request of the client below can be cancelled when that has come.
 */
final class PeerClient implements AutoCloseable {

    private static final ContentType BINARY = ContentType.create(PeerHttp.BINARY);

    /** An idle connection is looked at before it is used, as a peer closes those that were idle for long. */
    private static final TimeValue TRUSTED_WHEN_IDLE = TimeValue.ofSeconds(1);

    private final CloseableHttpClient client;
    private final PeerThreads threads;
    private final Duration deadline;
    private final int bodyLimit;

    /**
     * @param peers how many there are
     * @param inFlight most exchanges under way to each
     * @param readTimeout longest time for a response, and, with the time to connect, for a whole exchange
     * @param bodyLimit most bytes of a response
     */
    PeerClient(int peers, int inFlight, Duration connectTimeout, Duration readTimeout, int bodyLimit, PeerThreads threads) {
        this.threads = threads;
        this.deadline = connectTimeout.plus(readTimeout);
        this.bodyLimit = bodyLimit;
        this.client = new HttpComponentsHttpClientBuilder()
                .withConnectionManagerCustomizer(pool -> pool.setMaxConnPerRoute(inFlight).setMaxConnTotal(peers * inFlight))
                .withConnectionConfigCustomizer(connection -> connection.setValidateAfterInactivity(TRUSTED_WHEN_IDLE))
                .withSocketConfigCustomizer(socket -> socket.setTcpNoDelay(true))
                .withDefaultRequestConfigCustomizer(request -> request.setAuthenticationEnabled(false)
                        .setConnectionRequestTimeout(Timeout.of(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)))
                .withCustomizer(http -> http.setRoutePlanner(new DefaultRoutePlanner(null)).disableAutomaticRetries()
                        .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableContentCompression()
                        .setUserAgent("paxos"))
                .build(HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW)
                        .withTimeouts(connectTimeout, readTimeout));
    }

    /**
     * One exchange; waits for its response, at most until its deadline, whatever the peer does.
     *
     * @param headers beside those of HTTP
     * @throws IOException if there was no response in time, or a longer one than may be
     */
    PeerResponse post(URI address, Map<String, String> headers, byte[] body) throws IOException {
        HttpPost post = new HttpPost(address);
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, BINARY));
        Runnable timer = cancelLater(post);
        try {
            return client.execute(post, response -> read(post, response));
        } catch (IOException e) {
            if (post.isCancelled() && isFailedConnection(e)) {
                // it was broken off here
                throw late(e);
            }
            throw e;
        } finally {
            timer.run();
        }
    }

    private SocketTimeoutException late(IOException cause) {
        SocketTimeoutException late = new SocketTimeoutException("not all of the response within " + deadline);
        late.initCause(cause);
        return late;
    }

    /**
     * Whether what {@link #post} has thrown means that there was no connection, or that it broke off; not that the answer was
     * late, or none that can be read.
     */
    static boolean isFailedConnection(IOException thrown) {
        return thrown instanceof SocketException || thrown instanceof ConnectTimeoutException
                || thrown instanceof UnknownHostException || thrown instanceof SSLException
                || thrown instanceof NoHttpResponseException || thrown instanceof ConnectionClosedException;
    }

    /** A time-out of the socket covers single reads: a peer that takes nothing, or drips, would hold the lane for ever. */
    private Runnable cancelLater(HttpPost post) throws IOException {
        try {
            return threads.schedule(post::cancel, deadline);
        } catch (RejectedExecutionException e) {
            throw new IOException("the transport is closed", e);
        }
    }

    private PeerResponse read(HttpPost post, ClassicHttpResponse response) throws IOException {
        byte[] body = bodyOf(response.getEntity());
        if (body.length > bodyLimit) {
            post.cancel(); // or the rest would be read, however much it is
            throw new IOException("a response of more than " + bodyLimit + " bytes");
        }
        return new PeerResponse(response.getCode(), valueOf(response.getFirstHeader(PeerHttp.SESSION)),
                valueOf(response.getFirstHeader(PeerHttp.MAC)), body);
    }

    private byte[] bodyOf(@Nullable HttpEntity entity) throws IOException {
        InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
        return in.readNBytes(bodyLimit + 1);
    }

    private static @Nullable String valueOf(@Nullable Header header) {
        return header == null ? null : header.getValue();
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
