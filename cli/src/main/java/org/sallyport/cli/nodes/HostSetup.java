package org.sallyport.cli.nodes;

import java.util.stream.Collectors;
import org.sallyport.api.cert.Authority;
import org.sallyport.cli.session.Api;

/** What a host needs so that its sshd takes the proxy's certificates; nothing of it is secret. */
final class HostSetup {
    static final String CA_FILE = "/etc/ssh/sallyport_user_ca.pub";

    private HostSetup() {}

    static Authority authority(Api api) {
        return api.get("/api/v1/authorities/openssh", Authority.class);
    }

    /** To be pasted into a root shell as it is. */
    static String text(Authority authority) {
        String keys = authority.sshPublicKeys().stream().map(key -> key + "\n").collect(Collectors.joining());
        return """
                # On the host, as root:
                cat > %1$s <<'END'
                %2$sEND
                chmod 644 %1$s
                # into /etc/ssh/sshd_config, above the first Match; where it names another file already, that file needs the key
                grep -qsi '^ *TrustedUserCAKeys' /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf ||
                  sed -i '1i TrustedUserCAKeys %1$s' /etc/ssh/sshd_config
                # check it, then have it read again (the service is called sshd on some systems):
                sshd -t && systemctl reload ssh
                """.formatted(CA_FILE, keys);
    }
}
