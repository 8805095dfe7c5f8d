package org.sallyport.web.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jboss.resteasy.core.ResteasyContext;
import org.jboss.resteasy.mock.MockDispatcherFactory;
import org.jboss.resteasy.mock.MockHttpRequest;
import org.jboss.resteasy.mock.MockHttpResponse;
import org.jboss.resteasy.spi.Dispatcher;
import org.sallyport.web.account.AccountResources;
import org.sallyport.web.fake.FakeAccountServices;
import org.sallyport.web.fake.FakeLoginService;
import org.sallyport.web.fake.FakeRecordingService;
import org.sallyport.web.fake.FakeResourceService;
import org.sallyport.web.fake.FakeSsoService;
import org.sallyport.web.json.JsonFailures;
import org.sallyport.web.json.JsonMapperResolver;
import org.sallyport.web.json.ResourceReader;
import org.sallyport.web.json.RestJson;
import org.sallyport.web.login.LoginResources;
import org.sallyport.web.recording.RecordingResources;
import org.sallyport.web.resource.StoreResources;
import org.sallyport.web.sso.SsoResources;

/** RESTEasy without a server: one request at a time. */
final class RestInProcess {
    final FakeLoginService logins = new FakeLoginService();
    final FakeResourceService resources = new FakeResourceService();
    final FakeRecordingService recordings = new FakeRecordingService();
    final FakeAccountServices account = new FakeAccountServices();
    final ObjectMapper json = RestJson.mapper();
    private final PublicGate gate = new PublicGate(1);
    private final Dispatcher dispatcher = MockDispatcherFactory.createDispatcher();

    RestInProcess() {
        CurrentCaller current = new CurrentCaller();
        CallerFilter callers = new CallerFilter();
        callers.logins = logins;
        callers.current = current;
        callers.gate = gate;
        dispatcher.getProviderFactory().registerProviderInstance(callers);
        dispatcher.getProviderFactory().registerProviderInstance(new BodyFilter());
        dispatcher.getProviderFactory().registerProviderInstance(new FailureMapper());
        dispatcher.getProviderFactory().registerProviderInstance(new JsonFailures());
        dispatcher.getProviderFactory().registerProviderInstance(new JsonMapperResolver());
        dispatcher.getProviderFactory().registerProviderInstance(new ResourceReader());
        dispatcher.getRegistry().addSingletonResource(LoginResources.on(logins, current));
        dispatcher.getRegistry().addSingletonResource(AccountResources.passwordOn(account, current));
        dispatcher.getRegistry().addSingletonResource(AccountResources.sessionsOn(account, current));
        dispatcher.getRegistry().addSingletonResource(StoreResources.on(resources, current));
        dispatcher.getRegistry().addSingletonResource(RecordingResources.on(recordings, current));
        FakeSsoService sso = new FakeSsoService();
        dispatcher.getRegistry().addSingletonResource(SsoResources.on(sso, current));
        dispatcher.getRegistry().addSingletonResource(SsoResources.samlOn(sso, current));
    }

    MockHttpResponse invoke(MockHttpRequest request) {
        HttpServletRequest servlet = new FakeServletRequest().proxy();
        ResteasyContext.pushContext(HttpServletRequest.class, servlet);
        try {
            MockHttpResponse response = new MockHttpResponse();
            dispatcher.invoke(request, response);
            return response;
        } finally {
            gate.leave(servlet);
            ResteasyContext.clearContextData();
        }
    }
}
