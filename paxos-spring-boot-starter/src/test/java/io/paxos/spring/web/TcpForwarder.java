package io.paxos.spring.web;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between two nodes as a link of its own, which can be cut, slowed down, or made to lose answers. Counts the
 * connections made through it. To be used wherever a test needs a network that it can harm.
 */
public final class TcpForwarder implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean cut;
    private volatile boolean losesAnswers;
    private volatile long delayNanos;

    /**
     * Begins at once, at a free port of the loopback address.
     *
     * @param target port of that address to which connections lead
     */
    public TcpForwarder(int target) throws IOException {
        this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        this.target = target;
        thread("accept", this::accept);
    }

    /** The base URL by which the target is reached through this. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** How many connections were made since the beginning. */
    public int connections() {
        return connections.get();
    }

    /** Breaks all connections, and from now on each new one at once. */
    public void cut() {
        cut = true;
        open.forEach(TcpForwarder::closed);
    }

    /** From now on what is asked still arrives, and a connection breaks once the target answers. */
    public void loseAnswers() {
        losesAnswers = true;
    }

    /** As in the beginning, for new connections. */
    public void heal() {
        cut = false;
        losesAnswers = false;
        delayNanos = 0;
    }

    /** From now on all bytes arrive so much later, in both directions. */
    public void delay(Duration each) {
        delayNanos = each.toNanos();
    }

    @Override
    public void close() {
        closed(server);
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                connections.incrementAndGet();
                if (cut) {
                    closed(near);
                } else {
                    connect(near);
                }
            } catch (IOException e) {
                // closed, or the target does not listen: the connection that was made is broken already
            }
        }
    }

    private void connect(Socket near) throws IOException {
        open.add(near);
        Socket far;
        try {
            far = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            close(near, near);
            throw e;
        }
        open.add(far);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        thread("ask", () -> pump(near, far, false));
        thread("answer", () -> pump(far, near, true));
    }

    private void pump(Socket from, Socket to, boolean answers) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0 && !(answers && losesAnswers); read = in.read(buffer)) {
                await(delayNanos);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one of both ends has gone, so the other one goes as well
        } finally {
            close(from, to);
        }
    }

    private static void await(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void close(Socket one, Socket other) {
        closed(one);
        closed(other);
        open.remove(one);
        open.remove(other);
    }

    private static void closed(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    private static void thread(String use, Runnable task) {
        Thread thread = new Thread(task, "forwarder-" + use);
        thread.setDaemon(true);
        thread.start();
    }
}
