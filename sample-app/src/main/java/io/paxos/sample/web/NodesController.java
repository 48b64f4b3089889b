package io.paxos.sample.web;

import io.paxos.spring.actuator.PaxosEndpoint;
import io.paxos.spring.properties.NodeConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The state of all nodes for the page, as each tells it of itself: a browser may ask the server of its page only. */
@RestController
final class NodesController {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final NodeConfiguration configuration;
    private final PaxosEndpoint endpoint;
    private final JsonMapper mapper;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    NodesController(NodeConfiguration configuration, PaxosEndpoint endpoint, JsonMapper mapper) {
        this.configuration = configuration;
        this.endpoint = endpoint;
        this.mapper = mapper;
    }

    /** All at once, so that the answer takes no longer than the slowest node may. */
    @GetMapping(path = "/api/nodes", produces = MediaType.APPLICATION_JSON_VALUE)
    List<Seen> nodes() {
        if (configuration.others().isEmpty()) {
            return List.of(self(URI.create(".")));
        }
        List<CompletableFuture<Seen>> asked = configuration.peers().entrySet().stream()
                .map(peer -> peer.getKey().equals(configuration.self()) ? CompletableFuture.completedFuture(self(peer.getValue()))
                        : ask(peer.getKey().value(), peer.getValue()))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private Seen self(URI url) {
        return new Seen(configuration.self().value(), url.toString(), true, mapper.valueToTree(endpoint.node()));
    }

    private CompletableFuture<Seen> ask(String node, URI url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/actuator/paxos")).timeout(PATIENCE).build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .handle((response, failure) -> new Seen(node, url.toString(), false, failure == null ? stateIn(response) : null));
    }

    private @Nullable JsonNode stateIn(HttpResponse<String> response) {
        try {
            return response.statusCode() == 200 ? mapper.readTree(response.body()) : null;
        } catch (JacksonException e) {
            return null; // something else answers there
        }
    }

    /**
     * A node.
     *
     * @param self whether it is the one that answers
     * @param state what its {@code /actuator/paxos} says; null if it does not answer
     */
    record Seen(String node, String url, boolean self, @Nullable JsonNode state) {
    }
}
