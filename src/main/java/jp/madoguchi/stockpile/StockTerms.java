package jp.madoguchi.stockpile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;

/**
 * What a programme's file sets for its stock.
 *
 * @param items               by code, in the file's order
 * @param kindNames           what the items' alternatives are called, by code
 * @param plan                table 3 by fiscal year and item
 * @param warehouses          by code; exactly one is designated (S2-05)
 * @param sizes               shares of the glove's sizes (S2-28), empty where it sets none
 * @param sizeTolerance       how many points a share may differ
 * @param alertMonths         at which remaining months a lot is announced, longest first (S2-07)
 * @param designatedShare     about what part of the managed quantity is always in the designated warehouse (S2-34)
 * @param designatedFloor     below which part that is no longer "about" (G4)
 */
public record StockTerms(Map<String, Item> items, Map<String, String> kindNames, Map<Integer, Map<String, Planned>> plan, Map<String, Warehouse> warehouses,
                         Map<String, Integer> sizes, double sizeTolerance, int shelfLifeYears, int atReceiptYears, int alwaysYears, List<Integer> alertMonths,
                         double designatedShare, double designatedFloor) {

    /** The item whose sizes have shares. */
    static final String SIZED = "glove";

    /**
     * An item of table 1.
     *
     * @param kinds     its alternatives, empty where it has none
     * @param preferred one of them, or null
     * @param expires   whether its lots have a date (G6)
     */
    public record Item(String code, String name, long quantity, List<String> kinds, String preferred, boolean expires) {}

    /** A fiscal year's quantities of an item, 枚. */
    public record Planned(long procured, long managed) {}

    /** @param prefecture two digits; another one than the programme's only where the file says what was agreed (S2-33) */
    public record Warehouse(String code, String name, String address, String prefecture, boolean designated) {}

    /** Whether the programme keeps a stock. */
    public static boolean setBy(Programme programme) {
        return programme.parameters().get("warehouses") instanceof Map<?, ?> && programme.parameters().get("items") instanceof Map<?, ?>;
    }

    /** @throws IllegalStateException when the file leaves one out or they contradict each other */
    public static StockTerms of(Programme programme) {
        Map<?, ?> all = programme.parameters();
        Map<String, Item> items = new LinkedHashMap<>();
        part(all, "items").forEach((code, item) -> items.put(code.toString(), item(code.toString(), (Map<?, ?>) item)));
        Map<String, Warehouse> warehouses = new LinkedHashMap<>();
        part(all, "warehouses").forEach((code, one) -> warehouses.put(code.toString(), warehouse(code.toString(), (Map<?, ?>) one)));
        Map<?, ?> places = part(all, "warehouses");
        for (Warehouse warehouse : warehouses.values()) {
            if (all.get("warehouse-prefecture") instanceof String prefecture && !warehouse.prefecture().equals(prefecture)
                    && !(((Map<?, ?>) places.get(warehouse.code())).get("agreed") instanceof String)) {
                throw new IllegalStateException(programme.code() + ": warehouse " + warehouse.code() + " lies elsewhere; say under agreed what was agreed (S2-33)");
            }
        }
        if (warehouses.values().stream().filter(Warehouse::designated).count() != 1) {
            throw new IllegalStateException(programme.code() + " must designate exactly one of its parameters.warehouses");
        }
        Map<Integer, Map<String, Planned>> plan = new LinkedHashMap<>();
        if (all.get("plan") instanceof List<?> years) {
            years.forEach(year -> plan.put((int) whole((Map<?, ?>) year, "fiscal-year"), planned((Map<?, ?>) year, items)));
        }
        Map<String, Integer> sizes = new LinkedHashMap<>();
        if (all.get("glove-sizes") instanceof Map<?, ?> shares) {
            shares.forEach((size, share) -> sizes.put(size.toString(), (int) whole((Map<?, ?>) share, "share")));
        }
        Map<String, String> kindNames = new LinkedHashMap<>();
        if (all.get("kind-names") instanceof Map<?, ?> names) {
            names.forEach((kind, name) -> kindNames.put(kind.toString(), name.toString()));
        }
        Map<?, ?> expiry = part(all, "expiry");
        List<Integer> alerts = new ArrayList<>();
        if (expiry.get("alert-months") instanceof List<?> months) {
            months.forEach(month -> alerts.add(((Number) month).intValue()));
        }
        return new StockTerms(items, kindNames, plan, warehouses, sizes, decimal(all, "glove-size-tolerance-points", 0), (int) whole(expiry, "shelf-life-years"),
                (int) whole(expiry, "remaining-at-receipt-years"), (int) whole(expiry, "remaining-always-years"), List.copyOf(alerts),
                decimal(all, "designated-warehouse-share", 0), decimal(all, "designated-warehouse-floor", 0));
    }

    /** @throws RefusedException when the programme has no such item */
    public Item item(String code) {
        Item item = items.get(code);
        if (item == null) {
            throw new RefusedException("stock.item", "「%s」は、この事業の品目ではありません。%sから選んでください。"
                    .formatted(code, String.join("、", items.values().stream().map(Item::name).toList())));
        }
        return item;
    }

    /** @throws RefusedException when the programme has no such warehouse */
    public Warehouse warehouse(String code) {
        Warehouse warehouse = warehouses.get(code);
        if (warehouse == null) {
            throw new RefusedException("stock.warehouse", "「%s」は、この事業の倉庫ではありません。%sから選んでください。"
                    .formatted(code, String.join("、", warehouses.values().stream().map(Warehouse::name).toList())));
        }
        return warehouse;
    }

    /** What an item's alternatives are called, for a sentence. */
    String kinds(Item item) {
        return String.join("、", item.kinds().stream().map(this::kind).toList());
    }

    /** What an alternative is called; nothing where there is none. */
    public String kind(String code) {
        return code == null ? "" : kindNames.getOrDefault(code, code);
    }

    /** 非滅菌手袋（ニトリル　M）. @param kind null or blank where there is none, as is size @throws RefusedException when the programme has no such item */
    public String goods(String item, String kind, String size) {
        String variety = Stream.of(kind(kind), Objects.toString(size, "")).filter(word -> !word.isBlank()).collect(Collectors.joining("　"));
        return item(item).name() + (variety.isEmpty() ? "" : "（" + variety + "）");
    }

    public String goods(Order order) {
        return goods(order.item(), order.kind(), order.size());
    }

    public String goods(LotSpec lot) {
        return goods(lot.item(), lot.kind(), lot.size());
    }

    /** 指定備蓄倉庫. */
    public Warehouse designated() {
        return warehouses.values().stream().filter(Warehouse::designated).findFirst().orElseThrow();
    }

    /** The months at which a lot is announced, longest first; the last is the line below which none may fall (S2-07). */
    public List<Integer> limits() {
        int line = 12 * alwaysYears;
        return Stream.concat(alertMonths.stream().filter(months -> months > line), Stream.of(line)).distinct().sorted(Comparator.reverseOrder()).toList();
    }

    /** The managed quantity of an item in a fiscal year; before the first planned year 0, behind the last one the last. */
    public long managed(String item, FiscalYear year) {
        return plan.entrySet().stream().filter(entry -> entry.getKey() <= year.value()).reduce((earlier, later) -> later)
                .map(entry -> entry.getValue().get(item)).map(Planned::managed).orElse(0L);
    }

    private static Item item(String code, Map<?, ?> item) {
        return new Item(code, item.get("name").toString(), whole(item, "quantity"),
                item.get("kinds") instanceof List<?> kinds ? kinds.stream().map(Object::toString).toList() : List.of(),
                item.get("preferred") instanceof String preferred ? preferred : null, !Boolean.FALSE.equals(item.get("expires")));
    }

    private static Warehouse warehouse(String code, Map<?, ?> one) {
        return new Warehouse(code, one.get("name").toString(), one.get("address").toString(), one.get("prefecture").toString(),
                Boolean.TRUE.equals(one.get("designated")));
    }

    private static Map<String, Planned> planned(Map<?, ?> year, Map<String, Item> items) {
        Map<String, Planned> planned = new LinkedHashMap<>();
        items.keySet().forEach(item -> {
            if (year.get(item) instanceof Map<?, ?> one) {
                planned.put(item, new Planned(whole(one, "procured"), whole(one, "managed")));
            }
        });
        return planned;
    }

    private static Map<?, ?> part(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof Map<?, ?> part) {
            return part;
        }
        throw new IllegalStateException("parameters." + key + " is missing");
    }

    private static long whole(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("parameters … " + key + " is not a number");
    }

    private static double decimal(Map<?, ?> terms, String key, double otherwise) {
        return terms.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }
}
