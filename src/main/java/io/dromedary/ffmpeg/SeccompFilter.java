package io.dromedary.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A filter of system calls (seccomp(2)) for guests in classic BPF, as {@code bwrap --seccomp} and {@code setpriv
 * --seccomp-filter} read it: the kernel refuses calls that FFmpeg never makes and an attacker might.
 *
 * <p>An instruction is 8 bytes, little-endian: code (16 bits), jumps if true and if false (8 bits each), operand (32).
 * Its input is {@code struct seccomp_data}: number, architecture, instruction pointer, six arguments.
 */
final class SeccompFilter {

    /** Instructions, of linux/bpf_common.h. */
    private static final int LOAD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER = 0x25;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    /** Offsets in seccomp_data; for arguments, of the lower half. */
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int SECOND_ARGUMENT = 24;

    /** Answers, of linux/seccomp.h. */
    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int REFUSE = 0x00050000 | 1;
    /** The answer of an older kernel, after which the C library uses another call. */
    private static final int NOT_KNOWN = 0x00050000 | 38;

    /** Every CLONE_NEW* of linux/sched.h that clone(2) takes. */
    private static final int NEW_NAMESPACES = 0x7e020000;
    private static final int AF_UNIX = 1;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541c;
    /** The holder of a lease can block others that open the file (fcntl(2)). */
    private static final int F_SETLEASE = 1024;
    private static final int F_NOTIFY = 1026;
    private static final int PERSONALITY_ASKED = 0xffffffff;

    private final ByteArrayOutputStream program = new ByteArrayOutputStream();

    private SeccompFilter() {
    }

    /**
     * The filter for an architecture.
     *
     * @param architecture Java's name of it ({@code os.arch})
     * @return none if its system call numbers are unknown
     */
    static Optional<byte[]> of(String architecture) {
        return SystemCalls.of(architecture).map(calls -> new SeccompFilter().write(calls));
    }

    /** Writes the filter for this machine into a folder; none if there is none. */
    static Optional<Path> in(Path folder) {
        return of(System.getProperty("os.arch")).map(bytes -> {
            try {
                return Files.write(folder.resolve("guests.bpf"), bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("The filter of system calls cannot be written", e);
            }
        });
    }

    private byte[] write(SystemCalls calls) {
        add(LOAD, 0, 0, ARCHITECTURE);
        // In calls of another architecture (int 0x80), the numbers have another meaning.
        add(JUMP_EQUAL, 1, 0, calls.audit());
        add(RETURN, 0, 0, KILL_PROCESS);
        add(LOAD, 0, 0, NUMBER);
        // Calls of x32, which have an additional bit, and all that are newer than this list.
        add(JUMP_GREATER, 0, 1, SystemCalls.NEWEST);
        add(RETURN, 0, 0, NOT_KNOWN);
        calls.refused().forEach(number -> answer(number, REFUSE));
        answer(calls.number("clone3"), NOT_KNOWN);
        refuseWhen(calls.number("clone"), FIRST_ARGUMENT, JUMP_ANY_BIT, NEW_NAMESPACES);
        refuseWhen(calls.number("ioctl"), SECOND_ARGUMENT, JUMP_EQUAL, TIOCSTI, TIOCLINUX);
        refuseWhen(calls.number("fcntl"), SECOND_ARGUMENT, JUMP_EQUAL, F_SETLEASE, F_NOTIFY);
        allowOnly(calls.number("socketpair"), AF_UNIX);
        allowOnly(calls.number("personality"), 0, PERSONALITY_ASKED);
        add(RETURN, 0, 0, ALLOW);
        return program.toByteArray();
    }

    private void answer(int call, int answer) {
        add(JUMP_EQUAL, 0, 1, call);
        add(RETURN, 0, 0, answer);
    }

    private void refuseWhen(int call, int argument, int comparison, int... values) {
        add(JUMP_EQUAL, 0, values.length + 3, call);
        add(LOAD, 0, 0, argument);
        for (int i = 0; i < values.length; i++) {
            add(comparison, values.length - i, 0, values[i]);
        }
        add(RETURN, 0, 0, ALLOW);
        add(RETURN, 0, 0, REFUSE);
    }

    /** Allows the call if its first argument is one of these. */
    private void allowOnly(int call, int... values) {
        add(JUMP_EQUAL, 0, values.length + 3, call);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        for (int i = 0; i < values.length; i++) {
            add(JUMP_EQUAL, values.length - i, 0, values[i]);
        }
        add(RETURN, 0, 0, REFUSE);
        add(RETURN, 0, 0, ALLOW);
    }

    private void add(int code, int ifTrue, int ifFalse, int operand) {
        program.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putShort((short) code)
                .put((byte) ifTrue).put((byte) ifFalse).putInt(operand).array());
    }
}
