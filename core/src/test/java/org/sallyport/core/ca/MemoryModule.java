package org.sallyport.core.ca;

import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.core.keys.KeyModule;
import org.sallyport.core.keys.Signer;
import org.sallyport.core.keys.TlsKeys;

/** {@link KeyModule} in memory. */
final class MemoryModule implements KeyModule {
    private final String holder;
    private final Map<String, Signer> keys = new HashMap<>();

    MemoryModule(String holder) {
        this.holder = holder;
    }

    @Override
    public String holder() {
        return holder;
    }

    @Override
    public ModuleKey generate(String name) {
        KeyPair pair = TlsKeys.generate();
        String reference = name + " " + keys.size();
        keys.put(reference, TlsKeys.signer(pair.getPublic(), pair.getPrivate()));
        return new ModuleKey(reference, keys.get(reference));
    }

    @Override
    public Optional<Signer> find(String reference, PublicKey key) {
        return Optional.ofNullable(keys.get(reference));
    }
}
