package io.tidemark.connectors.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be talked to on behalf of an account: public ones only, so that nobody makes this program ask its own
 * network, its own machine, or the metadata service of its cloud.
 */
final class AddressGuard {
    /** From the IANA registries of special-purpose addresses: what is not reachable from everywhere, as prefix and length. */
    private static final List<Block> NOT_PUBLIC_4 = List.of(
            block("0.0.0.0", 8),
            block("10.0.0.0", 8),
            block("100.64.0.0", 10),
            block("127.0.0.0", 8),
            block("169.254.0.0", 16),
            block("172.16.0.0", 12),
            block("192.0.0.0", 24),
            block("192.0.2.0", 24),
            block("192.88.99.0", 24),
            block("192.168.0.0", 16),
            block("198.18.0.0", 15),
            block("198.51.100.0", 24),
            block("203.0.113.0", 24),
            block("224.0.0.0", 4),
            block("240.0.0.0", 4));

    /** The global unicast addresses; of these, not those that stand for others: Teredo, 6to4, documentation, benchmarks. */
    private static final Block PUBLIC_6 = block("2000::", 3);

    private static final List<Block> NOT_PUBLIC_6 =
            List.of(block("2001::", 23), block("2001:db8::", 32), block("2002::", 16), block("3fff::", 20));

    private final boolean privateToo;

    /** One that lets private addresses through as well, if {@code privateToo}. */
    AddressGuard(boolean privateToo) {
        this.privateToo = privateToo;
    }

    @SuppressWarnings("ArrayRecordComponent") // It is never compared.
    private record Block(byte[] prefix, int bits) {
        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Block block(String prefix, int bits) {
        try {
            // A literal is not looked up.
            return new Block(InetAddress.getByName(prefix).getAddress(), bits);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(prefix, impossible);
        }
    }

    boolean allowsPrivate() {
        return privateToo;
    }

    /**
     * The address to connect to.
     *
     * @throws UnsuitableUrlException if the host has an address that may not be talked to
     * @throws UndeliveredException if it has none
     */
    InetAddress resolve(String host) {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new UndeliveredException("the name " + host + " has no address");
        }
        if (!privateToo && !Arrays.stream(found).allMatch(AddressGuard::isPublic)) {
            throw new UnsuitableUrlException(
                    host + " is, or has beside others, an address that is not public",
                    "name a host that can be reached from everywhere");
        }
        return found[0];
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return NOT_PUBLIC_4.stream().noneMatch(block -> block.contains(bytes));
        }
        return address instanceof Inet6Address
                && PUBLIC_6.contains(bytes)
                && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(bytes));
    }
}
