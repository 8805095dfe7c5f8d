package org.sallyport.ejb.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.GrantRule;
import org.sallyport.core.audit.AuditSink;
import org.sallyport.core.ca.TunnelCertificates;
import org.sallyport.core.issue.CertificateIssuer;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.ejb.telemetry.Counted;

/** The rules of core know no container: here they get what they need and become injectable. */
@ApplicationScoped
public class CoreProducers {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    AccessEvaluator accessEvaluator() {
        return new AccessEvaluator();
    }

    @Produces
    @Singleton
    GrantRule grantRule(AccessEvaluator evaluator) {
        return new GrantRule(evaluator);
    }

    @Produces
    @Singleton
    CertificateIssuer certificateIssuer(
            IssuedCertificateRepository certificates, @Counted AuditSink audit, Clock clock) {
        return new CertificateIssuer(certificates, audit, clock);
    }

    @Produces
    @Singleton
    TunnelCertificates tunnelCertificates(Clock clock) {
        return new TunnelCertificates(clock);
    }
}
