package io.dromedary.ffmpeg;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system call numbers of one architecture, and the calls that are refused to guests.
 *
 * @param audit   the kernel's number of the architecture (AUDIT_ARCH_* of linux/audit.h)
 * @param refused calls that are refused with any arguments
 * @param others  the numbers of other calls that the filter handles, by name
 */
record SystemCalls(int audit, List<Integer> refused, Map<String, Integer> others) {

    /** mseal, of Linux 6.10. Newer numbers are the same on all architectures. */
    static final int NEWEST = 462;

    private static final int AUDIT_X86_64 = 0xc000003e;
    private static final int AUDIT_AARCH64 = 0xc00000b7;
    private static final String NONE = "-";

    /**
     * Calls that FFmpeg, and prlimit and setpriv before it, never make: name, number on x86_64, number on aarch64
     * (asm/unistd_64.h and asm-generic/unistd.h; aarch64 lacks the oldest calls).
     */
    private static final String REFUSED = """
            mknod              133   -
            mknodat            259  33
            symlink             88   -
            symlinkat          266  36
            link                86   -
            linkat             265  37
            socket              41 198
            mount              165  40
            umount2            166  39
            pivot_root         155  41
            chroot             161  51
            move_mount         429 429
            open_tree          428 428
            fsopen             430 430
            fsconfig           431 431
            fsmount            432 432
            fspick             433 433
            mount_setattr      442 442
            statmount          457 457
            listmount          458 458
            setns              308 268
            unshare            272  97
            ptrace             101 117
            process_vm_readv   310 270
            process_vm_writev  311 271
            process_madvise    440 440
            process_mrelease   448 448
            pidfd_getfd        438 438
            kcmp               312 272
            move_pages         279 239
            migrate_pages      256 238
            add_key            248 217
            request_key        249 218
            keyctl             250 219
            bpf                321 280
            perf_event_open    298 241
            userfaultfd        323 282
            io_uring_setup     425 425
            io_uring_enter     426 426
            io_uring_register  427 427
            init_module        175 105
            finit_module       313 273
            delete_module      176 106
            create_module      174   -
            query_module       178   -
            get_kernel_syms    177   -
            kexec_load         246 104
            kexec_file_load    320 294
            reboot             169 142
            swapon             167 224
            swapoff            168 225
            acct               163  89
            quotactl           179  60
            quotactl_fd        443 443
            nfsservctl         180  42
            vhangup            153  58
            syslog             103 116
            sethostname        170 161
            setdomainname      171 162
            settimeofday       164 170
            clock_settime      227 112
            adjtimex           159 171
            clock_adjtime      305 266
            iopl               172   -
            ioperm             173   -
            modify_ldt         154   -
            uselib             134   -
            ustat              136   -
            sysfs              139   -
            _sysctl            156   -
            lookup_dcookie     212  18
            name_to_handle_at  303 264
            open_by_handle_at  304 265
            fanotify_init      300 262
            fanotify_mark      301 263
            setxattr           188   5
            lsetxattr          189   6
            fsetxattr          190   7
            removexattr        197  14
            lremovexattr       198  15
            fremovexattr       199  16
            memfd_create       319 279
            memfd_secret       447 447
            shmget              29 194
            semget              64 190
            msgget              68 186
            mq_open            240 180
            lsm_set_self_attr  460 460
            """;

    /** Calls that are refused depending on their arguments, or answered in another way. */
    private static final String LOOKED_AT = """
            clone               56 220
            clone3             435 435
            ioctl               16  29
            fcntl               72  25
            socketpair          53 199
            personality        135  92
            """;

    /** The calls of an architecture by Java's name ({@code os.arch}); none if it is unknown. */
    static Optional<SystemCalls> of(String architecture) {
        return switch (architecture) {
            case "amd64" -> Optional.of(of(AUDIT_X86_64, 1));
            case "aarch64" -> Optional.of(of(AUDIT_AARCH64, 2));
            default -> Optional.empty();
        };
    }

    private static SystemCalls of(int audit, int column) {
        return new SystemCalls(audit, List.copyOf(column(REFUSED, column).values()), column(LOOKED_AT, column));
    }

    /** All calls in the tables for an architecture. */
    static Map<String, Integer> named(String architecture) {
        int column = architecture.equals("amd64") ? 1 : 2;
        var all = new HashMap<>(column(REFUSED, column));
        all.putAll(column(LOOKED_AT, column));
        return all;
    }

    private static Map<String, Integer> column(String table, int column) {
        var numbers = new HashMap<String, Integer>();
        table.lines().map(line -> line.split("\\s+")).filter(words -> !words[column].equals(NONE))
                .forEach(words -> numbers.put(words[0], Integer.valueOf(words[column])));
        return numbers;
    }

    /** The number of a call that the filter handles. */
    int number(String name) {
        return others.get(name);
    }
}
