package org.sallyport.agent.process;

import static java.util.Objects.requireNonNull;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Accounts from the system's name service (files, LDAP, SSSD: whatever nsswitch.conf names), Linux only. */
public final class SystemAccounts implements Accounts {
    private static final int BUFFER = 16 * 1024;
    private static final int STRUCT = 128;
    private static final int ERANGE = 34;
    /** Shells by which administrators say that an account is not for people. */
    private static final Set<String> NO_SHELLS = Set.of("nologin", "false");

    private final LibC libC;
    private final Clock clock;

    public SystemAccounts(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
        this.libC = Native.load("c", LibC.class);
    }

    @Override
    public Account require(String login) {
        Account account = find(login)
                .orElseThrow(() -> unavailable("there is no account \"" + printable(login)
                        + "\" on this machine; create it or use another login"));
        if (!privileged() && account.uid() != ownUid()) {
            throw unavailable("this agent does not run as root, so only its own account is available as a login, not \""
                    + login + "\"; run the agent as root or log in as its account");
        }
        Path shell = Path.of(account.shell());
        if (NO_SHELLS.contains(String.valueOf(shell.getFileName()))) {
            throw unavailable("account \"" + login + "\" may not log in (its shell is " + shell
                    + "); use another login or give it a shell");
        }
        if (!shell.isAbsolute() || !Files.isExecutable(shell)) {
            throw unavailable(
                    "the shell " + shell + " of account \"" + login + "\" cannot be run; correct it with chsh");
        }
        if (privileged() && expired(login)) {
            throw unavailable("account \"" + login + "\" has expired; renew it with chage -E");
        }
        return account;
    }

    @Override
    public boolean privileged() {
        return ownUid() == 0;
    }

    @Override
    public int ownUid() {
        return libC.geteuid();
    }

    @Override
    public void give(Path path, Account account) throws IOException {
        if (libC.chown(path.toString(), account.uid(), account.gid()) != 0) {
            throw new IOException(path + " cannot be made " + account.name() + "'s");
        }
    }

    private Optional<Account> find(String login) {
        if (login.isEmpty() || login.length() > 255 || !printable(login).equals(login)) {
            return Optional.empty();
        }
        try (Memory passwd = new Memory(STRUCT);
                Memory buffer = new Memory(BUFFER)) {
            PointerByReference result = new PointerByReference();
            int error = libC.getpwnam_r(login, passwd, buffer, BUFFER, result);
            if (error == ERANGE) {
                throw unavailable("the account entry of \"" + login + "\" is too large");
            }
            if (result.getValue() == null) {
                return Optional.empty();
            }
            // struct passwd: name, passwd, uid, gid, gecos, dir, shell
            return Optional.of(
                    new Account(login, passwd.getInt(16), passwd.getInt(20), text(passwd, 32), text(passwd, 40)));
        }
    }

    /** pam_unix's account check for a login without password: only the expiry date of the account counts. */
    private boolean expired(String login) {
        try (Memory shadow = new Memory(STRUCT);
                Memory buffer = new Memory(BUFFER)) {
            PointerByReference result = new PointerByReference();
            if (libC.getspnam_r(login, shadow, buffer, BUFFER, result) != 0 || result.getValue() == null) {
                return false;
            }
            // struct spwd: two pointers, then lstchg, min, max, warn, inact, expire (days, -1 for never)
            long expire = shadow.getLong(56);
            return expire >= 0 && clock.instant().getEpochSecond() / 86_400 >= expire;
        }
    }

    private static String text(Memory struct, long offset) {
        Pointer pointer = struct.getPointer(offset);
        return pointer == null ? "" : pointer.getString(0);
    }

    private static String printable(String login) {
        return login.replaceAll("[\\p{Cntrl}/:]", "?");
    }

    private static SallyportException unavailable(String message) {
        return new SallyportException(ErrorCode.LOGIN_NOT_AVAILABLE, message);
    }
}
