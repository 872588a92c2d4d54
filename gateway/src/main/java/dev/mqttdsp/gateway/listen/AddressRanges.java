package dev.mqttdsp.gateway.listen;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Addresses and ranges of addresses, IPv4 and IPv6 (RFC 4632 §3.1, RFC 4291 §2.3). */
public final class AddressRanges {
    /** No address at all. */
    public static final AddressRanges NONE = new AddressRanges(List.of());

    private static final String ACCEPTED = "an address or a range such as 10.0.0.7, 10.0.0.0/8, fd00::7 or fd00::/8";
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]+(\\.[0-9]+){0,3}");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    private final List<Range> ranges;

    private AddressRanges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** The addresses of so many bytes whose first bits are these. */
    private record Range(BigInteger network, int bytes, int prefix) {
        boolean contains(byte[] address) {
            return address.length == bytes && cut(new BigInteger(1, address)).equals(network);
        }

        BigInteger cut(BigInteger address) {
            int free = bytes * Byte.SIZE - prefix;
            return address.shiftRight(free).shiftLeft(free);
        }

        @Override
        public String toString() {
            byte[] all = network.toByteArray();
            byte[] address = new byte[bytes];
            int length = Math.min(all.length, bytes);
            System.arraycopy(all, all.length - length, address, bytes - length, length);
            String text = NetUtil.bytesToIpAddress(address);
            return prefix == bytes * Byte.SIZE ? text : text + "/" + prefix;
        }
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException for a text that is none; the message says which, and what is accepted
     */
    public static AddressRanges parse(List<String> texts) {
        return new AddressRanges(texts.stream().map(AddressRanges::range).toList());
    }

    private static Range range(String text) {
        String[] parts = text.split("/", -1);
        byte[] address = address(parts[0])
                .filter(found -> parts.length <= 2)
                .orElseThrow(() -> new IllegalArgumentException("found '" + text + "'; accepted: " + ACCEPTED))
                .getAddress();
        int bits = address.length * Byte.SIZE;
        int prefix = bits;
        if (parts.length == 2) {
            prefix = PREFIX.matcher(parts[1]).matches() ? Integer.parseInt(parts[1]) : bits + 1;
            if (prefix > bits) {
                throw new IllegalArgumentException(
                        "found '" + text + "'; accepted: a prefix length from 0 to " + bits + " behind the /");
            }
        }
        BigInteger number = new BigInteger(1, address);
        Range range = new Range(new Range(number, address.length, prefix).cut(number), address.length, prefix);
        if (!range.network().equals(number)) {
            throw new IllegalArgumentException("found '" + text + "'; accepted: " + range
                    + ", which is the range of that length, or the address alone");
        }
        return range;
    }

    /** The address that is written there, IPv4 in IPv6's clothes as IPv4; names are not looked up. */
    static Optional<InetAddress> address(String text) {
        boolean four = IPV4.matcher(text).matches() && NetUtil.isValidIpV4Address(text);
        boolean six = IPV6.matcher(text).matches() && NetUtil.isValidIpV6Address(text);
        try {
            return four || six
                    ? Optional.of(InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text)))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the bytes of an address are an address", e);
        }
    }

    /** Whether that address is one of them. */
    public boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
