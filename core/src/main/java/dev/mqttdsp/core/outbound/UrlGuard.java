package dev.mqttdsp.core.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Judges a URL that somebody else has chosen, before this connector goes there: it must not be made to knock at doors inside
 * its operator's network.
 *
 * <p>Every address counts that the host's name leads to. The JVM keeps what a name led to for a while, so the connection
 * that follows goes to an address that was judged.
 */
public final class UrlGuard {
    /** Key of the consent to plain HTTP on loopback. */
    public static final String ALLOW_INSECURE = "edc.mqtt.allow.insecure";
    /** Key of the list of hosts. */
    public static final String HOSTS = "edc.mqtt.upstream.hosts";
    /** Key of the consent to private addresses at a partner's word. */
    public static final String ALLOW_PRIVATE = "edc.mqtt.consumer.allow.private";

    /** What {@link #problem} says of a host that may be known another time. */
    static final String UNKNOWN_HOST = "names an unknown host";

    private static final String PLAIN =
            "is plain http; accepted: https, and on loopback http with " + ALLOW_INSECURE + "=true";
    /** An address in digits. */
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|[0-9.]+");

    /**
     * Where it may lead.
     *
     * @param allowPrivate whether loopback and private addresses are accepted
     * @param allowInsecure whether plain HTTP is accepted on loopback
     * @param hosts where it has to lead to, in small letters; empty for any host
     * @param ownPorts where this connector listens: on this machine it may not lead there
     */
    public record Rules(boolean allowPrivate, boolean allowInsecure, Set<String> hosts, Set<Integer> ownPorts) {

        public Rules {
            hosts = Set.copyOf(hosts);
            ownPorts = Set.copyOf(ownPorts);
        }
    }

    private final Rules rules;

    public UrlGuard(Rules rules) {
        this.rules = rules;
    }

    /**
     * What is wrong with that URL, to be read after its name; empty where it may be used. Asks for the host's addresses,
     * which may take a while.
     */
    public Optional<String> problem(URI url) {
        return problemInText(url).or(() -> {
            try {
                return problem(url, InetAddress.getAllByName(url.getHost()));
            } catch (UnknownHostException e) {
                return Optional.of(UNKNOWN_HOST);
            }
        });
    }

    /** What can be said against that URL without asking anybody for its host. */
    public Optional<String> problemAtFirstSight(URI url) {
        return problemInText(url).or(() -> {
            boolean needsNobody = LITERAL.matcher(url.getHost()).matches() || isLocalhost(url.getHost());
            if (needsNobody) {
                return problem(url);
            }
            return isPlain(url) ? Optional.of(PLAIN) : Optional.empty();
        });
    }

    private Optional<String> problemInText(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (url.getHost() == null
                || url.getRawUserInfo() != null
                || !(scheme.equals("https") || scheme.equals("http"))) {
            return Optional.of("is no https URL");
        }
        if (!rules.hosts().isEmpty() && !rules.hosts().contains(url.getHost().toLowerCase(Locale.ROOT))) {
            return Optional.of("names a host that is not in " + HOSTS);
        }
        return isPlain(url) && !rules.allowInsecure() ? Optional.of(PLAIN) : Optional.empty();
    }

    private Optional<String> problem(URI url, InetAddress... addresses) {
        if (isPlain(url) && !Stream.of(addresses).allMatch(InetAddress::isLoopbackAddress)) {
            return Optional.of(PLAIN);
        }
        int port = url.getPort() >= 0 ? url.getPort() : isPlain(url) ? 80 : 443;
        if (rules.ownPorts().contains(port) && Stream.of(addresses).anyMatch(UrlGuard::isOwn)) {
            return Optional.of("leads to a port of this connector itself");
        }
        return Stream.of(addresses)
                .flatMap(address -> problem(address).stream())
                .findFirst();
    }

    private static boolean isPlain(URI url) {
        return url.getScheme().equalsIgnoreCase("http");
    }

    private static boolean isLocalhost(String host) {
        return host.equalsIgnoreCase("localhost");
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false; // then it can neither be reached
        }
    }

    private Optional<String> problem(InetAddress address) {
        InetAddress judged = embedded(address);
        if (isForbidden(judged)) {
            return Optional.of("is at an address that nobody may name: " + address.getHostAddress());
        }
        if (!rules.allowPrivate() && isPrivate(judged)) {
            return Optional.of("is at the private address " + address.getHostAddress() + ", which needs "
                    + ALLOW_PRIVATE + "=true");
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
