/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.identity;

/** The languages in which recovery words exist, each with 1626 words ({@code protocol/01} §1.4). */
public enum WordList {
    ENGLISH("English", "English", 3),
    CHINESE_SIMPLIFIED("Chinese (simplified)", "简体中文 (中国)", 1),
    DUTCH("Dutch", "Nederlands", 4),
    ESPERANTO("Esperanto", "Esperanto", 4),
    FRENCH("French", "Français", 4),
    GERMAN("German", "Deutsch", 4),
    ITALIAN("Italian", "Italiano", 4),
    JAPANESE("Japanese", "日本語", 3),
    LOJBAN("Lojban", "Lojban", 4),
    PORTUGUESE("Portuguese", "Português", 4),
    RUSSIAN("Russian", "Русский", 4),
    SPANISH("Spanish", "Español", 4);

    private final String languageName;
    private final String nativeName;
    private final int prefixLength;

    WordList(String languageName, String nativeName, int prefixLength) {
        this.languageName = languageName;
        this.nativeName = nativeName;
        this.prefixLength = prefixLength;
    }

    /** The language's name in English. */
    public String languageName() {
        return languageName;
    }

    /** The language's own name. */
    public String nativeName() {
        return nativeName;
    }

    /** How many characters at the beginning of a word make it unique. */
    public int prefixLength() {
        return prefixLength;
    }
}
