"""Words of error messages that tell what a value reached. They are hints that asking on is worthwhile, never proof.

Plain words, searched in bytes: a hundred kilobytes take a fraction of a millisecond, a regular expression several.
"""

from __future__ import annotations

from securestack.net.message import Response

FILE_ERRORS = (
    b"FileNotFoundException",
    b"NoSuchFileException",
    b"DirectoryNotFoundException",
    b"FileNotFoundError",
    b"failed to open stream",
    b"Failed opening",
    b"No such file or directory",
    b"ENOENT",
    b"Could not find file",
    b"TemplateNotFound",
    b"getResourceAsStream",
    b"fopen(",
    b"file_get_contents(",
    b"readfile(",
)
FETCH_ERRORS = (
    b"MalformedURLException",
    b"unknown protocol",
    b"no protocol",
    b"Invalid URL",
    b"Invalid URI",
    b"URLError",
    b"unknown url type",
    b"MissingSchema",
    b"UnknownHostException",
    b"getaddrinfo",
    b"ENOTFOUND",
    b"curl_exec",
    b"Could not resolve host",
    b"failed to open stream",
    b"Failed opening",
    b"Only absolute URIs",
)
TEMPLATE_ERRORS = (
    b"jinja2.exceptions",
    b"TemplateSyntaxError",
    b"freemarker.core",
    b"freemarker.template",
    b"Twig\\Error",
    b"Twig_Error",
    b"apache.velocity",
    b"SmartyCompilerException",
    b"SmartyException",
    b"mako.exceptions",
    b"org.thymeleaf",
    b"SpelParseException",
    b"SpelEvaluationException",
    b"javax.el.",
    b"jakarta.el.",
    b"Liquid error",
    b"Liquid syntax error",
    b"tornado.template",
    b"Template render error",
    b"Could not parse the remainder",
    b"handlebars",
    b"ejs:",
    b"nunjucks",
    b"RazorEngine",
    b"html/template",
    b"text/template",
)
XPATH_ERRORS = (
    b"XPathEvalError",
    b"XPathException",
    b"XPathSyntaxError",
    b"XPathExpressionException",
    b"XPathError",
    b"javax.xml.xpath",
    b"System.Xml.XPath",
    b"SimpleXMLElement::xpath",
    b"DOMXPath",
    b"xmlXPathEval",
    b"xmlXPathCompOpEval",
    b"MS.Internal.Xml",
    b"Expression must evaluate to a node-set",
    b"Nokogiri::XML::XPath",
    b"XPath error",
    b"Error in XPath",
)


def shows_any(response: Response, words: tuple[bytes, ...]) -> bool:
    """Whether an answer's body holds one of these words."""
    body = response.body
    return any(word in body for word in words)
