package io.kith.node.wiring;

import io.kith.transport.NodeAddress;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which address a node advertises that was told none. One that listens on all addresses of its machine, {@code 0.0.0.0} or
 * {@code ::}, advertises the one from which it reaches its seeds, or the only one that the machine has: at {@code 0.0.0.0}
 * everybody would reach nobody but himself.
 */
final class OwnAddress {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAddress.class);

    /** What is known of the machine; a port, so that tests can say otherwise. */
    interface Machine {
        /** The addresses of its interfaces that are up. */
        List<InetAddress> addresses() throws IOException;

        /** The address from which {@code other} is reached; null if it is not. */
        @Nullable
        InetAddress towards(InetSocketAddress other);
    }

    private final Machine machine;

    OwnAddress(Machine machine) {
        this.machine = machine;
    }

    /** On this machine. */
    static OwnAddress ofThisMachine() {
        return new OwnAddress(new ThisMachine());
    }

    /**
     * What a node advertises that listens at {@code listened} and asks {@code seeds}.
     *
     * @throws IOException if several addresses come into question; the message says which, and what to do
     */
    NodeAddress advertised(NodeAddress listened, List<NodeAddress> seeds) throws IOException {
        InetAddress host = InetAddress.getByName(listened.host());
        if (!host.isAnyLocalAddress()) {
            return listened;
        }
        Set<InetAddress> candidates = towards(seeds);
        if (candidates.isEmpty()) {
            candidates = reachable(host instanceof Inet4Address);
        }
        if (candidates.isEmpty()) {
            candidates = Set.of(host instanceof Inet4Address ? NetUtil.LOCALHOST4 : NetUtil.LOCALHOST6);
        }
        if (candidates.size() > 1) {
            String all = candidates.stream().map(NetUtil::toAddressString).collect(Collectors.joining(", "));
            throw new IOException("it listens on all addresses of this machine, and is reached at one of " + all
                    + ": say at which with --advertise HOST:" + listened.port());
        }
        NodeAddress chosen =
                new NodeAddress(NetUtil.toAddressString(candidates.iterator().next()), listened.port());
        LOG.info("listens on all addresses of this machine and was told none to advertise: advertises {}", chosen);
        return chosen;
    }

    /** From where the seeds are reached; other machines count before this one. */
    private Set<InetAddress> towards(List<NodeAddress> seeds) {
        Set<InetAddress> local = new LinkedHashSet<>();
        Set<InetAddress> remote = new LinkedHashSet<>();
        for (NodeAddress seed : seeds) {
            InetSocketAddress resolved = new InetSocketAddress(seed.host(), seed.port());
            InetAddress own = resolved.isUnresolved() ? null : machine.towards(resolved);
            if (own != null && !own.isAnyLocalAddress()) {
                (own.isLoopbackAddress() ? local : remote).add(own);
            }
        }
        return remote.isEmpty() ? local : remote;
    }

    private Set<InetAddress> reachable(boolean onlyIpv4) throws IOException {
        Set<InetAddress> found = new LinkedHashSet<>();
        for (InetAddress each : machine.addresses()) {
            boolean isHere = each.isLoopbackAddress() || each.isLinkLocalAddress() || each.isAnyLocalAddress();
            if (!isHere && (each instanceof Inet4Address || !onlyIpv4)) {
                found.add(each);
            }
        }
        return found;
    }

    /** As the operating system knows it. */
    private static final class ThisMachine implements Machine {
        @Override
        public List<InetAddress> addresses() throws IOException {
            List<InetAddress> all = new ArrayList<>();
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp()) {
                    all.addAll(Collections.list(each.getInetAddresses()));
                }
            }
            return all;
        }

        @Override
        public @Nullable InetAddress towards(InetSocketAddress other) {
            // Nothing is sent: to connect such a socket only chooses a way.
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(other.getAddress(), other.getPort());
                return InetAddress.getByAddress(socket.getLocalAddress().getAddress());
            } catch (SocketException | UnknownHostException | UncheckedIOException e) {
                LOG.debug("there is no way to {}", other, e);
                return null;
            }
        }
    }
}
