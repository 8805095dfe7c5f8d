package org.sallyport.ejb.rotation;

import java.util.List;
import java.util.Locale;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.rest.CaStatus;
import org.sallyport.api.rest.CaStatus.CaKeyView;
import org.sallyport.api.rest.CaStatus.Laggard;
import org.sallyport.core.ca.CaKeySet;
import org.sallyport.core.ca.CaPins;
import org.sallyport.core.ca.X509Times;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.rotation.CaRotation;
import org.sallyport.core.rotation.Rotation;
import org.sallyport.core.rotation.RotationMachine;

/** CAs as people see them. */
final class CaStatuses {
    private CaStatuses() {}

    static CaStatus of(CaRotation ca, List<Laggard> laggards) {
        Rotation rotation = ca.rotation();
        return new CaStatus(
                ca.keys().type(),
                ca.phase(),
                rotation.mode().name().toLowerCase(Locale.ROOT),
                RotationMachine.next(ca.phase()),
                rotation.id(),
                rotation.started().orElse(null),
                rotation.grace().toSeconds(),
                rotation.nextStep().orElse(null),
                rotation.note(),
                views(ca, ca.keys().active(), 0),
                views(ca, ca.keys().additional(), ca.keys().active().size()),
                laggards);
    }

    private static List<CaKeyView> views(CaRotation ca, List<CaKeySet> sets, int offset) {
        Authority authority = ca.keys().authority();
        List<String> pins = CaPins.of(authority);
        return java.util.stream.IntStream.range(0, sets.size())
                .mapToObj(i -> view(sets.get(i), pins.get(offset + i)))
                .toList();
    }

    private static CaKeyView view(CaKeySet set, String pin) {
        return new CaKeyView(
                SshKeys.fingerprint(set.sshKey()),
                pin,
                SshKeys.line(set.sshKey()).split(" ", 2)[0],
                X509Times.notAfter(set.certificate()),
                set.holder().isEmpty() ? "store" : set.holder());
    }

    static List<String> fingerprints(List<CaKeySet> sets) {
        return sets.stream().map(set -> SshKeys.fingerprint(set.sshKey())).toList();
    }
}
