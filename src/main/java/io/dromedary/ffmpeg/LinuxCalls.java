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
 * The few system calls that Java has not: to open a file without following a link, without waiting for the other end of
 * a pipe, and to look at what was opened rather than at what has its name now. Numbers are those of Linux's headers, the
 * same on every architecture but for those of {@code open(2)} that ARM has swapped.
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
    /** EPERM, ENOENT, ENXIO, EACCES, ENODEV, ENOTDIR, ELOOP: what lies there is no file, or none that can be read. */
    private static final Set<Integer> NO_FILE = Set.of(1, 2, 6, 13, 19, 20, 40);

    private LinuxCalls() {
    }

    private interface C extends Library {

        int openat(int folder, byte[] name, int flags) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;

        int statx(int folder, byte[] name, int flags, int mask, Memory answer) throws LastErrorException;

        int prctl(int option, long argument, long second, long third, long fourth) throws LastErrorException;
    }

    /** Loaded when it is first needed: that takes some 50 ms. */
    private static final class Loaded {
        private static final C LIBRARY = Native.load(Platform.C_LIBRARY_NAME, C.class);
    }

    static boolean areThere() {
        return Platform.isLinux();
    }

    /**
     * An open file or folder.
     *
     * @param number its descriptor
     */
    record Handle(int number) implements AutoCloseable {

        /** The path by which Java reads what was opened, whatever has become of its name. */
        Path path() {
            return Path.of("/proc/self/fd", Integer.toString(number));
        }

        @Override
        public void close() {
            Loaded.LIBRARY.close(number);
        }
    }

    /**
     * What was opened.
     *
     * @param isRegular whether it is a file, and no folder, pipe, device or socket
     * @param links     how many names it has
     * @param size      in bytes
     */
    record Status(boolean isRegular, int links, long size) {
    }

    /** What has this name is not what was there a moment ago. */
    static final class Exchanged extends IOException {

        private static final long serialVersionUID = 1L;

        private Exchanged(Throwable cause) {
            super("It is no file that can be read: " + cause.getMessage(), cause);
        }
    }

    /** Opens a folder of our own. */
    static Handle openFolder(Path folder) throws IOException {
        return open(AT_FDCWD, folder, O_DIRECTORY);
    }

    /**
     * Opens a folder in another.
     *
     * @throws Exchanged when it is none, or a link to one
     */
    static Handle openFolder(Handle parent, Path name) throws IOException {
        return open(parent.number(), name, O_DIRECTORY);
    }

    /**
     * Opens what has this name in a folder; a pipe is not waited for.
     *
     * @throws Exchanged when it is a link, or nothing that can be opened
     */
    static Handle openFile(Handle folder, Path name) throws IOException {
        return open(folder.number(), name, O_NONBLOCK);
    }

    private static Handle open(int folder, Path name, int flags) throws IOException {
        // As Java spells the names of files, with a zero at the end.
        byte[] bytes = (name + "\0").getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
        try {
            return new Handle(Loaded.LIBRARY.openat(folder, bytes, flags | O_NOFOLLOW | O_CLOEXEC));
        } catch (LastErrorException e) {
            throw NO_FILE.contains(e.getErrorCode()) ? new Exchanged(e)
                    : new IOException("A file cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Looks at what was opened. */
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

    /** From now on other processes of this user cannot read this one's memory and environment. */
    static void hideThisProcess() throws IOException {
        try {
            Loaded.LIBRARY.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
        } catch (LastErrorException e) {
            throw new IOException("This process cannot be hidden from others: " + e.getMessage(), e);
        }
    }
}
