package dev.mqttdsp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    private static final int PUBLISH_QOS_1 = 0x32;

    private final List<String> seen = new ArrayList<>();
    private final Framing framing = new Framing((firstByte, bytes, body, end) -> seen.add(
            Integer.toHexString(firstByte) + ":" + bytes.toString(body, end - body, StandardCharsets.ISO_8859_1)));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 130, 131, 10_000})
    void findsTheSamePacketsHoweverTheyArrive(int piece) {
        String longText = "x".repeat(200);
        ByteBuf all = Unpooled.buffer();
        all.writeBytes(new byte[] {0x20, 2, 'a', 'b'});
        all.writeByte(0x30).writeByte(0xC8).writeByte(1).writeBytes(longText.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(new byte[] {(byte) 0xD0, 0, 0x40, 1, 'c'});
        List<ByteBuf> pieces = new ArrayList<>();
        while (all.isReadable()) {
            pieces.add(all.readBytes(Math.min(piece, all.readableBytes())));
        }

        pieces.forEach(framing::read);
        framing.close();

        assertThat(seen).containsExactly("20:ab", "30:" + longText, "d0:", "40:c");
        assertThat(pieces).allMatch(bytes -> bytes.refCnt() == 0);
        all.release();
    }

    @Test
    void readsWhatTheDriverItselfWrites() {
        framing.read(Packets.connect("id", Optional.of("secret")));
        framing.read(Packets.subscribe("a/#", 1));
        framing.read(Packets.disconnect());

        assertThat(seen).containsExactly("10:\0\4MQTT\4\u00c2\0\0\0\2id\0\3any\0\6secret", "82:\0\1\0\3a/#\1", "e0:");
    }

    @Test
    void aPublishHasTheSizeThatWasAskedFor() {
        byte[] packet = Packets.publish("t", 1, 256);

        framing.read(Unpooled.wrappedBuffer(packet));

        assertThat(packet[0]).isEqualTo((byte) PUBLISH_QOS_1);
        assertThat(seen).singleElement().asString().hasSize("32:".length() + 2 + 1 + 2 + 256);
    }
}
