"""The words that the most often used passwords are made of, in small letters, without the digits people add."""

from __future__ import annotations

_WORDS = """
password passwort passwd passw pass passphrase mypassword thepassword yourpassword newpassword oldpassword
secret topsecret mysecret secure security securestack letmein letmeinnow openup opensesame login logon signin
welcome welcomeback welcomehome hello helloworld hellohello hallo bonjour hola ciao admin administrator
adminadmin adminpassword passwordadmin root rootroot superuser superadmin sysadmin user username guest demo test
testing tester testtest testpassword default changeme changemenow changeit changethis pleasechangeme temp temporary
temppassword qwerty qwertz azerty qwertyuiop qwertyqwerty asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm
qazwsx qazwsxedc wasd abc abcd abcdef abcabc abcdefg iloveyou ilovegod iloveme iloveu loveyou lovelove love
lover lovely loveme forever trustno trustnoone nothing whatever whocares idontknow dontknow forgotten forget monkey
dragon dragonfly master masterkey mastermaster shadow sunshine princess princesa football futbol soccer baseball basketball
hockey superman batman spiderman ironman wonderwoman starwars startrek skywalker pokemon pikachu mickeymouse minecraft
fortnite roblox playstation nintendo xbox gamer gaming michael jennifer jordan hunter hunterhunter killer george harley
ranger robert thomas daniel andrew joshua matthew anthony william charlie charles jessica ashley amanda nicole michelle
samantha alexander alexandra maria mohammed summer winter spring autumn january february march april may june july
august september october november december monday tuesday wednesday thursday friday saturday sunday flower
butterfly cookie cookies chocolate cheese pepper ginger banana orange apple strawberry computer internet laptop keyboard
windows linux ubuntu google facebook twitter instagram youtube linkedin microsoft samsung iphone android mustang ferrari
porsche mercedes corvette freedom liberty america american england london canada germany deutschland berlin france
paris liverpool arsenal chelsea manchester barcelona realmadrid juventus jesus jesuschrist christ god blessed angel
angels heaven michelangelo purple silver golden diamond matrix access accessgranted entry enter money dollar
company companyname business office work manager service support helpdesk server database mysql postgres postgresql
oracle cisco vagrant docker kubernetes jenkins raspberry toor alpine changepassword resetme reset unknown nopassword
blank empty none null undefined correcthorsebatterystaple correcthorse iamroot fuckyou asshole biteme bullshit
"""

COMMON_PASSWORDS = frozenset(_WORDS.split())
