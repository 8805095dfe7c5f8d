package org.sallyport.ejb.telemetry;

import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import java.util.Map;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.telemetry.Meters;
import org.sallyport.core.telemetry.Metric;

/** Around each call of the component API, which runs on a listener of our own that WildFly does not count. */
public class CountedCall {
    private static final String METHOD = "rpc.method";
    /** By the name in component.proto. */
    private static final Map<String, String> METHODS = Map.of(
            "heartbeat", "Inventory",
            "watch", "Watch",
            "emitAudit", "EmitAudit",
            "renew", "Renew",
            "storeSegment", "UploadSegment");

    @Inject
    private Meters meters;

    @AroundInvoke
    Object count(InvocationContext call) throws Exception {
        String method = METHODS.get(call.getMethod().getName());
        if (method == null) {
            return call.proceed();
        }
        try {
            Object answer = call.proceed();
            counted(method, AuditTally.NO_ERROR);
            return answer;
        } catch (SallyportException refusal) {
            counted(method, refusal.code().name());
            throw refusal;
        }
    }

    private void counted(String method, String error) {
        meters.add(Metric.COMPONENT_CALLS, Map.of(METHOD, method, AuditTally.ERROR, error), 1);
    }
}
