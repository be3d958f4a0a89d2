package jp.madoguchi.site;

/** Whatever vouched for a person (password, identity provider), it leads to who that is here. */
interface Carrier {

    SignedIn person();
}
