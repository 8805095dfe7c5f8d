package org.sallyport.core.fakes;

import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.token.JoinTokenSecretRepository;

/** {@link JoinTokenSecretRepository} in memory. */
public final class MemoryTokenSecrets implements JoinTokenSecretRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, TokenSecret> secrets;

    public MemoryTokenSecrets(MemoryStore store) {
        this.store = store;
        this.secrets = store.table();
    }

    @Override
    public void insert(TokenSecret secret) {
        store.run(() -> {
            if (secrets.rows().putIfAbsent(secret.token(), secret) != null) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "this token has a secret");
            }
        });
    }

    @Override
    public Optional<TokenSecret> find(String token) {
        return store.call(() -> Optional.ofNullable(secrets.rows().get(token)));
    }

    @Override
    public boolean tryUse(String token, Optional<Integer> maxUses) {
        return store.call(() -> {
            TokenSecret known = secrets.rows().get(token);
            if (known == null || maxUses.filter(max -> known.uses() >= max).isPresent()) {
                return false;
            }
            secrets.rows().put(token, new TokenSecret(token, known.secretHash(), known.uses() + 1));
            return true;
        });
    }

    @Override
    public void delete(String token) {
        store.run(() -> secrets.rows().remove(token));
    }
}
