package jp.madoguchi.premium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * 住民の名簿 from a CSV file (S5-11, G21). A file is the whole list and replaces the one before; it is taken whole or not at
 * all. Nothing of it is kept but salted hashes.
 */
@Service
@Transactional
public class ResidentFile {

    /** The columns a file has. */
    public static final List<String> COLUMNS = List.of("氏名カナ", "生年月日", "住所");

    private static final int PORTION = 10_000;

    private final Stocks stocks;
    private final JdbcClient jdbc;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    ResidentFile(Stocks stocks, JdbcClient jdbc, BusinessClock clock, ApplicationEventPublisher events) {
        this.stocks = stocks;
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /**
     * What became of a file.
     *
     * @param residents on the list now
     * @param problems  why rows could not be read; with any of them the list stays as it was
     */
    public record Imported(long residents, long added, long removed, List<Csv.Problem> problems) {}

    public Imported take(Programme programme, Csv.Source file, Actor actor) {
        Terms terms = Terms.of(programme);
        byte[] salt = stocks.salt(programme);
        List<Csv.Problem> problems = new ArrayList<>();
        List<PersonKeys> residents = new ArrayList<>();
        try {
            problems.addAll(Csv.read(file, COLUMNS, row -> read(row, terms, salt, residents, problems)).problems());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (problems.isEmpty() && residents.isEmpty()) {
            problems.add(new Csv.Problem(1, "名簿に1人も書かれていません。"));
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingLong(Csv.Problem::row));
            return new Imported(count(programme), 0, 0, List.copyOf(problems));
        }
        jdbc.sql("create temporary table premium_import (identity text, address_key text) on commit drop").update();
        for (int from = 0; from < residents.size(); from += PORTION) {
            List<PersonKeys> portion = residents.subList(from, Math.min(from + PORTION, residents.size()));
            jdbc.sql("insert into premium_import select * from unnest(?::text[], ?::text[])")
                    .params(portion.stream().map(PersonKeys::identity).toArray(String[]::new), portion.stream().map(PersonKeys::address).toArray(String[]::new))
                    .update();
        }
        jdbc.sql("analyze premium_import").update();
        long removed = jdbc.sql("""
                delete from premium_resident r where r.programme = ?
                and not exists (select from premium_import i where i.identity = r.identity and i.address_key = r.address_key)""").param(programme.code()).update();
        long added = jdbc.sql("insert into premium_resident (programme, identity, address_key, government) select ?, identity, address_key, ? from premium_import on conflict do nothing")
                .params(programme.code(), programme.government()).update();
        jdbc.sql("drop table premium_import").update();
        long now = count(programme);
        events.publishEvent(CaseEvent.ofInstallation("premium.residents-imported", programme.government(), actor,
                Map.of("programme", programme.code(), "residents", "" + now, "added", "" + added, "removed", "" + removed)));
        return new Imported(now, added, removed, List.of());
    }

    /** How many residents the list has. */
    @Transactional(readOnly = true)
    public long count(Programme programme) {
        return jdbc.sql("select count(*) from premium_resident where programme = ?").param(programme.code()).query(Long.class).single();
    }

    private void read(Csv.Row row, Terms terms, byte[] salt, List<PersonKeys> residents, List<Csv.Problem> problems) {
        int before = problems.size();
        String kana = row.get("氏名カナ").strip();
        String address = row.get("住所").strip();
        LocalDate born = null;
        if (JapaneseDates.parse(row.get("生年月日").strip()) instanceof JapaneseDates.Parsed.Day day && !day.value().isAfter(clock.today())) {
            born = day.value();
        } else {
            problems.add(new Csv.Problem(row.number(), "生年月日", "「生年月日」を1980-04-01の形で入力してください。"));
        }
        if (PersonKeys.kana(kana).isEmpty()) {
            problems.add(new Csv.Problem(row.number(), "氏名カナ", "「氏名カナ」を入力してください。"));
        }
        if (address.isEmpty()) {
            problems.add(new Csv.Problem(row.number(), "住所", "「住所」を入力してください。"));
        }
        if (problems.size() == before) {
            residents.add(PersonKeys.of(salt, terms, kana, born, address, ""));
        }
    }
}
