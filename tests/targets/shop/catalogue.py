"""What the shop sells: plain data, read into the shop's database when it opens."""

from __future__ import annotations

from typing import NamedTuple

CATEGORIES = {
    "green": "Green tea",
    "black": "Black tea",
    "oolong": "Oolong",
    "herbal": "Herbal",
    "teaware": "Teaware",
}


class Product(NamedTuple):
    """One thing on the shelf. `price` is in pence; `picture` and `colour` say how it is drawn."""

    id: int
    category: str
    name: str
    origin: str
    price: int
    stock: int
    picture: str
    colour: str
    text: str


PRODUCTS = (
    Product(1, "green", "Morning Sencha", "Shizuoka, Japan", 890, 42, "tin", "#7c9a4b",
            "Deep-steamed leaves with a taste of fresh peas and sea air. Best at 75 °C."),
    Product(2, "green", "Jade Cloud", "Hubei, China", 760, 31, "pouch", "#5f8f73",
            "Hand-rolled spring leaves, soft and a little nutty. Forgives boiling water."),
    Product(3, "green", "Stone-ground Matcha", "Uji, Japan", 1950, 12, "tin", "#4f8a3c",
            "Thirty grams of the first harvest, ground the week it is sent."),
    Product(4, "black", "Lantern Breakfast", "Assam and Kenya", 640, 88, "box", "#8a4b2d",
            "Our house blend: malty, brisk, made for milk and for Mondays."),
    Product(5, "black", "Smoke on the Hill", "Fujian, China", 980, 17, "pouch", "#5a3b32",
            "Pine-smoked lapsang. A campfire that somebody has tidied."),
    Product(6, "black", "Darjeeling First Flush", "Darjeeling, India", 1420, 9, "tin", "#b07a3c",
            "Flowers, grapes and a hint of almond, picked in the third week of March."),
    Product(7, "oolong", "Iron Goddess", "Anxi, China", 1180, 23, "box", "#6b7f4f",
            "Half-oxidised pearls that open over six infusions."),
    Product(8, "oolong", "Amber Mountain", "Nantou, Taiwan", 1260, 15, "tin", "#c08a3e",
            "Slowly roasted over charcoal; honey, toast and dried apricot."),
    Product(9, "herbal", "Orchard Evening", "Kent, England", 540, 61, "pouch", "#b5533c",
            "Apple, rosehip and elderflower. No caffeine, no apologies."),
    Product(10, "herbal", "Mint and Liquorice", "Nile Delta, Egypt", 520, 54, "box", "#3f8f86",
            "Cool at first and sweet at the end, without a grain of sugar."),
    Product(11, "teaware", "Round-bellied Teapot", "Stoke-on-Trent, England", 3400, 6, "teapot", "#2f5d62",
            "Stoneware for four cups, with a basket that lets the leaves breathe."),
    Product(12, "teaware", "Two Quiet Cups", "Mashiko, Japan", 2200, 11, "cup", "#9c6b4a",
            "A pair of thrown cups that are warm in the hand and cool at the rim."),
)  # fmt: skip

ORDERS = (
    ("LL-1042", "demo", "Morning Sencha × 2, Two Quiet Cups", 3980, "On its way"),
    ("LL-0987", "demo", "Lantern Breakfast", 640, "Delivered"),
    ("LL-1043", "marguerite", "Iron Goddess × 3", 3540, "Being packed"),
)

REVIEWS = (
    (1, "Hannah", "Grassy and bright. It has replaced my second coffee."),
    (1, "Piotr", "Good, but do mind the temperature."),
    (4, "Ade", "Stands up to milk. What more is there to say?"),
    (11, "Ingrid", "Pours without a drip, which I had given up hoping for."),
)

QUESTIONS = (
    (1, "Ruth", "Does the tin close tightly enough for travelling?"),
    (11, "Tom", "Will it survive a dishwasher?"),
)
