package dev.mqttdsp.pacing.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another side that answers with any bytes, by the first part of the path. An HTTP server would not send most of them. */
final class RawPeer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> received = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What is written once a request has been read to its end; the connection is closed after that. */
    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    RawPeer() throws IOException {
        threads.execute(this::accept);
    }

    void answer(String name, Answer answer) {
        answers.put(name, answer);
    }

    void answer(String name, String text) {
        answer(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The address for DSP where that answer is given. */
    String at(String name) {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/" + name + "/2025-1";
    }

    int received(String name) {
        return received.getOrDefault(name, 0);
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                open.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            String name = request(connection.getInputStream());
            received.merge(name, 1, Integer::sum);
            Answer answer = answers.get(name);
            if (answer != null) {
                answer.write(connection.getOutputStream());
                connection.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The other side has had enough, or this one is being closed.
        } finally {
            open.remove(connection);
        }
    }

    /** Reads a request, and returns the first part of its path. */
    private static String request(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = buffered.read();
            if (next < 0) {
                throw new IOException("the request ended in its head");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        if (length.find()) {
            buffered.readNBytes(Integer.parseInt(length.group(1)));
        }
        return text.split("/", 3)[1];
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
        threads.shutdownNow();
    }
}
