"""Passwords of ten characters and more that lists of stolen ones begin with, and words that most others are made of."""

from __future__ import annotations

from typing import Final

LISTED = """
password passwort passwords passwordpassword password1 contrasena kennwort geheim secret admin administrator
qwerty qwertyuiop qwertyuiop1 qwertzuiop qwerty12345 qwertyqwerty asdfghjkl asdfghjkl1 asdfasdfasdf zxcvbnm
zxcvbnmzxcvbnm 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 q1w2e3r4t5y6 1qaz2wsx3edc 1qazxsw23edc qazwsxedcrfv qazwsxedc
zaq12wsxcde3 1234567890 0123456789 12345678910 123456789a 123456789q a123456789 q123456789 0987654321 9876543210
1234512345 1234554321 123123123123 123321123321 1122334455 11223344556677 147258369 1472583690 159753456
789456123 7894561230 abcdefghij abcdefghijk abcd1234567 abc1234567 abcdef12345 iloveyou iloveyou12 iloveyouso
letmein letmein123 welcome welcome123 welcomehome willkommen bienvenido sunshine sunshine12 princess princess123
football footballer baseball basketball superman batman123456 spiderman starwars monkey123456 dragon123456
master123456 trustno1trustno1 changeme changeit changemenow pleasechangeme temporary temppassword default
defaultpassword test testtest testtesttest testing testpassword guest guestguest login loginlogin hello
hellohello helloworld computer internet samsung michelle jennifer jonathan christopher elizabeth alexander
charlotte stockpool warehouse inventory lagerhaus summer sommer winter spring autumn herbst january february
december november monday friday unknown blink182blink whatever nothing forever freedom friendship chocolate
butterfly strawberry correcthorsebatterystaple thequickbrownfox mypassword mypassword1 yourpassword newpassword
oldpassword pass@word1 p@ssw0rd p@ssword passw0rd passw0rd12 p@ssw0rd12 adminadmin admin@123 rootroot toortoor
superuser supervisor
"""

USUAL: Final = frozenset(LISTED.split())
