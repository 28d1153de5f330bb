package io.kith.client.serialization;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one form of all URIs that are equal: schemes and hosts in small letters, escapes in capital ones. */
final class UriForm {

    private UriForm() {}

    static String of(URI uri) {
        StringBuilder text = new StringBuilder();
        if (uri.getScheme() != null) {
            text.append(uri.getScheme().toLowerCase(Locale.ROOT)).append(':');
        }
        if (uri.isOpaque()) {
            text.append(escapes(uri.getRawSchemeSpecificPart()));
        } else {
            if (uri.getHost() != null) {
                text.append("//");
                if (uri.getRawUserInfo() != null) {
                    text.append(escapes(uri.getRawUserInfo())).append('@');
                }
                text.append(uri.getHost().toLowerCase(Locale.ROOT));
                if (uri.getPort() >= 0) {
                    text.append(':').append(uri.getPort());
                }
            } else if (uri.getRawAuthority() != null) {
                text.append("//").append(escapes(uri.getRawAuthority()));
            }
            String path = escapes(uri.getRawPath());
            if (uri.getRawAuthority() == null && path.startsWith("//")) {
                // Else its beginning would be taken for a host.
                text.append("//");
            }
            text.append(path);
            if (uri.getRawQuery() != null) {
                text.append('?').append(escapes(uri.getRawQuery()));
            }
        }
        if (uri.getRawFragment() != null) {
            text.append('#').append(escapes(uri.getRawFragment()));
        }
        return text.toString();
    }

    private static String escapes(@Nullable String raw) {
        if (raw == null || raw.indexOf('%') < 0) {
            return raw == null ? "" : raw;
        }
        StringBuilder text = new StringBuilder(raw);
        for (int i = text.indexOf("%"); i >= 0 && i + 2 < text.length(); i = text.indexOf("%", i + 3)) {
            text.setCharAt(i + 1, Character.toUpperCase(text.charAt(i + 1)));
            text.setCharAt(i + 2, Character.toUpperCase(text.charAt(i + 2)));
        }
        return text.toString();
    }
}
