/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.export;

import app.snug.messenger.Attachment;
import app.snug.messenger.Content;
import app.snug.messenger.History.Told;
import app.snug.messenger.Message;
import app.snug.protocol.message.MessageName;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.page.Words;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One page that needs nothing else: no scripts, nothing from outside, and a policy that forbids
 * both. Whatever people wrote is text in it.
 */
final class HtmlFile {

    private static final Set<String> PICTURES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final Set<String> PLAYED =
            Set.of("audio/mpeg", "audio/mp4", "audio/aac", "audio/ogg", "audio/wav", "audio/webm");

    /** Code points. */
    private static final int LONGEST_QUOTE = 120;

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="%s"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>%s</title>
            <style>
            body{margin:0 auto;max-width:44rem;padding:2rem 1rem 4rem;background:light-dark(#f7f1e7,#1d1815);color:light-dark(#2e2620,#efe6d8);font:1rem/1.5 system-ui,sans-serif}
            h1{font-size:1.5rem;margin:0}header,footer{color:light-dark(#6a5c50,#b5a797)}footer{margin-top:3rem}
            ol{list-style:none;margin:2rem 0 0;padding:0}
            h2{font-size:.9rem;text-align:center;color:light-dark(#6a5c50,#b5a797);margin:2rem 0 1rem}
            article{max-width:34rem;margin:0 auto .75rem 0;padding:.6rem .9rem;border-radius:1rem;background:light-dark(#fffdf9,#2a231e);border:1px solid light-dark(#e5d9c8,#3a312a);break-inside:avoid}
            article.own{margin:0 0 .75rem auto;background:light-dark(#f6dcc4,#4a3224)}
            article p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
            article small,.line small{color:light-dark(#6a5c50,#c5b7a7);font-size:.8rem}
            blockquote{margin:0 0 .4rem;padding-inline-start:.6rem;border-inline-start:3px solid #c77a45}
            .line{text-align:center;color:light-dark(#6a5c50,#b5a797);font-size:.9rem;margin:.75rem 0}
            code{overflow-wrap:anywhere}img{max-width:100%%;height:auto;border-radius:.5rem}
            @media print{body{max-width:none;background:#fff;color:#000;padding:0}article,article.own{background:#fff;border-color:#999}}
            </style></head><body>
            <header><h1><bdi>%s</bdi></h1><p><code>%s</code></p><p>%s</p></header>
            <ol>
            """;

    private final OutputStream bytes;
    private final Writer out;
    private final Exported exported;
    private final Kept kept;
    private final Times times;
    private final Words words;
    private final Reader reader;
    private String day = "";
    private int left;
    private int damaged;

    HtmlFile(
            OutputStream out,
            Exported exported,
            Kept kept,
            Times times,
            Words words,
            Reader reader) {
        this.bytes = out;
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        this.exported = exported;
        this.kept = kept;
        this.times = times;
        this.words = words;
        this.reader = reader;
    }

    void open() throws IOException {
        String title = say("export.heading", exported.name());
        out.write(
                HEAD.formatted(
                        text(reader.locale().toLanguageTag()),
                        text(title),
                        text(title),
                        text(exported.peer()),
                        text(
                                say(
                                        "export.made",
                                        times.dateOf(exported.at(), reader),
                                        exported.self()))));
    }

    void add(Told told) {
        try {
            write(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Told told) throws IOException {
        Message message = told.message();
        if (!Exported.stays(message)) {
            left++;
            return;
        }
        String date = times.dateOf(message.shownAt(), reader);
        if (!date.equals(day)) {
            day = date;
            out.write("<li><h2>" + text(date) + "</h2></li>\n");
        }
        String when =
                "<small><time datetime=\"%s\">%s</time></small>"
                        .formatted(
                                text(message.sentAt().toString()),
                                text(times.time(message.shownAt(), reader)));
        switch (message.kind()) {
            case TEXT, INVITATION -> {
                out.write(
                        "<li><article%s><small><b><bdi>%s</bdi></b></small> %s\n"
                                .formatted(
                                        message.outgoing() ? " class=\"own\"" : "",
                                        text(exported.author(message)),
                                        when));
                answered(told);
                content(message);
                for (Attachment file : told.files()) {
                    if (file.part() == Attachment.Part.FILE) {
                        file(file);
                    }
                }
                reactions(told);
                out.write("</article></li>\n");
            }
            case TIMER, MEDIA_SAVED, ACCEPTED, DELETED ->
                    out.write(
                            "<li class=\"line\">%s %s</li>\n".formatted(text(line(message)), when));
        }
    }

    /** When, and what; but nothing of what is to vanish. */
    private void answered(Told told) throws IOException {
        if (told.message().extras().quote().isEmpty()) {
            return;
        }
        MessageName name = told.message().extras().quote().get();
        String beginning =
                told.answered()
                        .filter(Exported::stays)
                        .map(answered ->
                                Names.plain(exported.plain().apply(answered.body()), LONGEST_QUOTE))
                        .orElse("");
        out.write(
                "<blockquote><small>%s</small>%s</blockquote>"
                        .formatted(
                                text(say("export.answers", times.moment(name.sentAt(), reader))),
                                beginning.isEmpty()
                                        ? ""
                                        : "<p>%s: %s</p>"
                                                .formatted(
                                                        text(exported.person(name.author())),
                                                        text(beginning))));
    }

    private void reactions(Told told) throws IOException {
        String all =
                Exported.reactions(told).stream()
                        .map(reaction ->
                                reaction.emoji()
                                        + " "
                                        + reaction.by().stream()
                                                .map(exported::person)
                                                .collect(Collectors.joining(", ")))
                        .collect(Collectors.joining("; "));
        if (!all.isEmpty()) {
            out.write("<p><small>" + text(say("export.reactions", all)) + "</small></p>");
        }
    }

    private void content(Message message) throws IOException {
        if (message.extras().invitation().isPresent()) {
            var place = message.extras().invitation().get();
            out.write(
                    "<p>%s<br><code>%s</code></p>"
                            .formatted(
                                    text(say("export.invitation", place.name())),
                                    text(place.url())));
        }
        if (!message.body().isEmpty()) {
            out.write("<p>" + text(exported.plain().apply(message.body())) + "</p>");
        }
        if (message.extras().link().isPresent()) {
            var link = message.extras().link().get();
            out.write(
                    "<p><small>%s<br><code>%s</code></small></p>"
                            .formatted(text(link.title()), text(link.url())));
        }
        if (message.state() == Message.State.FAILED || message.state() == Message.State.SENDING) {
            out.write("<p><small>" + text(say("export.unsent")) + "</small></p>");
        }
    }

    private void file(Attachment file) throws IOException {
        String name = file.name().orElseGet(() -> say("export.file"));
        Optional<Content> content = kept.open(file);
        if (content.isEmpty()) {
            out.write("<p><small>" + text(say("export.file.away", name)) + "</small></p>");
            return;
        }
        try (Content open = content.get()) {
            String type = file.contentType();
            if (PICTURES.contains(type)) {
                out.write("<p><img alt=\"" + text(name) + "\" src=\"data:" + type + ";base64,");
                data(open);
                out.write("\"></p>");
            } else if (PLAYED.contains(type)) {
                out.write("<p><audio controls src=\"data:" + type + ";base64,");
                data(open);
                out.write("\"></audio></p>");
            } else {
                out.write(
                        "<p><a download=\""
                                + text(name)
                                + "\" href=\"data:application/octet-stream;base64,");
                data(open);
                out.write("\">" + text(name) + "</a></p>");
            }
        }
    }

    /** As it is read, so that no file is in memory whole. */
    private void data(Content content) throws IOException {
        out.flush();
        OutputStream coded = Base64.getEncoder().wrap(new Unclosed(bytes));
        try (coded) {
            content.copy(0, content.size(), coded);
        } catch (Content.DamagedException e) {
            // What was altered is left out; the rest of the page is as good as before.
            damaged++;
        }
    }

    /** For a filter that ends before what it writes to. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] from, int at, int length) throws IOException {
            out.write(from, at, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private String line(Message message) {
        return say(
                "export.line." + message.kind().name().toLowerCase(Locale.ROOT),
                exported.author(message));
    }

    void finish() throws IOException {
        out.write("</ol><footer>");
        if (left > 0) {
            out.write("<p>" + text(say("export.left", left)) + "</p>");
        }
        if (damaged > 0) {
            out.write("<p>" + text(say("export.damaged", damaged)) + "</p>");
        }
        out.write("<p>" + text(say("export.end")) + "</p></footer></body></html>\n");
        out.flush();
    }

    private String say(String key, Object... parts) {
        return words.say(reader.locale(), key, parts);
    }

    /** As text in a page: nothing in it is markup, and nothing unseen is left. */
    static String text(String plain) {
        StringBuilder escaped = new StringBuilder(plain.length() + 16);
        plain.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> escaped.append("&amp;");
                        case '<' -> escaped.append("&lt;");
                        case '>' -> escaped.append("&gt;");
                        case '"' -> escaped.append("&quot;");
                        case '\'' -> escaped.append("&#39;");
                        default -> {
                            if (c == '\n' || c == '\t' || isSeen(c)) {
                                escaped.appendCodePoint(c);
                            }
                        }
                    }
                });
        return escaped.toString();
    }

    private static boolean isSeen(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.SURROGATE
                && !(c >= 0x202A && c <= 0x202E)
                && !(c >= 0x2066 && c <= 0x2069);
    }
}
