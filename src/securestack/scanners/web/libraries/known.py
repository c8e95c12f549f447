"""Known flaws of client-side libraries, as version ranges. Facts from the projects' own advisories and the CVE list.

A range holds from `since` (included) to `below` (excluded); an empty `below` means that no release repairs it.
Only what matters in a browser stands here.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from securestack.core.severity import Severity


class Flaw(msgspec.Struct, frozen=True):
    """One known flaw: its CVE identifier, the versions that have it, and what it is in a few words."""

    cve: str
    below: str
    effect: str
    since: str = "0"
    severity: Severity = Severity.MEDIUM


class Library(msgspec.Struct, frozen=True):
    """A library: its name, the names its files go by, and its flaws."""

    name: str
    files: tuple[str, ...]
    flaws: tuple[Flaw, ...]


_XSS = "cross-site scripting"
_POLLUTION = "prototype pollution"
_SLOW = "a regular expression that an input can make run for very long"
_LOW, _HIGH = Severity.LOW, Severity.HIGH

LIBRARIES: tuple[Library, ...] = (
    Library(
        "jQuery",
        ("jquery", "jquery.slim"),
        (
            Flaw("CVE-2011-4969", "1.6.3", f"{_XSS} through selectors made from the address"),
            Flaw("CVE-2012-6708", "1.9.0", f"{_XSS} through selectors that hold HTML"),
            Flaw("CVE-2015-9251", "3.0.0", f"{_XSS} by running scripts that another host answers with"),
            Flaw("CVE-2019-11358", "3.4.0", f"{_POLLUTION} by jQuery.extend"),
            Flaw("CVE-2020-11022", "3.5.0", f"{_XSS} by passing cleaned HTML to .html() or .append()", since="1.2"),
            Flaw("CVE-2020-11023", "3.5.0", f"{_XSS} by <option> elements passed to .html()", since="1.0.3"),
        ),
    ),
    Library(
        "jQuery UI",
        ("jquery-ui", "jqueryui", "jquery.ui"),
        (
            Flaw("CVE-2010-5312", "1.10.0", f"{_XSS} through the title of a dialog"),
            Flaw("CVE-2016-7103", "1.12.0", f"{_XSS} through the closeText of a dialog"),
            Flaw("CVE-2021-41182", "1.13.0", f"{_XSS} through altField of the date picker"),
            Flaw("CVE-2021-41183", "1.13.0", f"{_XSS} through texts of the date picker"),
            Flaw("CVE-2021-41184", "1.13.0", f"{_XSS} through the option `of` of .position()"),
            Flaw("CVE-2022-31160", "1.13.2", f"{_XSS} by refreshing a checkboxradio"),
        ),
    ),
    Library(
        "jQuery Validation",
        ("jquery.validate", "jquery-validate", "jquery-validation"),
        (
            Flaw("CVE-2021-21252", "1.19.3", _SLOW, severity=_LOW),
            Flaw("CVE-2021-43306", "1.19.4", _SLOW, severity=_LOW),
            Flaw("CVE-2022-31147", "1.19.5", _SLOW, severity=_LOW),
        ),
    ),
    Library(
        "Bootstrap",
        ("bootstrap", "bootstrap.bundle"),
        (
            Flaw("CVE-2016-10735", "3.4.0", f"{_XSS} through data-target", since="3.0.0"),
            Flaw("CVE-2016-10735", "4.0.0-beta.2", f"{_XSS} through data-target", since="4.0.0-alpha"),
            Flaw("CVE-2018-14040", "3.4.0", f"{_XSS} through data-parent of collapse"),
            Flaw("CVE-2018-14040", "4.1.2", f"{_XSS} through data-parent of collapse", since="4.0.0-alpha"),
            Flaw("CVE-2018-14041", "4.1.2", f"{_XSS} through data-target of scrollspy", since="4.0.0-alpha"),
            Flaw("CVE-2018-14042", "3.4.0", f"{_XSS} through data-container of tooltips"),
            Flaw("CVE-2018-14042", "4.1.2", f"{_XSS} through data-container of tooltips", since="4.0.0-alpha"),
            Flaw("CVE-2019-8331", "3.4.1", f"{_XSS} through templates of tooltips and popovers"),
            Flaw("CVE-2019-8331", "4.3.1", f"{_XSS} through templates of tooltips and popovers", since="4.0.0-alpha"),
        ),
    ),
    Library(
        "AngularJS",
        ("angular", "angularjs", "angular.js"),
        (
            Flaw("CVE-2019-10768", "1.7.9", f"{_POLLUTION} by angular.merge", since="1.4.0"),
            Flaw("CVE-2020-7676", "1.8.0", f"{_XSS} by <option> elements in <select>"),
            Flaw("CVE-2023-26116", "", f"{_SLOW} (angular.copy)", since="1.2.21", severity=_LOW),
            Flaw("CVE-2024-8372", "", "image addresses that escape the allowed sources", since="1.3.0", severity=_LOW),
        ),
    ),
    Library("Vue", ("vue", "vue.global", "vue.runtime"), (
        Flaw("CVE-2024-9506", "3.0.0-alpha", _SLOW, since="2.0.0-alpha", severity=_LOW),
    )),
    Library("React", ("react",), (
        Flaw("CVE-2013-7035", "0.4.2", f"{_XSS} through names of attributes", since="0.4.0"),
        Flaw("CVE-2013-7035", "0.5.2", f"{_XSS} through names of attributes", since="0.5.0"),
    )),
    Library(
        "Lodash",
        ("lodash", "lodash.core"),
        (
            Flaw("CVE-2018-3721", "4.17.5", f"{_POLLUTION} by merge and defaultsDeep"),
            Flaw("CVE-2018-16487", "4.17.11", f"{_POLLUTION} by merge and defaultsDeep"),
            Flaw("CVE-2019-10744", "4.17.12", f"{_POLLUTION} by defaultsDeep", severity=_HIGH),
            Flaw("CVE-2020-8203", "4.17.19", f"{_POLLUTION} by zipObjectDeep", since="3.7.0"),
            Flaw("CVE-2021-23337", "4.17.21", "code that runs through options of template()"),
            Flaw("CVE-2020-28500", "4.17.21", f"{_SLOW} (trim and toNumber)", since="4.0.0", severity=_LOW),
        ),
    ),
    Library("Underscore", ("underscore",), (
        Flaw("CVE-2021-23358", "1.12.1", "code that runs through options of template()", since="1.3.2"),
    )),
    Library(
        "Moment",
        ("moment", "moment-with-locales"),
        (
            Flaw("CVE-2016-4055", "2.11.2", _SLOW, severity=_LOW),
            Flaw("CVE-2017-18214", "2.19.3", _SLOW, severity=_LOW),
            Flaw("CVE-2022-31129", "2.29.4", f"{_SLOW} (parsing dates)", since="2.18.0", severity=_LOW),
        ),
    ),
    Library(
        "Handlebars",
        ("handlebars", "handlebars.runtime"),
        (
            Flaw("CVE-2015-8861", "4.0.0", f"{_XSS} through attributes without quotes"),
            Flaw("CVE-2019-19919", "4.3.0", f"{_POLLUTION} and code that runs through templates", since="4.0.0", severity=_HIGH),
            Flaw("CVE-2019-20920", "4.5.3", "code that runs through the lookup helper", since="4.0.0", severity=_HIGH),
            Flaw("CVE-2021-23369", "4.7.7", "code that runs through templates compiled in strict mode"),
            Flaw("CVE-2021-23383", "4.7.7", f"{_POLLUTION} through templates compiled in compatible mode"),
        ),
    ),
    Library("Mustache", ("mustache",), (
        Flaw("CVE-2015-8862", "2.2.1", f"{_XSS} through attributes without quotes"),
    )),
    Library(
        "DOMPurify",
        ("purify", "dompurify"),
        (
            Flaw("CVE-2019-16728", "2.0.1", f"{_XSS} by HTML that changes when parsed again"),
            Flaw("CVE-2020-26870", "2.0.17", f"{_XSS} by HTML that changes when parsed again"),
            Flaw("CVE-2024-48910", "2.4.2", _POLLUTION),
            Flaw("CVE-2024-47875", "2.5.0", f"{_XSS} by deeply nested HTML"),
            Flaw("CVE-2024-47875", "3.1.3", f"{_XSS} by deeply nested HTML", since="3.0.0"),
            Flaw("CVE-2024-45801", "2.5.4", f"{_XSS} by deeply nested HTML"),
            Flaw("CVE-2024-45801", "3.1.3", f"{_XSS} by deeply nested HTML", since="3.0.0"),
            Flaw("CVE-2025-26791", "3.2.4", f"{_XSS} through template literals"),
        ),
    ),
    Library(
        "Axios",
        ("axios",),
        (
            Flaw("CVE-2021-3749", "0.21.2", _SLOW, severity=_LOW),
            Flaw("CVE-2023-45857", "0.28.0", "the CSRF token is sent to other hosts", since="0.8.1"),
            Flaw("CVE-2023-45857", "1.6.0", "the CSRF token is sent to other hosts", since="1.0.0"),
        ),
    ),
    Library("Knockout", ("knockout",), (
        Flaw("CVE-2019-14862", "3.5.0", f"{_XSS} through attributes in old browsers", severity=_LOW),
    )),
    Library("Dojo", ("dojo",), (
        Flaw("CVE-2021-23450", "1.17.0", f"{_POLLUTION} by setObject"),
    )),
    Library("Select2", ("select2",), (
        Flaw("CVE-2016-10744", "4.0.6", f"{_XSS} through results shown from another server"),
    )),
    Library("Chart.js", ("chart",), (
        Flaw("CVE-2020-7746", "2.9.4", _POLLUTION),
    )),
    Library("highlight.js", ("highlight",), (
        Flaw("CVE-2020-26237", "9.18.2", _POLLUTION, since="9.0.0", severity=_LOW),
        Flaw("CVE-2020-26237", "10.1.2", _POLLUTION, since="10.0.0", severity=_LOW),
    )),
    Library("Marked", ("marked",), (
        Flaw("CVE-2022-21680", "4.0.10", _SLOW, severity=_LOW),
        Flaw("CVE-2022-21681", "4.0.10", _SLOW, severity=_LOW),
    )),
    Library("PDF.js", ("pdf",), (
        Flaw("CVE-2024-4367", "4.2.67", "scripts in a document run in the page", severity=_HIGH),
    )),
    Library("CKEditor 4", ("ckeditor",), (
        Flaw("CVE-2021-41164", "4.17.0", f"{_XSS} by HTML that the content filter lets through", since="4.0"),
        Flaw("CVE-2022-24728", "4.18.0", f"{_XSS} by comments in HTML", since="4.0"),
    )),
    Library("TinyMCE", ("tinymce",), (
        Flaw("CVE-2022-23494", "5.10.7", f"{_XSS} through dialog texts"),
        Flaw("CVE-2022-23494", "6.3.1", f"{_XSS} through dialog texts", since="6.0.0"),
    )),
    Library("Video.js", ("video",), (
        Flaw("CVE-2021-23414", "7.14.3", f"{_XSS} through addresses of text tracks"),
    )),
)  # fmt: skip

BY_FILE: Mapping[str, Library] = {file: library for library in LIBRARIES for file in library.files}
BY_NAME: Mapping[str, Library] = {library.name: library for library in LIBRARIES}
