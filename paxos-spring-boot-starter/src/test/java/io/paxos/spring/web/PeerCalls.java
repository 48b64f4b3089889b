package io.paxos.spring.web;

import io.paxos.core.ballot.NodeId;
import io.paxos.core.message.Envelope;
import io.paxos.core.message.Lane;
import io.paxos.core.message.Message;
import io.paxos.spring.codec.BatchForm;
import io.paxos.spring.security.OutgoingSession;
import io.paxos.spring.security.RequestClaim;
import io.paxos.spring.security.ResponseClaim;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Speaks to the endpoint of node1 in the place of node2, or of somebody who claims to be. */
final class PeerCalls {

    static final String MESSAGES = "/paxos/v1/messages";
    static final String BINARY = "application/vnd.io.paxos.messages";

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PeerCalls() {
    }

    /** The body of a batch from node2 to node1. */
    static byte[] body(Message... messages) {
        return BatchForm.encode(Stream.of(messages).map(message -> Peers.envelope(Peers.NODE2, Peers.NODE1, message)).toList());
    }

    static List<Message> messages(HttpResponse<byte[]> response) {
        return BatchForm.decode(response.body()).stream().map(Envelope::message).toList();
    }

    /** A request without fault, in binary form and unsigned. */
    static HttpRequest.Builder request(URI base, Lane lane, byte[] body) {
        return request(base, Peers.NODE2, Peers.NODE1, lane).header("Content-Type", BINARY)
                .POST(BodyPublishers.ofByteArray(body));
    }

    /** The same without type and body. */
    static HttpRequest.Builder request(URI base, NodeId from, NodeId to, Lane lane) {
        return HttpRequest.newBuilder(URI.create(base + MESSAGES)).timeout(Peers.SOON).header("Paxos-From", from.value())
                .header("Paxos-To", to.value()).header("Paxos-Lane", lane.name().toLowerCase(Locale.ROOT));
    }

    /** As the claim has it, whether or not it is true of the body. */
    static HttpRequest.Builder signed(URI base, RequestClaim claim, byte[] body) {
        return request(base, claim.from(), claim.to(), claim.lane()).header("Content-Type", BINARY)
                .header("Paxos-Session", claim.session()).header("Paxos-Counter", Long.toString(claim.counter()))
                .header("Paxos-Mac", claim.mac()).POST(BodyPublishers.ofByteArray(body));
    }

    static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    static CompletableFuture<HttpResponse<byte[]>> sendLater(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    /** Whether the sender of the request can believe the response. */
    static boolean isAuthentic(OutgoingSession session, RequestClaim request, HttpResponse<byte[]> response) {
        return response.headers().firstValue("Paxos-Mac")
                .map(mac -> session.verify(request,
                        new ResponseClaim(response.statusCode(), response.headers().firstValue("Paxos-Session").orElse(null),
                                mac),
                        response.body()))
                .orElse(false);
    }

    /** Signs a request and sends it, until it is not asked to take a new session: at most twice. */
    static HttpResponse<byte[]> exchange(URI base, OutgoingSession session, Lane lane, byte[] body)
            throws IOException, InterruptedException {
        RequestClaim first = session.sign(lane, body);
        HttpResponse<byte[]> response = send(signed(base, first, body));
        if (response.statusCode() != 401 || !isAuthentic(session, first, response)) {
            return response;
        }
        return send(signed(base, session.sign(lane, body), body));
    }

    /** The head of a POST without fault, up to and without its length and the empty line. */
    static String head(String path, String type) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nPaxos-From: node2\r\nPaxos-To: node1\r\n"
                + "Paxos-Lane: bulk\r\nContent-Type: " + type + "\r\n";
    }

    /** Sends these very bytes, and no more, and gives all that is answered until the end. */
    static String raw(int port, String head, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Peers.SOON.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The status of {@link #raw}. */
    static int rawStatus(int port, String head, byte[] body) throws IOException {
        String response = raw(port, head, body);
        return Integer.parseInt(response.substring(9, 12));
    }
}
