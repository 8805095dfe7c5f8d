package org.sallyport.persistence.store;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The seam between the repositories and JPA: work runs in the caller's transaction, and what the database answers
 * comes out as a {@link org.sallyport.api.error.SallyportException}.
 */
@ApplicationScoped
public class StoreSession {
    @PersistenceContext(unitName = "sallyport")
    private EntityManager entityManager;

    /** For the container, which sets the entity manager. */
    protected StoreSession() {}

    public StoreSession(EntityManager entityManager) {
        this.entityManager = requireNonNull(entityManager, "entityManager");
    }

    public <T> T call(Function<EntityManager, T> work) {
        try {
            return work.apply(entityManager);
        } catch (PersistenceException e) {
            throw StoreFailures.translate(e, "this");
        }
    }

    public void run(Consumer<EntityManager> work) {
        call(entities -> {
            work.accept(entities);
            return null;
        });
    }

    /**
     * Inserts now, so that a taken key is told here and not at commit.
     *
     * @param what for the message, e.g. {@code token 'edge'}
     * @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS; the transaction can only be rolled back then
     */
    public void insert(Object entity, String what) {
        try {
            entityManager.persist(entity);
            entityManager.flush();
            // rows are changed by statements, so a managed copy would go stale
            entityManager.detach(entity);
        } catch (PersistenceException e) {
            throw StoreFailures.translate(e, what);
        }
    }
}
