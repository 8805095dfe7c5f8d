package org.sallyport.persistence.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.sallyport.core.token.JoinTokenSecretRepository;
import org.sallyport.persistence.store.StoreSession;

/** Join tokens' secrets in table {@code join_token_secret}. */
@ApplicationScoped
public class JpaJoinTokenSecretRepository implements JoinTokenSecretRepository {
    private StoreSession store;

    /** For the container's proxy. */
    protected JpaJoinTokenSecretRepository() {}

    @Inject
    public JpaJoinTokenSecretRepository(StoreSession store) {
        this.store = store;
    }

    @Override
    public void insert(TokenSecret secret) {
        store.insert(new JoinTokenSecretEntity(secret), "token '" + secret.token() + "'");
    }

    @Override
    public Optional<TokenSecret> find(String token) {
        return store.call(entities -> entities.createQuery(
                        "select t.token, t.secretHash, t.uses from JoinTokenSecretEntity t where t.token = :token",
                        Object[].class)
                .setParameter("token", token)
                .getResultStream()
                .map(row -> new TokenSecret((String) row[0], (String) row[1], (int) row[2]))
                .findFirst());
    }

    /** Checked and counted in one statement: the row's lock lets racing joins through one by one. */
    @Override
    public boolean tryUse(String token, Optional<Integer> maxUses) {
        return store.call(entities -> entities.createQuery("update JoinTokenSecretEntity t set t.uses = t.uses + 1"
                                + " where t.token = :token and t.uses < :max")
                        .setParameter("token", token)
                        .setParameter("max", maxUses.orElse(Integer.MAX_VALUE))
                        .executeUpdate()
                == 1);
    }

    @Override
    public void delete(String token) {
        store.run(entities -> entities.createQuery("delete from JoinTokenSecretEntity t where t.token = :token")
                .setParameter("token", token)
                .executeUpdate());
    }
}
