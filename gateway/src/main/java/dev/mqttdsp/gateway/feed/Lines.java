package dev.mqttdsp.gateway.feed;

import dev.mqttdsp.core.replica.GrantFeed;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cuts bytes into lines of well-formed UTF-8, none of them longer than a feed's may be. */
final class Lines {
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /**
     * The next line among these bytes; empty where it is not complete yet, and all of them have been taken.
     *
     * @throws FeedFailure when it is too long, or no text
     */
    Optional<String> next(ByteBuf bytes) throws FeedFailure {
        int end = bytes.bytesBefore((byte) '\n');
        int length = end < 0 ? bytes.readableBytes() : end;
        if (begun.size() + length > GrantFeed.LONGEST_LINE) {
            throw new FeedFailure("sends a line longer than " + GrantFeed.LONGEST_LINE + " bytes");
        }
        byte[] part = new byte[length];
        bytes.readBytes(part);
        begun.writeBytes(part);
        if (end < 0) {
            return Optional.empty();
        }
        bytes.skipBytes(1);
        byte[] line = begun.toByteArray();
        begun.reset();
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new FeedFailure("sends a line that is no text");
        }
    }
}
