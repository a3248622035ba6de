package io.dromedary.ffmpeg;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Set;

/**
 * The few system calls that Java lacks: to open a file without following a link and without waiting for the other end of
 * a pipe, and to inspect what was opened rather than what has that name now. The numbers are those of Linux's headers,
 * the same on every architecture except some of {@code open(2)} on ARM.
 */
final class LinuxCalls {

    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_DIRECTORY = Platform.isARM() ? 0x4000 : 0x10000;
    private static final int O_NOFOLLOW = Platform.isARM() ? 0x8000 : 0x20000;
    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int S_IFMT = 0xf000;
    private static final int S_IFREG = 0x8000;
    private static final int PR_SET_DUMPABLE = 4;
    /** EPERM, ENOENT, ENXIO, EACCES, ENODEV, ENOTDIR, ELOOP: the entry is no file, or not readable. */
    private static final Set<Integer> NO_FILE = Set.of(1, 2, 6, 13, 19, 20, 40);

    private LinuxCalls() {
    }

    private interface C extends Library {

        int openat(int folder, byte[] name, int flags) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;

        int statx(int folder, byte[] name, int flags, int mask, Memory answer) throws LastErrorException;

        int prctl(int option, long argument, long second, long third, long fourth) throws LastErrorException;
    }

    /** Loaded when first needed, as that takes some 50 ms. */
    private static final class Loaded {
        private static final C LIBRARY = Native.load(Platform.C_LIBRARY_NAME, C.class);
    }

    static boolean areThere() {
        return Platform.isLinux();
    }

    /**
     * An open file or folder.
     *
     * @param number its file descriptor
     */
    record Handle(int number) implements AutoCloseable {

        /** The path by which Java reads the opened file, even if its name changes. */
        Path path() {
            return Path.of("/proc/self/fd", Integer.toString(number));
        }

        @Override
        public void close() {
            Loaded.LIBRARY.close(number);
        }
    }

    /**
     * The status of an opened file.
     *
     * @param isRegular whether it is a regular file
     * @param links     number of hard links
     * @param size      in bytes
     */
    record Status(boolean isRegular, int links, long size) {
    }

    /** The entry with this name has been exchanged. */
    static final class Exchanged extends IOException {

        private static final long serialVersionUID = 1L;

        private Exchanged(Throwable cause) {
            super("It is no file that can be read: " + cause.getMessage(), cause);
        }
    }

    /** Opens a folder of the server. */
    static Handle openFolder(Path folder) throws IOException {
        return open(AT_FDCWD, folder, O_DIRECTORY);
    }

    /**
     * Opens a folder within another.
     *
     * @throws Exchanged if it is none, or a link to one
     */
    static Handle openFolder(Handle parent, Path name) throws IOException {
        return open(parent.number(), name, O_DIRECTORY);
    }

    /**
     * Opens an entry of a folder, without waiting for a pipe.
     *
     * @throws Exchanged if it is a link, or cannot be opened
     */
    static Handle openFile(Handle folder, Path name) throws IOException {
        return open(folder.number(), name, O_NONBLOCK);
    }

    private static Handle open(int folder, Path name, int flags) throws IOException {
        // In Java's encoding of file names, terminated by a zero.
        byte[] bytes = (name + "\0").getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
        try {
            return new Handle(Loaded.LIBRARY.openat(folder, bytes, flags | O_NOFOLLOW | O_CLOEXEC));
        } catch (LastErrorException e) {
            throw NO_FILE.contains(e.getErrorCode()) ? new Exchanged(e)
                    : new IOException("A file cannot be opened: " + e.getMessage(), e);
        }
    }

    static Status status(Handle handle) throws IOException {
        // struct statx (linux/stat.h): mask, blksize, attributes (8), nlink, uid, gid, mode (2), spare (2), ino (8), size (8)
        try (var answer = new Memory(STATX_BYTES)) {
            Loaded.LIBRARY.statx(handle.number(), new byte[1], AT_EMPTY_PATH, STATX_BASIC_STATS, answer);
            int mode = answer.getShort(28) & 0xffff;
            return new Status((mode & S_IFMT) == S_IFREG, answer.getInt(16), answer.getLong(40));
        } catch (LastErrorException e) {
            throw new IOException("A file cannot be looked at: " + e.getMessage(), e);
        }
    }

    /** Prevents other processes of this user from reading this one's memory and environment. */
    static void hideThisProcess() throws IOException {
        try {
            Loaded.LIBRARY.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
        } catch (LastErrorException e) {
            throw new IOException("This process cannot be hidden from others: " + e.getMessage(), e);
        }
    }
}
