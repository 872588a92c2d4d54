package dev.mqttdsp.benchmarks.provider;

import dev.mqttdsp.benchmarks.line.Line;
import dev.mqttdsp.benchmarks.line.LineServer;
import dev.mqttdsp.core.broker.Broker;
import dev.mqttdsp.core.broker.BrokerLogin;
import dev.mqttdsp.core.grant.EndReason;
import dev.mqttdsp.core.grant.Party;
import dev.mqttdsp.core.topic.BrokerDialect;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The commands of the gateway's process. */
final class Provider {
    private final ProviderParts parts;
    private final Flows flows;
    private final Path authority;

    /**
     * @param authority PEM file of the authority that has signed the broker's certificate
     */
    Provider(ProviderParts parts, Path authority) {
        this.parts = parts;
        this.flows = new Flows(parts.grants());
        this.authority = authority;
    }

    Map<String, LineServer.Command> commands() {
        return Map.of(
                "start", this::start,
                "forge", this::forge,
                "suspend", this::suspend,
                "end", this::end,
                "memory", request -> memory());
    }

    /** Starts flows {@code PREFIX-0}, {@code PREFIX-1}, …, and writes their tokens into a file, one a line. */
    private Line start(Line request) throws IOException {
        Broker broker = broker(request.text("broker"));
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < request.number("count"); i++) {
            tokens.add(flows.start(flow(request, i), broker, request.text("filter")));
        }
        Files.write(Path.of(request.text("file")), tokens);
        return Line.ok();
    }

    private Broker broker(String url) {
        return new Broker(
                url,
                URI.create(url),
                new BrokerLogin(
                        Optional.empty(), Optional.empty(), Optional.of(authority), Optional.empty(), Optional.empty()),
                List.of(),
                false,
                BrokerDialect.MQTT);
    }

    /**
     * Writes tokens that are right in everything but the signature, so that only checking that gives them away: each is
     * one of ours with another id.
     */
    private Line forge(Line request) throws IOException {
        String[] real =
                flows.start("forged", broker(request.text("broker")), "none").split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(real[1]), StandardCharsets.UTF_8);
        List<String> forged = new ArrayList<>();
        for (int i = 0; i < request.number("count"); i++) {
            String changed = claims.replaceFirst("\"jti\":\"[^\"]*\"", "\"jti\":\"" + UUID.randomUUID() + "\"");
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8));
            forged.add(real[0] + "." + encoded + "." + real[2]);
        }
        Files.write(Path.of(request.text("file")), forged);
        return Line.ok();
    }

    /** Suspends some flows, one after the other, and says when that began. */
    private Line suspend(Line request) {
        long begin = System.nanoTime();
        numbers(request).forEach(flow -> parts.grants().suspend(flow, Party.PROVIDER));
        return Line.ok("at", begin, "until", System.nanoTime());
    }

    /** Ends some flows, one after the other, and says when that began. */
    private Line end(Line request) {
        long begin = System.nanoTime();
        numbers(request).forEach(flow -> parts.grants().end(flow, EndReason.TERMINATED_BY_PROVIDER));
        return Line.ok("at", begin, "until", System.nanoTime());
    }

    private static List<String> numbers(Line request) {
        List<String> flows = new ArrayList<>();
        for (int i = 0; i < request.number("count"); i++) {
            flows.add(flow(request, (int) request.number("from") + i));
        }
        return flows;
    }

    private static String flow(Line request, int number) {
        return request.text("prefix") + "-" + number;
    }

    /** Bytes in use: of the heap after a collection, and of the buffers that Netty holds outside of it. */
    private static Line memory() {
        System.gc();
        return Line.ok(
                "heap",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                "direct",
                PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory());
    }
}
