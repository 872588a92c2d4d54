package dev.mqttdsp.edc;

import dev.mqttdsp.core.replica.GrantFeed;
import dev.mqttdsp.edc.settings.FeedSettings;
import dev.mqttdsp.edc.settings.MqttSettings;
import dev.mqttdsp.gateway.feed.FeedDoor;
import dev.mqttdsp.gateway.feed.FeedServer;
import dev.mqttdsp.gateway.tls.CertificateFiles;
import java.io.IOException;
import org.eclipse.edc.spi.EdcException;

/**
 * The feed for gateways that are processes of their own.
 *
 * @param feed tells of the grants
 * @param server lets gateways read it
 */
record PublicFeed(GrantFeed feed, FeedServer server) implements AutoCloseable {

    /**
     * Opens its port, with the gateway's certificate.
     *
     * @throws EdcException when that is not possible; the message names the key that would change it
     */
    static PublicFeed start(FeedSettings settings, MqttSettings all, AccessCore core) {
        CertificateFiles files = PublicGateway.certificate(all);
        GrantFeed feed = new GrantFeed(core.participant(), core.key(), core.store(), core.barred());
        try {
            FeedDoor door =
                    new FeedDoor(settings.bind(), settings.port(), files.certificate(), files.key(), settings.secret());
            return new PublicFeed(feed, FeedServer.start(door, feed));
        } catch (IOException e) {
            feed.close();
            throw new EdcException(FeedSettings.PORT + ": the feed cannot be served: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        server.close();
        feed.close();
    }
}
