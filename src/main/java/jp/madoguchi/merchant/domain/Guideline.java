package jp.madoguchi.merchant.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.programme.Programme;

/**
 * 募集要項: what a programme's file says about its merchants, in its parameter {@code merchants}.
 *
 * @param city           where a shop must be (S3-07)
 * @param postalCodes    how postal codes of the city begin; only a hint, one code may span municipalities (requirements §2.5)
 * @param areas          parts of the city by a text of the address, for the published list; the first that fits counts
 * @param excludedTrades codes of the application's list that cannot be registered (requirements §2.16)
 * @param pledgeVersion  of the pledge against misuse (S3-53)
 * @param qr             what the QR code of a shop says, {@code {merchant}} standing for its number (S3-46)
 * @param kit            what one set of the merchant kit holds (S3-45, S5-50)
 */
public record Guideline(String city, List<String> postalCodes, List<Area> areas, List<String> excludedTrades, String pledgeVersion,
                        String qr, List<KitItem> kit) {

    /** @param contains a text of the address; empty fits every address */
    public record Area(String name, String contains) {}

    /** @param perShop pieces in one set */
    public record KitItem(String name, int perShop) {}

    /** @throws IllegalStateException naming what the file lacks */
    public static Guideline of(Programme programme) {
        if (!(programme.parameters().get("merchants") instanceof Map<?, ?> file)) {
            throw new IllegalStateException(programme.code() + ": parameters.merchants is missing");
        }
        return new Guideline(text(programme, file, "city"), texts(programme, file, "postal-codes"),
                maps(programme, file, "areas").stream().map(area -> new Area(text(programme, area, "name"), String.valueOf(area.get("contains")))).toList(),
                texts(programme, file, "excluded-trades"), text(programme, file, "pledge-version"), text(programme, file, "qr"),
                maps(programme, file, "kit").stream().map(item -> new KitItem(text(programme, item, "item"),
                        item.get("per-shop") instanceof Number pieces ? pieces.intValue() : 1)).toList());
    }

    /** Whether an address begins with the city, its prefecture before it or not. */
    public boolean isInCity(String address) {
        return Shop.withoutPrefecture(address).startsWith(city);
    }

    /** Whether a postal code may belong to the city. @param code seven digits */
    public boolean mayBePostalCode(String code) {
        return postalCodes.stream().map(prefix -> prefix.replace("-", "")).anyMatch(code::startsWith);
    }

    /** The part of the city, empty where none fits. */
    public Optional<String> area(String address) {
        return areas.stream().filter(area -> address.contains(area.contains())).map(Area::name).findFirst();
    }

    private static String text(Programme programme, Map<?, ?> file, String key) {
        if (!(file.get(key) instanceof String text) || text.isBlank()) {
            throw new IllegalStateException(programme.code() + ": parameters.merchants: " + key + " is missing");
        }
        return text;
    }

    private static List<String> texts(Programme programme, Map<?, ?> file, String key) {
        return list(programme, file, key).stream().map(String::valueOf).toList();
    }

    private static List<? extends Map<?, ?>> maps(Programme programme, Map<?, ?> file, String key) {
        return list(programme, file, key).stream().map(entry -> (Map<?, ?>) entry).toList();
    }

    private static List<?> list(Programme programme, Map<?, ?> file, String key) {
        if (!(file.get(key) instanceof List<?> list)) {
            throw new IllegalStateException(programme.code() + ": parameters.merchants: " + key + " is missing");
        }
        return list;
    }
}
