package jp.madoguchi.site;

import java.util.List;

/** The accounts that the sign-in page of a demo lists; there is none of this bean otherwise. */
public interface DemoAccounts {

    /** In the order a newcomer would try them. */
    List<DemoAccount> all();

    /** @param can what one can do with it, one Japanese sentence @param group heading under which it is listed */
    record DemoAccount(String login, String name, String title, String group, String can) {}
}
