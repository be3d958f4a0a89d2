package jp.madoguchi.inbox;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Places in a list, as texts for addresses. Signed, so that a hand-made one is no place at all; the key is the
 * installation's, so that any node reads what another wrote.
 */
@Component
class Cursors {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE = 16;

    private final SecretKeySpec key;

    Cursors(JdbcClient jdbc, TransactionOperations transactions) {
        key = new SecretKeySpec(transactions.execute(status -> installationKey(jdbc)), ALGORITHM);
    }

    /** @param backwards the page ends before this row instead of beginning behind it */
    record Place(boolean backwards, String value, String taskId) {}

    /** @param list whose list in which order; a cursor of another list is no place in this one */
    String write(Place place, String list) {
        byte[] text = ((place.backwards() ? "<" : ">") + place.taskId() + " " + place.value()).getBytes(StandardCharsets.UTF_8);
        byte[] signed = Arrays.copyOf(signature(list, text), SIGNATURE + text.length);
        System.arraycopy(text, 0, signed, SIGNATURE, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    Optional<Place> read(String cursor, String list) {
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (signed.length <= SIGNATURE) {
            return Optional.empty();
        }
        byte[] text = Arrays.copyOfRange(signed, SIGNATURE, signed.length);
        if (!MessageDigest.isEqual(Arrays.copyOf(signed, SIGNATURE), Arrays.copyOf(signature(list, text), SIGNATURE))) {
            return Optional.empty();
        }
        String[] parts = new String(text, StandardCharsets.UTF_8).split(" ", 2);
        return Optional.of(new Place(parts[0].startsWith("<"), parts[1], parts[0].substring(1)));
    }

    private byte[] signature(String list, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(list.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] installationKey(JdbcClient jdbc) {
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        jdbc.sql("insert into inbox_secret (key) values (?) on conflict do nothing").param(fresh).update();
        return jdbc.sql("select key from inbox_secret").query(byte[].class).single();
    }
}
