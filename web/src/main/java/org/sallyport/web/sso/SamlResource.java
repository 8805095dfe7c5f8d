package org.sallyport.web.sso;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Form;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.sallyport.core.sso.SsoService;
import org.sallyport.web.edge.BrowserRefusals;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Public;

/** Where SAML providers find out about us, and where they have a browser post what they say. */
@Path("v1/sso")
public class SamlResource {
    static final String METADATA_TYPE = "application/samlmetadata+xml";
    private static final int MAX_RESPONSE = 256 * 1024;
    private static final int MAX_STATE = 4096;

    @EJB
    SsoService sso;

    @Inject
    CurrentCaller caller;

    @GET
    @Path("{connector}/metadata")
    @Produces(METADATA_TYPE)
    @Public("providers and those who set them up ask for it")
    public String metadata(@PathParam("connector") String connector) {
        return sso.metadata(caller.anonymous(), connector);
    }

    /** The page that posts is the provider's, so it can send no header of ours: the signed assertion is all that counts. */
    @POST
    @Path("{connector}/acs")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Public("the provider's assertion is the proof")
    public Response acs(
            @PathParam("connector") String connector, Form form, @CookieParam(TripCookies.POSTED) String travelling) {
        try {
            SsoService.Posted answer = new SsoService.Posted(
                    only(form, "SAMLResponse", MAX_RESPONSE), only(form, "RelayState", MAX_STATE));
            String trip = travelling == null || travelling.length() > MAX_STATE ? "" : travelling;
            return Arrivals.answer(sso.complete(caller.anonymous(), connector, answer, trip))
                    .cookie(TripCookies.postedGone(connector))
                    .build();
        } catch (RuntimeException refusal) {
            return BrowserRefusals.redirect(refusal)
                    .cookie(TripCookies.postedGone(connector))
                    .build();
        }
    }

    /** Empty when it is missing, there twice or too long. */
    private static String only(Form form, String name, int limit) {
        List<String> values = form.asMap().getOrDefault(name, List.of());
        return values.size() == 1 && values.getFirst().length() <= limit ? values.getFirst() : "";
    }
}
