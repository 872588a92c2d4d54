package dev.mqttdsp.edr.refresh;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges the URL that a partner has chosen, before this connector goes there: a partner must not make it knock at doors
 * inside its operator's network.
 *
 * <p>Every address counts that the host's name leads to. The JVM keeps what a name led to for a while, so the connection
 * that follows goes to an address that was judged.
 */
final class AddressGuard {
    private final boolean allowPrivate;
    private final boolean allowInsecure;

    /**
     * @param allowPrivate whether loopback and private addresses are accepted
     * @param allowInsecure whether plain HTTP is accepted on loopback
     */
    AddressGuard(boolean allowPrivate, boolean allowInsecure) {
        this.allowPrivate = allowPrivate;
        this.allowInsecure = allowInsecure;
    }

    /** What is wrong with that URL; empty where it may be used. It asks for the host's addresses, which may take a while. */
    Optional<String> problem(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null
                || url.getRawUserInfo() != null
                || !(scheme.equals("https") || scheme.equals("http"))) {
            return Optional.of("the token endpoint is no https URL");
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(url.getHost());
        } catch (UnknownHostException e) {
            return Optional.of("the token endpoint's host is unknown");
        }
        boolean plain = scheme.equals("http");
        if (plain && !(allowInsecure && Stream.of(addresses).allMatch(InetAddress::isLoopbackAddress))) {
            return Optional.of("the token endpoint is plain http; accepted: https, and on loopback http with "
                    + RefreshSettings.ALLOW_INSECURE + "=true");
        }
        return Stream.of(addresses)
                .flatMap(address -> problem(address).stream())
                .findFirst();
    }

    /** What is wrong with that address. */
    Optional<String> problem(InetAddress address) {
        InetAddress judged = embedded(address);
        if (isForbidden(judged)) {
            return Optional.of("the token endpoint is at an address that nobody may name: " + address.getHostAddress());
        }
        if (!allowPrivate && isPrivate(judged)) {
            return Optional.of("the token endpoint is at the private address " + address.getHostAddress()
                    + ", which needs " + RefreshSettings.ALLOW_PRIVATE + "=true");
        }
        return Optional.empty();
    }

    /** Nowhere in particular, several at once, or the services of a cloud for its own machines. */
    private static boolean isForbidden(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return in(bytes, 8, 0) // RFC 1122 §3.2.1.3
                    || in(bytes, 4, 240) // RFC 1112 §4, and the broadcast address
                    || in(bytes, 32, 100, 100, 100, 200) // Alibaba Cloud
                    || in(bytes, 32, 168, 63, 129, 16) // Azure
                    || in(bytes, 32, 192, 0, 0, 192); // Oracle Cloud
        }
        return in(bytes, 128, 0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54); // AWS
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address.isLoopbackAddress() || address.isSiteLocalAddress()) { // RFC 1918, RFC 3513 §2.5.6
            return true;
        }
        return address instanceof Inet4Address
                ? in(bytes, 10, 100, 64) || in(bytes, 15, 198, 18) || in(bytes, 24, 192, 0, 0) // RFC 6598, 2544, 6890
                : in(bytes, 7, 0xfc); // RFC 4193
    }

    /** The address of version 4 that one of version 6 leads to: RFC 4291 §2.5.5.1, RFC 6052, RFC 3056. */
    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address) || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return address;
        }
        if (in(bytes, 96, 0) || in(bytes, 96, 0, 0x64, 0xff, 0x9b)) {
            return four(Arrays.copyOfRange(bytes, 12, 16));
        }
        return in(bytes, 16, 0x20, 0x02) ? four(Arrays.copyOfRange(bytes, 2, 6)) : address;
    }

    private static InetAddress four(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("four bytes are an address", e);
        }
    }

    /** Whether the first bits are those of that prefix, whose missing bytes are zero. */
    private static boolean in(byte[] address, int bits, int... prefix) {
        for (int bit = 0; bit < bits; bit++) {
            int octet = bit / 8;
            int expected = octet < prefix.length ? prefix[octet] : 0;
            int mask = 0x80 >> (bit % 8);
            if ((address[octet] & mask) != (expected & mask)) {
                return false;
            }
        }
        return true;
    }
}
