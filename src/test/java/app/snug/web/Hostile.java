/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import java.util.stream.Stream;

/** What strangers may send. */
public final class Hostile {

    private Hostile() {}

    public static Stream<String> texts() {
        return Stream.of(
                "<script>alert(1)</script>",
                "\"><img src=x onerror=\"alert(1)\">",
                "'--></title></textarea><script>alert(1)</script>",
                "javascript:alert(1) http://a.example/\"onmouseover=alert(1)",
                "[[${7*7}]] [(${7*7})] __${7*7}__ ${7*7} #{page.copy} {0}",
                "invoice\u202Egnp.exe \u2067\u2066\u200F",
                "a\u0000b\u0008\u001B[31m",
                "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDFF4\u200D\u2620\uFE0F",
                "lone \uD83D surrogate \uDC69",
                "\u0634\u0643\u0631\u0627 \u0639\u0644\u0649",
                "e" + "\u0301".repeat(500),
                "&lt;&amp;&#39;&quot;",
                "x".repeat(100_000));
    }
}
