package org.sallyport.ejb.sso;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A response must say that it is for us, for this login, and for now. */
class SamlConditionsTest {
    private final SamlFixture saml = new SamlFixture();
    private final SamlProvider provider = saml.provider;

    @ParameterizedTest
    @CsvSource({
        "destination, https://elsewhere.example/acs, another destination",
        "recipient, https://elsewhere.example/acs, another recipient",
        "issuer, https://elsewhere.example, another issuer",
        "response_issuer, https://elsewhere.example, another issuer",
        "asked, '', nobody here asked",
        "asked, _another, answers another login",
        "answers, _another, answers another login",
        "answers, '', answers another login",
        "version, 1.1, not of SAML 2.0",
        "method, sender-vouches, not confirmed for a bearer",
        "method, holder-of-key, not confirmed for a bearer",
        "more, ' NotBefore=\"2020-01-01T00:00:00Z\"', a beginning",
        "until, never, no time in UTC",
        "until, 2999-01-01T00:00:00, no time in UTC",
        "login, '', does not say that somebody logged in",
        "status, '', no status",
        "conditions, '', names no audience",
        "name, '', exactly one NameID",
        "assertion, '', exactly one assertion",
        "assertion, '<saml:EncryptedAssertion/>', encryption",
        "name, '<saml:EncryptedID/>', encryption",
    })
    void responseThatSaysSomethingElseIsRefused(String part, String said, String why) {
        provider.says(part, said);
        if (part.equals("assertion")) {
            provider.signs("Response");
        }
        assertThat(saml.refused().userMessage()).contains(why);
    }

    @Test
    void clocksMayDifferByHalfAMinute() {
        provider.says("until", provider.in(-29))
                .says("confirmed", provider.in(-29))
                .says("from", provider.in(-90));
        provider.says("session", provider.in(-29));
        assertThat(saml.logIn().login()).isPresent();
        provider.says("until", provider.in(60))
                .says("confirmed", provider.in(60))
                .says("session", provider.in(60));
        provider.says("from", provider.in(29)).says("issued", provider.in(29));
        assertThat(saml.logIn().login()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "until, -31, it has expired; compare the clocks",
        "confirmed, -31, it has expired; compare the clocks",
        "session, -31, it has expired; compare the clocks",
        "from, 31, it is not valid yet; compare the clocks",
        "issued, 31, it was issued in the future; compare the clocks",
    })
    void responseOfAnotherTimeIsRefused(String part, long seconds, String why) {
        provider.says(part, provider.in(seconds));
        assertThat(saml.refused().userMessage()).contains(why);
    }

    @Test
    void everyAudienceRestrictionMustNameUs() {
        String other = "<saml:AudienceRestriction><saml:Audience>https://elsewhere.example</saml:Audience>"
                + "</saml:AudienceRestriction>";
        provider.says("conditions", other);
        assertThat(saml.refused().userMessage()).contains("another audience", "/api/v1/sso/corp/metadata");
        String ours = other.replace(
                "</saml:AudienceRestriction>",
                "<saml:Audience>" + saml.trips.address("corp")
                        + "/metadata</saml:Audience></saml:AudienceRestriction>");
        provider.says("conditions", ours + other);
        assertThat(saml.refused().userMessage()).contains("another audience");
        provider.says("conditions", ours + "<saml:Unknown/>");
        assertThat(saml.refused().userMessage()).contains("condition that is not known");
        provider.says("conditions", ours + ours + "<saml:OneTimeUse/>");
        assertThat(saml.logIn().login()).isPresent();
    }
}
