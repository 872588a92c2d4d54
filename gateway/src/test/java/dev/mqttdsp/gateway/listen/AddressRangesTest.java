package dev.mqttdsp.gateway.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 192.0.2.1, false",
        "::/0, ::1, true",
        "::1, ::1, true",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "2001:db8:0:8000::/49, 2001:db8:0:ffff::, true",
        "2001:DB8:0:8000::/49, 2001:db8:0:7fff::, false",
        "::ffff:10.0.0.7, 10.0.0.7, true",
    })
    void anAddressIsWithinOrNot(String range, String address, boolean within) throws Exception {
        assertThat(AddressRanges.parse(List.of("198.51.100.1", range)).contain(InetAddress.getByName(address)))
                .isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            "",               an address or a range such as
            localhost,        an address or a range such as
            10.0.0,           an address or a range such as
            10.0.0.256,       an address or a range such as
            010.0.0.1,        an address or a range such as
            10.0.0.0/8/8,     an address or a range such as
            [::1],            an address or a range such as
            fe80::1%eth0,     an address or a range such as
            10.0.0.0/33,      a prefix length from 0 to 32
            10.0.0.0/,        a prefix length from 0 to 32
            10.0.0.0/-1,      a prefix length from 0 to 32
            10.0.0.0/08,      a prefix length from 0 to 32
            ::/129,           a prefix length from 0 to 128
            10.0.0.1/8,       "10.0.0.0/8, which is the range"
            2001:db8::1/32,   "2001:db8::/32, which is the range"
            255.255.255.255/1, "128.0.0.0/1, which is the range"
            """)
    void whatIsNoneIsRefused(String text, String accepted) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> AddressRanges.parse(List.of("::1", text)))
                .withMessageStartingWith("found '" + text + "'; accepted: " + accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            10.0.0.7  | 192.0.2.9                          | /192.0.2.9:0
            10.0.0.7  | 198.51.100.1, 192.0.2.9            | /192.0.2.9:0
            10.0.0.7  | 192.0.2.9, 10.0.0.8,10.0.0.9       | /192.0.2.9:0
            10.0.0.7  | 192.0.2.9:4711                     | /192.0.2.9:4711
            10.0.0.7  | 2001:db8::9                        | /[2001:db8:0:0:0:0:0:9]:0
            10.0.0.7  | [2001:db8::9]:4711                 | /[2001:db8:0:0:0:0:0:9]:4711
            10.0.0.7  | [2001:db8::9]                      | /[2001:db8:0:0:0:0:0:9]:0
            10.0.0.7  | 192.0.2.9, unknown                 | ""
            10.0.0.7  | 192.0.2.9, 192.0.2.8:70000         | ""
            10.0.0.7  | 192.0.2.9,                         | /192.0.2.9:0
            10.0.0.7  | 10.0.0.8                           | ""
            10.0.0.7  | ""                                 | ""
            192.0.2.1 | 192.0.2.9                          | ""
            """)
    void theClientIsTheLastForwardedAddressThatIsNoProxy(String connection, String header, String client)
            throws Exception {
        ForwardedFor forwarded = new ForwardedFor(AddressRanges.parse(List.of("10.0.0.0/24")));

        assertThat(forwarded
                        .client(InetAddress.getByName(connection), List.of(header))
                        .map(InetSocketAddress::toString)
                        .orElse(""))
                .isEqualTo(client);
    }

    @Test
    void severalHeadersCountAsOne() throws Exception {
        ForwardedFor forwarded = new ForwardedFor(AddressRanges.parse(List.of("10.0.0.0/24")));

        assertThat(forwarded.client(
                        InetAddress.getByName("10.0.0.7"), List.of("192.0.2.1", "192.0.2.2, 10.0.0.1", "10.0.0.2")))
                .hasValue(new InetSocketAddress("192.0.2.2", 0));
    }
}
