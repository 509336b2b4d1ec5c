/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "....ftypisom....hdlr........vide,MP4",
                "....ftypisom....hdlr........soun,MP4_AUDIO",
                "....ftypisom....hdlr........soun....hdlr........vide,MP4",
                "....ftypM4A ,MP4_AUDIO",
                "....ftypqt  ,QUICKTIME",
                "....ftypheic,OTHER",
                "OggS....OpusHead,OGG",
                "OggS....theora,OTHER",
                "RIFF....WAVEfmt ,WAV",
                "RIFF....AVI ,OTHER",
                "fLaC,FLAC",
                "ID3,MP3",
                "PK..,OTHER"
            })
    void aFileIsWhatItsBytesSay(String text, FileKind kind) {
        assertThat(FileKind.of(Samples.text(text))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "webm V_VP9 A_OPUS, WEBM",
        "webm A_OPUS, WEBM_AUDIO",
        "webm, WEBM",
        "matroska V_VP9, OTHER"
    })
    void aWebmWithoutPicturesIsSound(String text, FileKind kind) {
        byte[] file =
                Samples.join(new byte[] {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3}, Samples.text(text));
        assertThat(FileKind.of(file)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "fffb9064, MP3",
        "fff15080, AAC",
        "ffff9064, OTHER",
        "fffbf064, OTHER",
        "ffd8ff, JPEG"
    })
    void soundWithoutAHeadIsKnownByItsFrames(String hex, FileKind kind) {
        assertThat(FileKind.of(java.util.HexFormat.of().parseHex(hex))).isEqualTo(kind);
    }
}
