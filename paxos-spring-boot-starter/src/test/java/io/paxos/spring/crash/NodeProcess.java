package io.paxos.spring.crash;

import io.paxos.core.machine.Appended;
import io.paxos.core.port.StoreException;
import io.paxos.core.replica.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A node in a process of its own, to be killed. It says on its standard output, a line each:
 *
 * <pre>
 * STARTING             the store is about to be opened
 * REFUSED sentence     the store was refused; exit code 2
 * READY port           the node leads, and takes connections on this port of the loopback address
 * </pre>
 *
 * <p>On a connection it takes any number of requests, a line each, also while earlier ones are under way:
 *
 * <pre>
 * append token         answered by: ok token index | no token reason | unknown token
 * read from            answered by: value index token, for each of them, then: end; or by: no read reason
 * </pre>
 *
 * <p>It ends when its standard input ends, so that it never outlives the test.
 */
final class NodeProcess {

    private static final long STOP_MILLIS = 20_000;

    private final SingleNode node;

    private NodeProcess(SingleNode node) {
        this.node = node;
    }

    /**
     * @param args the directory that holds the directories of nodes
     */
    public static void main(String[] args) throws IOException {
        SingleNode node = new SingleNode(Path.of(args[0]));
        daemon("stdin", () -> endWithInput(node));
        say("STARTING");
        try {
            node.start();
        } catch (StoreException e) {
            say("REFUSED " + e.getMessage());
            System.exit(2);
        }
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            say("READY " + server.getLocalPort());
            NodeProcess process = new NodeProcess(node);
            while (true) {
                Socket socket = server.accept();
                daemon("connection", () -> process.serve(socket));
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void endWithInput(SingleNode node) {
        try {
            while (System.in.read() >= 0) {
                // whatever it is, it is not the end
            }
            // a store that hangs must not keep the process
            daemon("stop", node::stop).join(STOP_MILLIS);
        } catch (IOException | InterruptedException e) {
            // no input any more is the end as well
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line;
            while ((line = in.readLine()) != null) {
                String[] words = line.split(" ", 2);
                if (words[0].equals("append")) {
                    // The answer is written on the thread of the protocol, with nothing in between. That holds up nobody: the
                    // test always reads.
                    node.append(words[1], outcome -> answer(out, answerTo(words[1], outcome)));
                } else {
                    answer(out, read(Integer.parseInt(words[1])));
                }
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static String answerTo(String token, Outcome outcome) {
        if (outcome instanceof Outcome.Done done && done.result() instanceof Appended appended) {
            return "ok " + token + " " + appended.index() + "\n";
        }
        if (outcome instanceof Outcome.NotExecuted not) {
            return "no " + token + " " + not.reason() + " " + oneLine(not.detail()) + "\n";
        }
        return "unknown " + token + "\n";
    }

    private String read(int from) {
        List<String> tokens;
        try {
            tokens = node.read(from);
        } catch (IllegalStateException e) {
            return "no read " + oneLine(e.getMessage()) + "\n";
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            lines.append("value ").append(from + i).append(' ').append(tokens.get(i)).append('\n');
        }
        return lines.append("end\n").toString();
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    private static void answer(OutputStream out, String lines) {
        synchronized (out) {
            try {
                out.write(lines.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the client has gone
            }
        }
    }
}
