package dev.mqttdsp.app.subscribe;

import dev.mqttdsp.app.FailedException;
import dev.mqttdsp.client.MqttDataAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A line for a shell that connects Mosquitto's client to what a transfer gives. */
public final class MosquittoCommand {
    private MosquittoCommand() {}

    /**
     * The line. It holds the token or the password, so it is for the eyes of whoever asked.
     *
     * @param ca the authorities of the gateway's certificate; empty for the system's
     * @throws FailedException for an address that Mosquitto's client cannot use
     */
    public static String of(MqttDataAddress address, Optional<Path> ca) {
        URI url = address.url();
        if (url.getScheme().toLowerCase(Locale.ROOT).equals("wss")) {
            throw new FailedException("mosquitto_sub speaks no WebSocket, and this asset is offered as " + url
                    + ": ask for an offer with --endpoint tls, or leave out --print-command");
        }
        String topics = address.topics().isEmpty()
                ? " -t TOPIC"
                : address.topics().stream().map(topic -> " -t " + quoted(topic)).collect(Collectors.joining());
        return "mosquitto_sub -v -h " + url.getHost() + " -p " + (url.getPort() >= 0 ? url.getPort() : 8883)
                + ca.map(file -> " --cafile " + quoted(file.toString())).orElse(" --tls-use-os-certs")
                + topics + " -u "
                + address.credential().user().map(MosquittoCommand::quoted).orElse("any") + " -P "
                + quoted(address.credential().password());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
