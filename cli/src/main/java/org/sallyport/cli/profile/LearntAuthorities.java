package org.sallyport.cli.profile;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Consumer;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.CaPins;

/**
 * Follows a rotation of the CAs: what a server tells that has proved itself under keys known already is written into the
 * profile, so that the next proof may be under new ones. ssh reads known_hosts after its ProxyCommand has begun.
 */
public final class LearntAuthorities implements Consumer<List<Authority>> {
    private final ProfileStore store;
    private final Profile profile;

    public LearntAuthorities(ProfileStore store, Profile profile) {
        this.store = requireNonNull(store, "store");
        this.profile = requireNonNull(profile, "profile");
    }

    @Override
    public void accept(List<Authority> authorities) {
        if (authorities.equals(profile.authorities())) {
            return;
        }
        Profile learnt = profile.withAuthorities(authorities, pins(authorities));
        try {
            store.replace(learnt);
            PrivateFiles.write(store.directory(learnt.proxy()).resolve(KnownHosts.FILE), KnownHosts.of(learnt));
        } catch (SallyportException e) {
            // a read-only home: what is known serves until the next login, which says so
            return;
        }
    }

    private String pins(List<Authority> authorities) {
        return profile.caPin().isEmpty()
                ? ""
                : String.join(
                        ",",
                        authorities.stream()
                                .filter(authority -> authority.type() == CaType.HOST)
                                .flatMap(authority -> CaPins.of(authority).stream())
                                .toList());
    }
}
