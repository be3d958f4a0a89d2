package jp.madoguchi.support;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.Map;

/** Somebody who fills in forms in the {@link Chromium}, with scripts or without, in a person's words. */
public final class Visitor {

    private final Chromium chromium;
    private final boolean scripts;
    /** Where the visitor is. */
    public final Page page;

    public Visitor(Chromium chromium, boolean scripts) {
        this.chromium = chromium;
        this.scripts = scripts;
        this.page = scripts ? chromium.desktop() : chromium.withoutScripts();
    }

    /** Another tab of the same person. */
    public Page newPage() {
        return page.context().newPage();
    }

    public void opens(String path) {
        page.navigate(path);
    }

    public void signsIn(String login) {
        chromium.signedIn(page, login, "madoguchi-test");
    }

    /** Forgets the session, as if it had ended. */
    public void sessionEnds() {
        page.context().clearCookies();
    }

    public void presses(String button) {
        page.waitForNavigation(() -> page.locator("main").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button)).first().click());
    }

    public void follows(String link) {
        page.waitForNavigation(() -> page.locator("main").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(link)).first().click());
    }

    public void types(String path, String value) {
        Locator control = page.locator("[name=\"" + path + "\"]:not([type=hidden])");
        String kind = (String) control.first().evaluate("e => e.type");
        switch (kind) {
            case "radio", "checkbox" -> page.locator("[name=\"" + path + "\"][value=\"" + value + "\"]").check();
            case "select-one" -> control.first().selectOption(value);
            default -> control.first().fill(value);
        }
        settles();
    }

    public void types(Map<String, String> answers) {
        answers.forEach(this::types);
    }

    /** @param path of a date */
    public void typesDate(String path, String year, String month, String day) {
        types(path + ".year", year);
        types(path + ".month", month);
        types(path + ".day", day);
    }

    public void uploads(String path, String name) {
        uploads(path, name, TestOffice.PDF);
    }

    public void uploads(String path, String name, byte[] bytes) {
        page.locator("input[name=\"" + path + ".file\"]").setInputFiles(new FilePayload(name, "application/octet-stream", bytes));
    }

    /** The page asks for something only after an earlier answer: with scripts by itself, without by its button. */
    public void isAskedFor(String path) {
        Locator control = page.locator("[name=\"" + path + "\"]:not([type=hidden])").first();
        if (scripts) {
            control.waitFor();
        } else if (control.count() == 0) {
            presses("表示を更新");
        }
    }

    /** Waits until the page has asked the server which questions depend on what was typed. */
    private void settles() {
        if (scripts) {
            page.waitForFunction("() => !document.querySelector('form[aria-busy]')");
        }
    }

    public String reads() {
        return page.locator("main").innerText();
    }

    public String heading() {
        return page.locator("h1").innerText();
    }

    /** A picture, and with scripts {@link Chromium#findsNoBarrier}. */
    public void findsNoBarrier(String name) {
        chromium.picture(page, name + (scripts ? "" : "-noscript"));
        if (scripts) {
            chromium.findsNoBarrier(page);
        }
    }

    public void narrow() {
        page.setViewportSize(360, 780);
    }

    public void wide() {
        page.setViewportSize(1280, 900);
    }
}
