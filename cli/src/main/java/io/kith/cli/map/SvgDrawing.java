package io.kith.cli.map;

import io.kith.transport.ForeignText;
import java.util.Locale;

/** An SVG picture as it is drawn. Coordinates are in pixels from the upper left. */
final class SvgDrawing {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    SvgDrawing(int width, int height) {
        this.width = width;
        this.height = height;
    }

    SvgDrawing line(double x1, double y1, double x2, double y2, String colour, double thickness, boolean dashed) {
        return add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"%s/>",
                x1, y1, x2, y2, colour, thickness, dashed ? " stroke-dasharray=\"6 5\"" : "");
    }

    SvgDrawing circle(double x, double y, double radius, String fill, String stroke) {
        return add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"%s\" stroke-width=\"2\"/>",
                x, y, radius, fill, stroke);
    }

    SvgDrawing rectangle(double x, double y, double w, double h, String fill) {
        return add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", x, y, w, h, fill);
    }

    /** A piece of a ring between two angles in degrees, clockwise from the top. */
    SvgDrawing arc(double x, double y, double inner, double outer, double from, double to, String fill) {
        double a = Math.toRadians(from - 90);
        double b = Math.toRadians(to - 90);
        return add(
                "<path d=\"M %.2f %.2f A %.1f %.1f 0 0 1 %.2f %.2f L %.2f %.2f A %.1f %.1f 0 0 0 %.2f %.2f Z\""
                        + " fill=\"%s\"/>",
                x + outer * Math.cos(a),
                y + outer * Math.sin(a),
                outer,
                outer,
                x + outer * Math.cos(b),
                y + outer * Math.sin(b),
                x + inner * Math.cos(b),
                y + inner * Math.sin(b),
                inner,
                inner,
                x + inner * Math.cos(a),
                y + inner * Math.sin(a),
                fill);
    }

    /** Text; {@code anchor} is start, middle or end. */
    SvgDrawing text(double x, double y, int size, String anchor, String colour, String words) {
        return add(
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
                x,
                y,
                size,
                anchor,
                colour,
                ForeignText.shown(words)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;"));
    }

    private SvgDrawing add(String format, Object... values) {
        body.append("  ").append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"DejaVu Sans, Verdana, sans-serif\">%n"
                        + "  <rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n%s</svg>%n",
                width,
                height,
                width,
                height,
                body);
    }
}
