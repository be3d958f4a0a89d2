/**
 * The JSON API, {@code /api/v1}: the use cases of the pages for machines. Controllers are thin; what they refuse, and why,
 * is what the pages refuse. Names are camelCase, moments ISO 8601 with Japan's offset, errors problem+json (RFC 9457) with
 * a Japanese {@code detail}, its English in {@code detailEn} where the text is the API's own, a stable {@code code} and,
 * where fields are concerned, JSON pointers (RFC 6901) into the request.
 */
package jp.madoguchi.site.api;
