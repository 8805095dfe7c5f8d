package org.sallyport.agent.process;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** The few calls of the C library that Java has no word for. Signatures are those of glibc and musl on 64-bit Linux. */
interface LibC extends Library {
    int kill(int pid, int signal);

    int geteuid();

    int chown(String path, int uid, int gid);

    int tcgetattr(int descriptor, Pointer termios);

    int tcsetattr(int descriptor, int when, Pointer termios);

    int getpwnam_r(String name, Pointer passwd, Pointer buffer, long size, PointerByReference result);

    int getspnam_r(String name, Pointer shadow, Pointer buffer, long size, PointerByReference result);
}
