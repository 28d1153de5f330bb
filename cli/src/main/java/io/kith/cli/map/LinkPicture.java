package io.kith.cli.map;

import io.kith.config.Member;
import io.kith.membership.PeerGraph;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The peer graph as a picture: members in a circle, by zone; the heavier of both directions colours a link. */
public final class LinkPicture {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 760;
    private static final double CENTRE_X = 450;
    private static final double CENTRE_Y = 385;
    private static final double RADIUS = 255;
    private static final double[] BOUNDS_MICROS = {400, 2_000, 10_000};
    private static final String[] COLOURS = {"#9ccc9c", "#e6c229", "#e67e22", Palette.BAD};
    private static final String[] MEANINGS = {"below 0.4 ms", "below 2 ms", "below 10 ms", "heavier"};

    private record Pair(NodeId low, NodeId high) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byLow = low.compareTo(other.low);
            return byLow != 0 ? byLow : high.compareTo(other.high);
        }
    }

    private LinkPicture() {}

    /** The picture, as SVG. */
    public static String of(LinkMap map) {
        SvgDrawing svg = new SvgDrawing(WIDTH, HEIGHT);
        svg.text(
                30,
                36,
                20,
                "start",
                Palette.INK,
                "Peer graph of " + map.config().parameters().clusterName() + ", config "
                        + map.config().configId());
        List<Member> members = byZone(map);
        Map<NodeId, double[]> places = new TreeMap<>();
        for (int i = 0; i < members.size(); i++) {
            double angle = 2 * Math.PI * i / members.size() - Math.PI / 2;
            places.put(
                    members.get(i).id(),
                    new double[] {CENTRE_X + RADIUS * Math.cos(angle), CENTRE_Y + RADIUS * Math.sin(angle)});
        }
        drawLinks(svg, map, places);
        List<String> zones =
                new ArrayList<>(new TreeSet<>(members.stream().map(Member::zone).toList()));
        for (Member member : members) {
            drawMember(svg, map, member, places.getOrDefault(member.id(), new double[2]), zones);
        }
        drawLegend(svg, map);
        return svg.toString();
    }

    private static List<Member> byZone(LinkMap map) {
        List<Member> members = new ArrayList<>(map.config().members().values());
        members.sort((a, b) -> {
            int byZone = a.zone().compareTo(b.zone());
            return byZone != 0 ? byZone : a.id().compareTo(b.id());
        });
        return members;
    }

    private static void drawLinks(SvgDrawing svg, LinkMap map, Map<NodeId, double[]> places) {
        TreeMap<Pair, Double> heaviest = new TreeMap<>();
        for (PeerGraph.Edge edge : map.edges()) {
            NodeId from = edge.from();
            NodeId to = edge.link().to();
            if (places.containsKey(from) && places.containsKey(to)) {
                Pair pair = from.compareTo(to) < 0 ? new Pair(from, to) : new Pair(to, from);
                heaviest.merge(pair, edge.weightMicros(), Math::max);
            }
        }
        heaviest.forEach((pair, micros) -> {
            double[] a = places.getOrDefault(pair.low(), new double[2]);
            double[] b = places.getOrDefault(pair.high(), new double[2]);
            boolean down = micros.isInfinite();
            int step = step(micros);
            svg.line(a[0], a[1], b[0], b[1], down ? Palette.BAD : COLOURS[step], down ? 3 : 1.4 + step, down);
            if (down) {
                svg.text((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 6, 14, "middle", Palette.BAD, "down");
            }
        });
    }

    private static int step(double micros) {
        int step = 0;
        while (step < BOUNDS_MICROS.length && micros >= BOUNDS_MICROS[step]) {
            step++;
        }
        return step;
    }

    private static void drawMember(SvgDrawing svg, LinkMap map, Member member, double[] at, List<String> zones) {
        boolean cut = map.weakSpots().cutVertices().contains(member.id());
        svg.circle(at[0], at[1], 17, Palette.of(zones.indexOf(member.zone())), cut ? Palette.BAD : Palette.INK);
        double dx = at[0] - CENTRE_X;
        double dy = at[1] - CENTRE_Y;
        String anchor = Math.abs(dx) < 40 ? "middle" : dx > 0 ? "start" : "end";
        double x = at[0] + (Math.abs(dx) < 40 ? 0 : Math.signum(dx) * 26);
        double y = at[1] + (Math.abs(dx) < 40 ? (dy < 0 ? -42 : 36) : -4);
        svg.text(x, y, 14, anchor, Palette.INK, member.id().shortName());
        svg.text(x, y + 17, 12, anchor, Palette.GREY, member.address() + ", " + member.zone());
    }

    private static void drawLegend(SvgDrawing svg, LinkMap map) {
        double y = HEIGHT - 22;
        double x = 30;
        for (int i = 0; i < COLOURS.length; i++) {
            svg.line(x, y - 5, x + 34, y - 5, COLOURS[i], 1.4 + i, false);
            svg.text(x + 42, y, 13, "start", Palette.INK, MEANINGS[i]);
            x += 150;
        }
        svg.line(x, y - 5, x + 34, y - 5, Palette.BAD, 3, true);
        svg.text(x + 42, y, 13, "start", Palette.INK, "down");
        svg.text(
                30,
                60,
                13,
                "start",
                Palette.GREY,
                String.format(
                        Locale.ROOT,
                        "%d members; colour and width of a link: its weight, the worse of both ways",
                        map.config().members().size()));
    }
}
