package jp.madoguchi.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * An OpenID provider on loopback (OpenID Connect Core 1.0, authorization code flow), where the person named beforehand is
 * signed in already. It checks what a real one checks and can be told to misbehave.
 */
final class OpenIdProvider implements AutoCloseable {

    static final String CLIENT = "madoguchi";
    static final String SECRET = "a-secret";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, Map<String, String>> requests = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> tokens = new ConcurrentHashMap<>();
    private Map<String, Object> person = Map.of();
    private String nonce;
    private String refusal;
    private boolean broken;

    OpenIdProvider() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("key").algorithm(JWSAlgorithm.RS256).generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> json(exchange, 200, Map.of("issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize", "token_endpoint", issuer() + "/token", "jwks_uri", issuer() + "/keys",
                "userinfo_endpoint", issuer() + "/person", "end_session_endpoint", issuer() + "/sign-out",
                "response_types_supported", List.of("code"), "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"))));
        server.createContext("/keys", exchange -> json(exchange, 200, new JWKSet(key).toJSONObject(true)));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/person", this::userInfo);
        server.createContext("/sign-out", exchange -> redirect(exchange, query(exchange).get("post_logout_redirect_uri")));
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Who sits in front of it from now on; everything else is in order again. */
    void serves(Map<String, Object> claims) {
        person = claims;
        nonce = null;
        refusal = null;
        broken = false;
    }

    /** The next tokens carry another nonce than was asked for, as replayed ones would. */
    void answersWithNonce(String other) {
        nonce = other;
    }

    /** The next people are sent back with this error code. */
    void refuses(String error) {
        refusal = error;
    }

    /** It gives no tokens. */
    void breaks() {
        broken = true;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = query(exchange);
        if (!CLIENT.equals(asked.get("client_id")) || !"code".equals(asked.get("response_type")) || asked.get("nonce") == null
                || !List.of(asked.getOrDefault("scope", "").split("[ +]")).contains("openid")) {
            json(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        UriComponentsBuilder back = UriComponentsBuilder.fromUriString(asked.get("redirect_uri")).queryParam("state", asked.get("state"));
        if (refusal != null) {
            redirect(exchange, back.queryParam("error", refusal).toUriString());
            return;
        }
        String code = UUID.randomUUID().toString();
        requests.put(code, asked);
        redirect(exchange, back.queryParam("code", code).toUriString());
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> given = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String client = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        Map<String, String> asked = requests.remove(given.getOrDefault("code", ""));
        if (broken || asked == null || !client.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !asked.get("redirect_uri").equals(given.get("redirect_uri"))) {
            json(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        String access = UUID.randomUUID().toString();
        tokens.put(access, person);
        json(exchange, 200, Map.of("access_token", access, "token_type", "Bearer", "expires_in", 300, "id_token",
                idToken(nonce == null ? asked.get("nonce") : nonce)));
    }

    private String idToken(String nonce) throws IOException {
        long now = System.currentTimeMillis();
        JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(issuer()).audience(CLIENT).subject((String) person.get("sub"))
                .issueTime(new Date(now)).expirationTime(new Date(now + 300_000)).claim("nonce", nonce).build();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IOException(e);
        }
        return token.serialize();
    }

    private void userInfo(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", "");
        json(exchange, tokens.containsKey(token) ? 200 : 401, tokens.getOrDefault(token, Map.of()));
    }

    private static void json(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        return parameters(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> values = new ConcurrentHashMap<>();
        UriComponentsBuilder.newInstance().query(encoded).build().getQueryParams().forEach((name, value) ->
                values.put(name, java.net.URLDecoder.decode(value.get(0), StandardCharsets.UTF_8)));
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
