package io.paxos.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/** Requests to nodes, over a kept connection for each caller and node. */
final class HttpLoad implements AutoCloseable {

    private final CloseableHttpClient client;

    HttpLoad(int callers) {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(callers).setMaxConnTotal(callers).build();
        this.client = HttpClients.custom().setConnectionManager(connections).disableAutomaticRetries().disableCookieManagement()
                .disableContentCompression().disableRedirectHandling().disableAuthCaching().build();
    }

    /** Lets callers post one text after the other; an answer with another status than 200 is an error. */
    LoadResult post(URI url, int callers, Duration duration, String text) throws InterruptedException {
        HttpHost host = HttpHost.create(url);
        return Load.run(callers, duration, caller -> {
            HttpPost request = new HttpPost(url.getPath());
            request.setEntity(new StringEntity(text, ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8)));
            return () -> {
                int status = client.execute(host, request, response -> {
                    EntityUtils.consume(response.getEntity());
                    return response.getCode();
                });
                return status == 200 ? null : "status-" + status;
            };
        });
    }

    /**
     * The body of an answer.
     *
     * @throws IOException if there is none with the status 200
     */
    String get(URI url) throws IOException {
        ClassicHttpRequest request = new HttpGet(url.getPath());
        return client.execute(HttpHost.create(url), request, response -> {
            String body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
            if (response.getCode() != 200) {
                throw new IOException("status " + response.getCode());
            }
            return body;
        });
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
