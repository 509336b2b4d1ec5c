/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import app.snug.web.talk.Bubble.Piece;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the web addresses in a text. A link says exactly where it leads. */
final class Links {

    private static final int MOST = 20;
    private static final Pattern ADDRESS =
            Pattern.compile("\\bhttps?://[\\x21-\\x7E&&[^<>\"`\\\\^{|}]]{4,1000}");
    private static final String NOT_AT_THE_END = ".,;:!?'*_~";

    private Links() {}

    /**
     * @param from where the text stands in what was written
     */
    static List<Piece> in(String text, int from) {
        List<Piece> pieces = new ArrayList<>();
        Matcher found = ADDRESS.matcher(text);
        int done = 0;
        int links = 0;
        while (links < MOST && found.find()) {
            String address = trimmed(found.group());
            if (!leadsSomewhere(address)) {
                continue;
            }
            if (found.start() > done) {
                pieces.add(
                        new Piece(
                                Piece.Kind.TEXT, text.substring(done, found.start()), from + done));
            }
            pieces.add(new Piece(Piece.Kind.LINK, address, from + found.start()));
            done = found.start() + address.length();
            links++;
        }
        if (done < text.length()) {
            pieces.add(new Piece(Piece.Kind.TEXT, text.substring(done), from + done));
        }
        return pieces;
    }

    /** Without what belongs to the sentence around it. */
    private static String trimmed(String address) {
        int end = address.length();
        while (end > 0) {
            char last = address.charAt(end - 1);
            boolean unopened =
                    last == ')' && address.substring(0, end).indexOf('(') < 0
                            || last == ']' && address.substring(0, end).indexOf('[') < 0;
            if (NOT_AT_THE_END.indexOf(last) < 0 && !unopened) {
                break;
            }
            end--;
        }
        return address.substring(0, end);
    }

    /** A web page with a host, and nothing before it that could be taken for one. */
    static boolean leadsSomewhere(String address) {
        try {
            URI uri = new URI(address);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
