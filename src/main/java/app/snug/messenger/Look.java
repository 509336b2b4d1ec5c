/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger;

import java.util.Locale;
import java.util.Set;

/** How a file is shown. */
public enum Look {
    PICTURE,
    VIDEO,
    SOUND,
    /** By its name; only ever saved. */
    DOCUMENT;

    /** What a browser may be given to show; nothing of it can carry scripts. */
    private static final Set<String> SHOWN =
            Set.of(
                    "image/jpeg",
                    "image/png",
                    "image/gif",
                    "image/webp",
                    "video/mp4",
                    "video/quicktime",
                    "video/webm",
                    "audio/mp4",
                    "audio/webm",
                    "audio/ogg",
                    "audio/mpeg",
                    "audio/aac",
                    "audio/wav",
                    "audio/flac");

    /**
     * @param contentType what a file is, or is said to be
     */
    public static Look of(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("video/")) {
            return VIDEO;
        }
        if (type.startsWith("audio/")) {
            return SOUND;
        }
        return type.startsWith("image/") && isShown(type) ? PICTURE : DOCUMENT;
    }

    /** Whether a file that was found to be such may be shown inside a page. */
    public static boolean isShown(String contentType) {
        return SHOWN.contains(contentType);
    }
}
