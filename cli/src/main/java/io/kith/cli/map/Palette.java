package io.kith.cli.map;

import java.util.List;

/** Colours that are told apart, also by those who see few (Okabe and Ito), and paler ones once they are used up. */
final class Palette {
    static final String INK = "#222222";
    static final String GREY = "#777777";
    static final String BAD = "#c0392b";

    private static final List<String> COLOURS = List.of(
            "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800", "#8c6bb1", "#7f7f7f",
            "#8c564b", "#17becf", "#bcbd22");

    private Palette() {}

    static String of(int index) {
        return COLOURS.get(index % COLOURS.size());
    }
}
