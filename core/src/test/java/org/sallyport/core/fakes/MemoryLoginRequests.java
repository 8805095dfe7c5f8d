package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.browserlogin.LoginRequestRepository;

/** {@link LoginRequestRepository} in memory. */
public final class MemoryLoginRequests implements LoginRequestRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, LoginRequestRow> requests;
    private final Map<String, Instant> asked = new HashMap<>();

    public MemoryLoginRequests(MemoryStore store) {
        this.store = store;
        this.requests = store.table();
    }

    @Override
    public void insert(LoginRequestRow request) {
        store.run(() -> {
            boolean taken = requests.rows().values().stream()
                    .anyMatch(row ->
                            row.userCodeHash().isPresent() && row.userCodeHash().equals(request.userCodeHash()));
            if (taken) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "the login request exists already");
            }
            requests.rows().put(request.id(), request);
        });
    }

    @Override
    public Optional<LoginRequestRow> find(String id, Instant now) {
        return first(row -> row.id().equals(id), now);
    }

    @Override
    public Optional<LoginRequestRow> findByUserCode(String userCodeHash, Instant now) {
        return first(row -> row.userCodeHash().filter(userCodeHash::equals).isPresent(), now);
    }

    @Override
    public Optional<LoginRequestRow> findBySecret(String secretHash, Instant now) {
        return first(row -> row.secretHash().equals(secretHash), now);
    }

    private Optional<LoginRequestRow> first(Predicate<LoginRequestRow> wanted, Instant now) {
        return store.call(() -> requests.rows().values().stream()
                .filter(wanted)
                .filter(row -> row.expires().isAfter(now))
                .findFirst());
    }

    @Override
    public boolean approve(String id, String approver, String secretHash, Instant expires) {
        return decide(id, row -> with(row, Status.APPROVED, Optional.of(approver), secretHash, expires));
    }

    @Override
    public boolean deny(String id) {
        return decide(id, row -> with(row, Status.DENIED, row.approver(), row.secretHash(), row.expires()));
    }

    private boolean decide(String id, UnaryOperator<LoginRequestRow> decision) {
        return store.call(() -> {
            LoginRequestRow row = requests.rows().get(id);
            if (row == null || row.status() != Status.PENDING) {
                return false;
            }
            requests.rows().put(id, decision.apply(row));
            return true;
        });
    }

    private static LoginRequestRow with(
            LoginRequestRow row, Status status, Optional<String> approver, String secretHash, Instant expires) {
        return new LoginRequestRow(
                row.id(),
                secretHash,
                row.userCodeHash(),
                row.challenge(),
                row.redirectUri(),
                row.state(),
                row.client(),
                row.address(),
                row.sshPublicKey(),
                row.tlsPublicKey(),
                row.ttl(),
                status,
                approver,
                row.created(),
                expires);
    }

    @Override
    public boolean asked(String id, Instant now, Instant earliest) {
        return store.call(() -> {
            if (!requests.rows().containsKey(id)
                    || asked.getOrDefault(id, Instant.MIN).isAfter(earliest)) {
                return false;
            }
            asked.put(id, now);
            return true;
        });
    }

    @Override
    public boolean consume(String id) {
        return store.call(() -> requests.rows().remove(id) != null);
    }

    @Override
    public long count() {
        return store.call(() -> requests.rows().size());
    }

    @Override
    public int deleteExpired(Instant now) {
        return store.call(() -> {
            int before = requests.rows().size();
            requests.rows().values().removeIf(row -> !row.expires().isAfter(now));
            return before - requests.rows().size();
        });
    }
}
