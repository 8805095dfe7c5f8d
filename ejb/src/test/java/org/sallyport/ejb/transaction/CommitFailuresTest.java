package org.sallyport.ejb.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.interceptor.Interceptors;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.ejb.auditlog.AuditWriter;

final class CommitFailuresTest {
    private final CommitFailures failures = new CommitFailures();

    @Test
    void aCommitThatNobodyConfirmedIsToldAsTheStoreAway() {
        HeuristicMixedException lost = new HeuristicMixedException("ARJUNA016061");
        assertThat(catchThrowable(() -> failures.tell(call(() -> {
                    throw lost;
                }))))
                .isInstanceOfSatisfying(SallyportException.class, told -> {
                    assertThat(told.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
                    assertThat(told.userMessage()).startsWith("store: the database did not confirm a change");
                    assertThat(told).hasCause(lost);
                });
    }

    @Test
    void whatWasRefusedAtTheCommitKeepsItsReason() {
        SallyportException reason = new SallyportException(ErrorCode.STALE_REVISION, "store: changed meanwhile");
        RollbackException rolledBack = new RollbackException("ARJUNA016053");
        rolledBack.initCause(reason);
        assertThat(catchThrowable(() -> failures.tell(call(() -> {
                    throw rolledBack;
                }))))
                .isSameAs(reason);
    }

    @Test
    void whatTheWorkThrowsOrAnswersIsLeftAlone() throws Exception {
        IllegalStateException own = new IllegalStateException("of the work");
        assertThat(catchThrowable(() -> failures.tell(call(() -> {
                    throw own;
                }))))
                .isSameAs(own);
        assertThat(failures.tell(call(() -> "answer"))).isEqualTo("answer");
    }

    /** An interceptor of a class is outside of the container's for the transaction (Jakarta Interceptors 5.2.1). */
    @ParameterizedTest
    @ValueSource(classes = {Transactions.class, AuditWriter.class})
    void isAroundEachBoundaryOfATransaction(Class<?> boundary) {
        assertThat(boundary.getAnnotation(Interceptors.class).value()).containsExactly(CommitFailures.class);
    }

    private static InvocationContext call(Callable<Object> work) {
        return (InvocationContext) Proxy.newProxyInstance(
                CommitFailuresTest.class.getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (self, method, none) -> {
                    assertThat(method.getName()).isEqualTo("proceed");
                    return work.call();
                });
    }
}
