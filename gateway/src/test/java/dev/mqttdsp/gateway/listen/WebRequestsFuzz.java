package dev.mqttdsp.gateway.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mqttdsp.gateway.limit.Limits;
import dev.mqttdsp.gateway.limit.Reached;
import dev.mqttdsp.gateway.session.Arrival;
import dev.mqttdsp.gateway.session.Arrivals;
import dev.mqttdsp.gateway.testing.RawClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The web port behind TLS: HTTP, the upgrade, and what comes through the WebSocket. */
class WebRequestsFuzz {
    private static final int LARGEST_REQUEST = 8 << 10;
    private static final int LARGEST_MESSAGE = 4_000;
    private static final int[] PIECES = {1, 3, 50};
    /** Where the bytes of MQTT arrive. */
    private static final class Arrived extends ChannelInboundHandlerAdapter {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Throwable failure;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf read) {
                bytes.writeBytes(ByteBufUtil.getBytes(read));
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // closing is all that can be done
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failure = cause;
            ctx.close();
        }
    }

    /** What came of a connection: what was answered, and what MQTT was to be read. */
    private record Outcome(String answer, String mqtt, boolean open) {}

    /** The input is everything that a client sends. */
    @DictionaryEntries({
        "GET /mqtt HTTP/1.1\\x0d\\x0a",
        "POST /token HTTP/1.1\\x0d\\x0a",
        "GET /jwks HTTP/1.1",
        "Connection: Upgrade\\x0d\\x0a",
        "Upgrade: websocket\\x0d\\x0a",
        "Sec-WebSocket-Version: 13\\x0d\\x0a",
        "Sec-WebSocket-Key: AA==\\x0d\\x0a",
        "Sec-WebSocket-Protocol: mqtt\\x0d\\x0a",
        "Content-Length: ",
        "Transfer-Encoding: chunked",
        "Expect: 100-continue",
        "\\x0d\\x0a\\x0d\\x0a"
    })
    @FuzzTest
    void requests(byte[] input) {
        Outcome whole = outcome(input, Math.max(1, input.length));
        assertThat(whole.answer()).satisfiesAnyOf(answer -> assertThat(answer).isEmpty(), answer -> assertThat(answer)
                .matches("(?s)HTTP/1\\.[01] [1-5][0-9]{2} .*"));
        for (int piece : PIECES) {
            assertThat(outcome(input, piece).mqtt()).isEqualTo(whole.mqtt());
        }
    }

    /** The input is what comes behind an upgrade that is right. */
    @FuzzTest
    void frames(byte[] input) {
        byte[] all = new byte[RawClient.UPGRADE.length + input.length];
        System.arraycopy(RawClient.UPGRADE, 0, all, 0, RawClient.UPGRADE.length);
        System.arraycopy(input, 0, all, RawClient.UPGRADE.length, input.length);
        Outcome whole = outcome(all, all.length);
        assertThat(whole.answer()).startsWith("HTTP/1.1 101 ");
        Frames expected = Frames.of(input, LARGEST_MESSAGE);
        assertThat(whole.mqtt()).isEqualTo(expected.payload());
        assertThat(whole.open()).isEqualTo(!expected.ended());
        for (int piece : PIECES) {
            Outcome cut = outcome(all, piece);
            assertThat(cut.mqtt()).isEqualTo(whole.mqtt());
            assertThat(cut.open()).isEqualTo(whole.open());
        }
    }

    private static Outcome outcome(byte[] input, int piece) {
        Arrived mqtt = new Arrived();
        TokenEndpoint tokens = new TokenEndpoint((token, bearer, address) -> null);
        tokens.close(); // answers at once, that it is busy
        EmbeddedChannel channel = new EmbeddedChannel();
        Arrival arrival = new Arrivals(Limits.USUAL, new Reached(Limits.USUAL), address -> false)
                .arrive(channel)
                .orElseThrow();
        channel.pipeline()
                .addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST_REQUEST))
                .addLast(new WebRequests(
                        () -> "{\"keys\":[]}",
                        tokens,
                        arrival,
                        new ForwardedFor(AddressRanges.NONE),
                        LARGEST_MESSAGE,
                        Optional.of(() -> mqtt)));
        for (int from = 0; from < input.length && channel.isOpen(); from += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(input, from, Math.min(piece, input.length - from)));
        }
        boolean open = channel.isOpen();
        StringBuilder answer = new StringBuilder();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out instanceof ByteBuf bytes) {
                answer.append(bytes.toString(StandardCharsets.ISO_8859_1));
            }
            ReferenceCountUtil.release(out);
        }
        channel.finishAndReleaseAll();
        assertThat(mqtt.failure).as("a failure that nobody has foreseen").isNull();
        return new Outcome(answer.toString(), ByteBufUtil.hexDump(mqtt.bytes.toByteArray()), open);
    }
}
