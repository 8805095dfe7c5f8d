package org.sallyport.ejb.telemetry;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.sallyport.core.connector.ConnectorLoad;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.telemetry.Meters;
import org.sallyport.core.telemetry.Metric;

/** What this server carries now. Nothing is looked up when nobody measures. */
@Singleton
@Startup
@DependsOn("ServerStartup")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ServerGauges {
    private static final long PERIOD_SECONDS = 5;

    @Resource(lookup = DialConnectionFactory.JNDI_NAME)
    private DialConnectionFactory connector;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private Meters meters;

    @Inject
    private LogGauges log;

    private ScheduledFuture<?> looks;

    @PostConstruct
    void start() {
        if (meters.equals(Meters.NONE)) {
            return;
        }
        meters.gauge(Metric.TUNNELS, () -> load().tunnels());
        meters.gauge(Metric.STREAMS, () -> load().streams());
        meters.gauge(Metric.CONNECTIONS, () -> load().connections());
        log.register(meters);
        looks = scheduler.scheduleWithFixedDelay(log::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private ConnectorLoad load() {
        return connector.load();
    }

    @PreDestroy
    void stop() {
        if (looks != null) {
            looks.cancel(true);
        }
    }
}
