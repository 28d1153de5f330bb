package io.kith.cli.map;

import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A ring as a picture: a turn a replica, the primaries outside; and beside it each member's share. */
public final class RingPicture {
    private static final int WIDTH = 980;
    private static final int MIN_HEIGHT = 620;
    private static final double CENTRE_X = 310;
    private static final double CENTRE_Y = 340;
    private static final double OUTER = 250;
    private static final double BAND = 46;
    private static final double GAP = 6;
    private static final int ROW = 40;

    private RingPicture() {}

    /** The picture, as SVG. */
    public static String of(RingMap ring) {
        ClusterConfig config = ring.config();
        List<RingMap.Share> shares = ring.shares();
        SvgDrawing svg = new SvgDrawing(WIDTH, Math.max(MIN_HEIGHT, 150 + shares.size() * ROW));
        svg.text(
                30,
                36,
                20,
                "start",
                Palette.INK,
                "Ring of " + config.parameters().clusterName() + ", config " + config.configId());
        svg.text(
                30,
                60,
                13,
                "start",
                Palette.GREY,
                config.partitionCount() + " partitions, clockwise from the top; outer band: primaries; inner: backups");
        Map<NodeId, Integer> colours = new TreeMap<>();
        shares.forEach(share -> colours.put(share.member().id(), colours.size()));
        drawRing(svg, config, colours);
        svg.text(CENTRE_X, CENTRE_Y + 2, 16, "middle", Palette.INK, shares.size() + " members");
        svg.text(CENTRE_X, CENTRE_Y + 24, 13, "middle", Palette.GREY, config.replicationFactor() + " replicas");
        drawShares(svg, shares, colours);
        return svg.toString();
    }

    private static void drawRing(SvgDrawing svg, ClusterConfig config, Map<NodeId, Integer> colours) {
        int count = config.partitionCount();
        for (int place = 0; place < Math.min(3, config.replicationFactor()); place++) {
            double outer = OUTER - place * (BAND + GAP);
            for (int p = 0; p < count; p++) {
                List<NodeId> replicas = config.partition(p).replicas();
                Integer colour = place < replicas.size() ? colours.get(replicas.get(place)) : null;
                svg.arc(
                        CENTRE_X,
                        CENTRE_Y,
                        outer - BAND,
                        outer,
                        360.0 * p / count,
                        360.0 * (p + 1) / count,
                        colour == null ? "#eeeeee" : Palette.of(colour));
            }
        }
    }

    private static void drawShares(SvgDrawing svg, List<RingMap.Share> shares, Map<NodeId, Integer> colours) {
        double most = 1;
        for (RingMap.Share share : shares) {
            most = Math.max(most, Math.max(share.fair(), (double) share.primary() + share.backup()));
        }
        double x = 620;
        double scale = 190 / most;
        svg.text(x, 96, 13, "start", Palette.GREY, "primaries and backups; the line is the fair share");
        for (int i = 0; i < shares.size(); i++) {
            RingMap.Share share = shares.get(i);
            double y = 116 + (double) i * ROW;
            String colour = Palette.of(colours.getOrDefault(share.member().id(), 0));
            svg.rectangle(x, y + 16, share.primary() * scale, 12, colour);
            svg.rectangle(x + share.primary() * scale, y + 19, share.backup() * scale, 6, colour);
            svg.line(x + share.fair() * scale, y + 12, x + share.fair() * scale, y + 32, Palette.INK, 1.5, false);
            svg.text(
                    x,
                    y + 10,
                    12,
                    "start",
                    Palette.INK,
                    share.member().id().shortName() + "  " + share.member().address() + ", "
                            + share.member().zone());
            svg.text(
                    x + 205,
                    y + 27,
                    12,
                    "start",
                    Palette.INK,
                    String.format(Locale.ROOT, "%d + %d (%.2f)", share.primary(), share.backup(), share.load()));
        }
    }
}
