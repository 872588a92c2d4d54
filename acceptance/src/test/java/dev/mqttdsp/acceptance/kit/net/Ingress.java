package dev.mqttdsp.acceptance.kit.net;

import dev.mqttdsp.gateway.tls.PemContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLServerSocket;

/**
 * What stands before a connector in a data centre, as small as can be: it ends TLS and passes each request on to a port of this
 * machine by its path, WebSocket among them.
 */
public final class Ingress {
    private static final int LONGEST_HEAD = 65_536;

    private final Map<String, Integer> routes;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Ingress(Map<String, Integer> routes) {
        this.routes = routes;
    }

    /** Takes certificate, key, port, and routes such as {@code /api=8080}; runs until it is ended. */
    public static void main(String... arguments) throws IOException {
        Map<String, Integer> routes = new TreeMap<>();
        for (int i = 3; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            routes.put(arguments[i].substring(0, equals), Integer.valueOf(arguments[i].substring(equals + 1)));
        }
        try (SSLServerSocket listener =
                (SSLServerSocket) PemContext.server(Path.of(arguments[0]), Path.of(arguments[1]))
                        .first()
                        .getServerSocketFactory()
                        .createServerSocket(Integer.parseInt(arguments[2]))) {
            System.out.println("ready");
            new Ingress(routes).serve(listener);
        }
    }

    private void serve(SSLServerSocket listener) throws IOException {
        while (true) {
            Socket client = listener.accept();
            threads.execute(() -> serve(client));
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String path = head.substring(head.indexOf(' ') + 1);
            int port = routes.entrySet().stream()
                    .filter(route -> path.startsWith(route.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no route: " + head));
            try (Socket backend = new Socket(InetAddress.getLoopbackAddress(), port)) {
                backend.getOutputStream()
                        .write(announced(head, client.getInetAddress()).getBytes(StandardCharsets.ISO_8859_1));
                threads.execute(() -> pass(client, backend));
                pass(backend, client);
            }
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    /** With the client's address; and for one request alone, because the next may be for another port. */
    private static String announced(String head, InetAddress client) {
        int fields = head.indexOf("\r\n") + 2;
        String kept = head.substring(fields);
        if (!kept.toLowerCase(Locale.ROOT).contains("\r\nupgrade:")) {
            kept = "Connection: close\r\n" + kept.replaceAll("(?im)^connection:.*\r\n", "");
        }
        return head.substring(0, fields) + "X-Forwarded-For: " + client.getHostAddress() + "\r\n" + kept;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() == LONGEST_HEAD) {
                throw new EOFException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // one of them is gone, and the other goes, too
        }
    }
}
