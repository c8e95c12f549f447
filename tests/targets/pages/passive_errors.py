"""Pages that show errors as frameworks do, beside pages that speak of errors."""

from __future__ import annotations

from aiohttp import web

from tests.targets.case import Case, Handler, html

TRACE, DEBUG, DATABASE = "web.stack-trace", "web.debug-page", "web.database-error"

PYTHON = """Traceback (most recent call last):
  File "/srv/shop/orders.py", line 41, in show
    order = ORDERS[number]
KeyError: 'none'
"""
JAVA = """java.lang.NullPointerException: Cannot invoke "String.length()" because "name" is null
\tat shop.orders.OrderService.find(OrderService.java:118)
\tat shop.orders.OrderController.show(OrderController.java:44)
"""
TOMCAT = """java.io.IOException: no such order
\tshop.orders.OrderService.find(OrderService.java:118)
\tjavax.servlet.http.HttpServlet.service(HttpServlet.java:779)
"""
DOT_NET = """System.NullReferenceException: Object reference not set to an instance of an object.
   at Shop.Orders.OrderController.Show(Int32 id) in C:\\Shop\\Orders\\OrderController.cs:line 27
   at lambda_method(Closure , Object , Object[] )
"""
NODE = """TypeError: Cannot read properties of undefined (reading 'id')
    at showOrder (/srv/shop/routes/orders.js:18:27)
    at Layer.handle [as handle_request] (/srv/shop/node_modules/express/lib/router/layer.js:95:5)
"""
NODE_HTML = (
    "<pre>ReferenceError: order is not defined<br> &nbsp; &nbsp;at /srv/shop/routes/orders.js:18:27"
    "<br> &nbsp; &nbsp;at next (/srv/shop/node_modules/express/lib/router/route.js:144:13)</pre>"
)
PHP = "<br />\n<b>Warning</b>:  Undefined array key &quot;id&quot; in <b>/var/www/shop/order.php</b> on line <b>12</b><br />\n"
GO = """goroutine 34 [running]:
main.showOrder(0xc0000a6000, 0x0)
\t/srv/shop/orders.go:52 +0x1d5
"""
RUBY = """undefined method 'total' for nil:NilClass
/srv/shop/app/controllers/orders_controller.rb:12:in 'show'
"""
PERL = 'Can\'t locate object method "total" via package "Order" at /srv/shop/cgi-bin/order.pl line 33.\n'
DJANGO = (
    "<h1>KeyError at /orders/none</h1><pre>'none'</pre><p>You’re seeing this error because you have "
    "<code>DEBUG = True</code> in your Django settings file.</p>"
)
WERKZEUG = (
    "<h1>KeyError</h1><script>var CONSOLE_MODE = false, EVALEX = true, EVALEX_TRUSTED = false, SECRET = 'x';</script>"
    "<script src='?__debugger__=yes&amp;cmd=resource&amp;f=debugger.js'></script>"
    "<div class=footer>Brought to you by DON'T PANIC, your friendly Werkzeug powered traceback interpreter.</div>"
)
RAILS = (
    "<header><h1>NoMethodError in OrdersController#show</h1></header><p><code>Rails.root: /srv/shop</code></p>"
    "<a href=#>Application Trace</a> | <a href=#>Framework Trace</a>"
    "<pre>app/controllers/orders_controller.rb:12:in 'show'</pre>"
)
LARAVEL = (
    '<title>Whoops! There was an error.</title><div class="Whoops container"><h1>ErrorException</h1>'
    "<p>Undefined variable $order</p></div>"
)
ASP_NET = (
    "<h1>Server Error in '/shop' Application.</h1><h2><i>Input string was not in a correct format.</i></h2>"
    "<b>Stack Trace:</b><pre>[FormatException]</pre><b>Version Information:</b> Microsoft .NET Framework Version:4.0.30319"
)


def _answer(body: str, *, status: int = 500, kind: str = "text/html") -> Handler:
    async def handler(_: web.Request) -> web.Response:
        if kind == "text/html":
            return html(body, status=status)
        return web.Response(text=body, content_type=kind, status=status)

    return handler


def _case(
    name: str, rule: str, body: str, *, weak: bool = True, status: int = 200, kind: str = "text/html"
) -> Case:
    return Case(f"/passive/errors/{name}", _answer(body, status=status, kind=kind), rule, weak)


CASES = [
    _case("python", TRACE, f"<pre>{PYTHON}</pre>"),
    _case("python-plain", TRACE, PYTHON.replace("orders", "bills"), kind="text/plain"),
    _case("java", TRACE, f"<pre>{JAVA}</pre>"),
    _case("tomcat", TRACE, f"<p><b>Exception</b></p><pre>{TOMCAT}</pre><h3>Apache Tomcat</h3>"),
    _case("dot-net", TRACE, f"<pre>{DOT_NET}</pre>"),
    _case("node", TRACE, f"<pre>{NODE}</pre>"),
    _case("node-html", TRACE, NODE_HTML),
    _case("php", TRACE, PHP),
    _case("go", TRACE, f"<pre>{GO}</pre>"),
    _case("ruby", TRACE, f"<pre>{RUBY}</pre>"),
    _case("perl", TRACE, f"<pre>{PERL}</pre>"),
    _case("django", DEBUG, DJANGO),
    _case("werkzeug", DEBUG, WERKZEUG),
    _case("rails", DEBUG, RAILS),
    _case("laravel", DEBUG, LARAVEL),
    _case("asp-net", DEBUG, ASP_NET),
    _case("plain-message", TRACE, "<h1>Error</h1><p>An exception occurred. Error reference: 7f31.", weak=False),
    _case(
        "about-traces",
        TRACE,
        "<p>Python prints <q>Traceback (most recent call last)</q>, and then a line for each call; Java prints "
        "<code>at package.Class.method</code>. A NullPointerException on line 12 in main.js is no fun.",
        weak=False,
    ),
    _case(
        "script-with-errors",
        TRACE,
        "<script>try { go() } catch (e) { throw new Error('failed at /static/app.js line ' + e.line) }</script>",
        weak=False,
    ),
    _case("about-debugging", DEBUG, "<p>Never run Django with <code>DEBUG = True</code> for others. Whoops!", weak=False),
    _case(
        "mysql",
        DATABASE,
        "<p>You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version",
    ),
    _case("oracle", DATABASE, "<p>ORA-00933: SQL command not properly ended"),
    _case("about-sql", DATABASE, "<p>Our course on SQL covers syntax, errors, MySQL and Oracle.", weak=False),
]  # fmt: skip
