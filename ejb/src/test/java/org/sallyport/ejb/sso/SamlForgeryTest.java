package org.sallyport.ejb.sso;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignatureMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.sso.Attested;
import org.w3c.dom.Document;

/** What somebody makes out of a response that the provider has signed for ada, to be eve. */
class SamlForgeryTest {
    private final SamlFixture saml = new SamlFixture();
    private final SamlProvider provider = saml.provider;

    @ParameterizedTest
    @ValueSource(strings = {"Assertion", "Response", "Assertion Response"})
    void signatureOfAssertionOrResponseLetsIn(String signed) {
        provider.signs(signed.split(" "));
        assertThat(saml.logIn().login().orElseThrow().user()).isEqualTo("ada");
    }

    @Test
    void everyCertificateOfTheConnectorCountsWithItsAlgorithms() {
        provider.signing(SamlProvider.EC.getPrivate(), SignatureMethod.ECDSA_SHA384, DigestMethod.SHA512);
        assertThat(saml.logIn().login()).isPresent();
        provider.signing(SamlProvider.RSA.getPrivate(), SignatureMethod.RSA_SHA512, DigestMethod.SHA384);
        assertThat(saml.logIn().login()).isPresent();
    }

    @Test
    void unsignedResponseIsRefused() {
        provider.signs();
        assertThat(saml.refused().userMessage()).contains("not signed");
    }

    @Test
    void anotherKeyIsRefused() {
        provider.signing(SamlProvider.STRANGER.getPrivate(), SignatureMethod.RSA_SHA256, DigestMethod.SHA256);
        assertThat(saml.refused().userMessage()).contains("not that of a key in spec.saml.certificates");
    }

    @Test
    void weakAlgorithmsAreRefused() {
        provider.signing(SamlProvider.RSA.getPrivate(), SignatureMethod.RSA_SHA1, DigestMethod.SHA256);
        assertThat(saml.refused().userMessage()).contains("not allowed");
        provider.signing(SamlProvider.RSA.getPrivate(), SignatureMethod.RSA_SHA256, DigestMethod.SHA1);
        assertThat(saml.refused().userMessage()).contains("not allowed");
    }

    @Test
    void publicKeyAsASharedSecretIsRefused() {
        for (byte[] secret : List.of(
                SamlProvider.RSA.getPublic().getEncoded(),
                SamlProvider.certificate(SamlProvider.RSA).getBytes(StandardCharsets.US_ASCII))) {
            provider.signing(new SecretKeySpec(secret, "HmacSHA256"), SignatureMethod.HMAC_SHA256, DigestMethod.SHA256);
            assertThat(saml.refused().userMessage()).contains("not allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CanonicalizationMethod.INCLUSIVE,
                CanonicalizationMethod.EXCLUSIVE_WITH_COMMENTS,
                CanonicalizationMethod.INCLUSIVE_WITH_COMMENTS
            })
    void otherCanonicalFormsAreRefused(String algorithm) {
        provider.canonical(algorithm);
        assertThat(saml.refused().userMessage()).contains("does not cover, whole and alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", ">dev<", "bearer", "saml:AuthnStatement"})
    void tamperedTextIsRefused(String text) {
        provider.written(xml -> xml.replace(text, text.contains("dev") ? ">adm<" : text.replace("a", "o")));
        saml.refused();
    }

    @Test
    void oneOfTwoSignaturesThatDoesNotHoldIsEnough() {
        provider.signs("Assertion", "Response");
        provider.forged(document -> SamlProvider.first(document, "Extensions").setAttribute("x", "y"));
        assertThat(saml.refused().userMessage()).contains("changed on its way");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r>",
                "<!DOCTYPE r [<!ENTITY x \"eve\">]>",
                "<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/r.dtd\">",
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            })
    void documentTypesAreRefused(String type) {
        provider.written(xml -> type + xml);
        assertThat(saml.refused().userMessage()).contains("document type");
    }

    @Test
    void commentsCutNothingOff() {
        saml.connect("corp", SamlProvider.certificate(SamlProvider.RSA), "");
        provider.says("name", SamlProvider.nameId("ada.evil"));
        for (String inserted : List.of("ada<!-- -->.evil", "ada<?x?>.evil")) {
            provider.written(xml -> xml.replace("ada.evil", inserted));
            assertThat(saml.refused().userMessage()).contains("comments or processing instructions");
        }
        provider.written(xml -> "<!-- -->" + xml);
        assertThat(saml.refused().userMessage()).contains("comments or processing instructions");
        // marked text is text, also in what is signed
        provider.written(xml -> xml.replace("ada.evil", "ada<![CDATA[.evil]]>"));
        assertThat(saml.logIn().login().orElseThrow().user()).isEqualTo("ada.evil");
    }

    @ParameterizedTest
    @MethodSource("org.sallyport.ejb.sso.SamlForgeries#wrappings")
    void wrappedAssertionsAreRefused(Consumer<Document> wrapping) {
        provider.forged(wrapping);
        saml.refused();
        provider.signs("Assertion", "Response");
        saml.refused();
    }

    /** One copied subtree with another name in it, anywhere: nobody but ada ever comes out. */
    @Test
    void nothingThatIsMovedOrCopiedMakesSomebodyElse() {
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            provider.signs(round % 2 == 0 ? new String[] {"Assertion"} : new String[] {"Assertion", "Response"});
            provider.forged(document -> SamlForgeries.shuffle(document, random));
            assertNobodyElse("round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noFlippedByteMakesSomebodyElse(boolean rsa) {
        if (!rsa) {
            provider.signing(SamlProvider.EC.getPrivate(), SignatureMethod.ECDSA_SHA256, DigestMethod.SHA256);
        }
        Random random = new Random(7);
        Trips.Trip trip = saml.trips.begin("corp", "", "");
        byte[] good = Base64.getMimeDecoder().decode(provider.logIn(url(trip)).response());
        Attested ada = read(good, trip);
        assertThat(ada.user()).isEqualTo("ada");
        int read = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] changed = good.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(read(changed, trip)).isEqualTo(ada);
                read++;
            } catch (SallyportException refused) {
                assertThat(refused.userMessage()).startsWith("Single sign-on by corp");
            }
        }
        // what is outside of the signature may change without a meaning, such as white space
        assertThat(read).isLessThan(200);
    }

    private void assertNobodyElse(String what) {
        Trips.Trip trip = saml.trips.begin("corp", "", "");
        try {
            Attested person = saml.read(provider.logIn(url(trip)).response(), trip);
            assertThat(person.user()).as(what).isEqualTo("ada");
            assertThat(person.attributes().get("groups")).as(what).containsExactly("dev", "staff");
        } catch (SallyportException refused) {
            assertThat(refused.userMessage()).startsWith("Single sign-on by corp");
        }
    }

    private Attested read(byte[] xml, Trips.Trip trip) {
        return saml.read(Base64.getEncoder().encodeToString(xml), trip);
    }

    private String url(Trips.Trip trip) {
        SamlParty party = new SamlParty(
                "corp",
                saml.trips.address("corp"),
                saml.server
                        .directory
                        .connector("corp")
                        .orElseThrow()
                        .spec()
                        .saml()
                        .orElseThrow());
        String request = SamlMessages.request(party, "_" + trip.nonce(), saml.server.clock.instant());
        return SamlMessages.redirect(party, request, trip.state());
    }
}
