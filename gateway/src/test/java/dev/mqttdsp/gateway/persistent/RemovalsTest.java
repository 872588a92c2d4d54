package dev.mqttdsp.gateway.persistent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.gateway.mqtt.MqttVersion;
import dev.mqttdsp.gateway.testing.NoLeaks;
import dev.mqttdsp.gateway.testing.Ports;
import dev.mqttdsp.gateway.testing.RawClient;
import dev.mqttdsp.gateway.testing.ScriptedBroker;
import dev.mqttdsp.gateway.testing.Wire;
import dev.mqttdsp.gateway.upstream.BrokerConnector;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RemovalsTest {
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMillis(300));

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final BrokerConnector connector = new BrokerConnector(NioSocketChannel.class, Clock.systemUTC());
    private final List<BrokerSession> done = new CopyOnWriteArrayList<>();
    private final Removals removals = new Removals(loops.next(), connector, Clock.systemUTC(), SHORT, done::add);

    @AfterEach
    void stop() {
        removals.close();
        connector.close();
        loops.shutdownGracefully().syncUninterruptibly();
    }

    private void remove(String clientId, Broker broker) {
        removals.add(
                new BrokerSession(
                        "flow", 1, clientId, MqttVersion.V3, broker.name(), broker.url(), 60, Optional.empty()),
                broker);
    }

    @Test
    void aBrokerThatStaysAwayIsGivenUp() throws IOException {
        Broker away = Broker.at(URI.create("mqtt://127.0.0.1:" + Ports.free()));
        remove("a", away);
        remove("b", away);

        await().until(() -> done.size() == 2);
    }

    @Test
    void aBrokerHasAFewLoginsAtATime() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            for (int i = 0; i < 6; i++) {
                remove("client-" + i, broker.entry());
            }
            List<RawClient> logins = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                logins.add(broker.accept());
            }
            broker.patience(200);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> broker.accept().close());
            broker.patience(10_000);

            for (int i = 0; i < 6; i++) {
                try (RawClient login = i < 4 ? logins.get(i) : broker.accept()) {
                    login.read();
                    login.send(Wire.hex("20020000"));
                    assertThat(login.read()).isEqualTo("e000");
                }
            }
        }
        await().until(() -> done.size() == 6);
    }

    @Test
    void pausesGrow() {
        assertThat(List.of(1, 2, 3, 4, 100).stream().map(SHORT::pause).map(Duration::toMillis))
                .containsExactly(10L, 20L, 40L, 40L, 40L);
    }
}
