/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.boot.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, for people. */
final class Sentence {

    private Sentence() {}

    /** Our own exceptions hold a sentence; the system's hold a path and little else. */
    static CommandException of(IOException e, String what) {
        String why =
                switch (e) {
                    case AccessDeniedException _ -> what + ": this user may not.";
                    case NoSuchFileException _ -> what + ": the folder is not there.";
                    case FileSystemException other ->
                            what
                                    + ": "
                                    + (other.getReason() == null ? "it failed" : other.getReason())
                                    + ".";
                    default -> String.valueOf(e.getMessage());
                };
        return new CommandException(why, e);
    }
}
