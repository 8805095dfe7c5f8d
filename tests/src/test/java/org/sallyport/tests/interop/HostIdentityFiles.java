package org.sallyport.tests.interop;

import java.nio.file.Path;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;

/** The agent's own host key and certificate, as a thief of its state directory would hold them. */
record HostIdentityFiles(Path key, Path certificate) {
    static HostIdentityFiles extract(Host host, Path state, Path scratch) {
        Path key = scratch.resolve("stolen-host-key");
        Path certificate = scratch.resolve("stolen-host-key-cert.pub");
        Programs.write(scratch.resolve("here"), "");
        host.command("python3", "-c", SCRIPT, state.toString(), key.toString(), certificate.toString())
                .run()
                .succeeded();
        host.command("chmod", "600", key.toString()).run().succeeded();
        return new HostIdentityFiles(key, certificate);
    }

    /** Finds the host-type certificate and the private key it certifies, whatever the files are called. */
    private static final String SCRIPT = """
            import os, re, subprocess, sys
            state, key_out, cert_out = sys.argv[1:]
            texts = []
            for folder, _, names in os.walk(state):
                for name in names:
                    try:
                        texts.append(open(os.path.join(folder, name)).read().replace("\\\\n", "\\n"))
                    except (OSError, UnicodeDecodeError):
                        pass
            everything = "\\n".join(texts)
            for line in re.findall(r"ssh-ed25519-cert-v01@openssh.com [A-Za-z0-9+/=]+", everything):
                open(cert_out, "w").write(line + "\\n")
                told = subprocess.run(["ssh-keygen", "-L", "-f", cert_out], capture_output=True, text=True).stdout
                if "host certificate" not in told:
                    continue
                wanted = re.search(r"Public key: \\S+ (\\S+)", told).group(1)
                pem = r"-----BEGIN OPENSSH PRIVATE KEY-----.*?-----END OPENSSH PRIVATE KEY-----"
                for private in re.findall(pem, everything, re.S):
                    if os.path.exists(key_out):
                        os.remove(key_out)
                    with open(os.open(key_out, os.O_CREAT | os.O_WRONLY, 0o600), "w") as out:
                        out.write(private + "\\n")
                    got = subprocess.run(["ssh-keygen", "-l", "-f", key_out], capture_output=True, text=True).stdout
                    if wanted in got:
                        sys.exit(0)
            sys.exit("no host certificate with its key in " + state)
            """;
}
