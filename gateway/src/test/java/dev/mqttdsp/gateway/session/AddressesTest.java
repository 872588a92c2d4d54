package dev.mqttdsp.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "c0000209, 192.0.2.9:4711, 192.0.2.9",
        "20010db8000000000000000000000009, [2001:db8::9]:4711, 2001:db8:0:0:0:0:0:9",
        "00000000000000000000000000000001, [::1]:4711, 0:0:0:0:0:0:0:1",
        "00000000000000000000ffffc0000209, 192.0.2.9:4711, 192.0.2.9",
    })
    void addressesAreWrittenAsInUrlsAndIpv4IsAlwaysIpv4(String bytes, String text, String ip) throws Exception {
        EmbeddedChannel channel =
                from(new InetSocketAddress(address(HexFormat.of().parseHex(bytes)), 4711));

        assertThat(Addresses.of(channel)).isEqualTo(text);
        assertThat(Addresses.ip(channel)).map(InetAddress::getHostAddress).hasValue(ip);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 0, 192.0.2.7", "192.0.2.7, 4711, 192.0.2.7:4711", "2001:db8::7, 0, [2001:db8::7]"})
    void whoIsAnnouncedCounts(String announced, int port, String text) throws Exception {
        EmbeddedChannel channel = from(new InetSocketAddress("10.0.0.1", 1));

        Addresses.announce(channel, new InetSocketAddress(announced, port));

        assertThat(Addresses.of(channel)).isEqualTo(text);
    }

    /** As sockets for both have them: Java itself would make an IPv4 address of one. */
    private static InetAddress address(byte[] bytes) throws UnknownHostException {
        return bytes.length == 16 ? Inet6Address.getByAddress(null, bytes, 0) : InetAddress.getByAddress(bytes);
    }

    private static EmbeddedChannel from(InetSocketAddress remote) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return remote;
            }
        };
    }
}
